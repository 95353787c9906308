import Engine
import Project
import TerminalKit
import Testing

@testable import Console

@Suite struct GraphLayoutTests {
  private func scene(_ count: Int, _ zoom: GraphZoom, _ size: Size = Size(120, 40)) throws -> GraphScene {
    let project = try count == 8 ? FixtureProject.eight() : FixtureProject.many(count)
    return GraphScene(project.graph, view: GraphView(), zoom: zoom, available: size)
  }

  @Test(arguments: [8, 48, 300], [GraphZoom.box, .line])
  func `No two nodes touch, every node stands in its column's frame`(_ count: Int, _ zoom: GraphZoom) throws {
    let scene = try scene(count, zoom)
    #expect(scene.sketch.items.count == count)
    var taken: [Point: Int] = [:]
    for item in scene.sketch.items.indices {
      let rect = scene.rect(of: item)
      let panel = scene.geometry.panels[scene.layout.vertices[scene.layout.vertexOfItem[item]].column]
      #expect(panel.intersection(rect) == rect)
      for y in rect.y..<rect.maxY {
        for x in rect.x..<rect.maxX { #expect(taken.updateValue(item, forKey: Point(x, y)) == nil) }
      }
    }
  }

  @Test(arguments: [8, 48, 300, 1000])
  func `Every arrow points right, and arrows of two nodes never share a track on the same rows`(_ count: Int) throws {
    let scene = try scene(count, .line)
    #expect(scene.layout.paths.count == scene.sketch.edges.count)
    for path in scene.layout.paths {
      let columns = path.vertices.map { scene.layout.vertices[$0].column }
      #expect(zip(columns, columns.dropFirst()).allSatisfy { $1 == $0 + 1 })
    }
    for channel in scene.geometry.channels {
      let byTrack = Dictionary(grouping: channel.nets.filter { $0.track != nil }) { $0.track ?? 0 }
      let columns = Set(channel.nets.filter { $0.track != nil }.map { channel.column(of: $0) })
      if channel.trackCount < GraphGeometry.widestGutter { #expect(columns.count == byTrack.count) }
      for nets in byTrack.values {
        let sorted = nets.sorted { $0.top < $1.top }
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.bottom < $1.top })
      }
    }
  }

  @Test(arguments: [48, 300])
  func `The order found crosses no more than the order of the project`(_ count: Int) throws {
    let project = try FixtureProject.many(count)
    let sketch = GraphSketch(project.graph, view: GraphView())
    let layout = GraphLayout(sketch)
    var right = [[Int]](repeating: [], count: layout.vertices.count)
    for link in layout.links { right[link.from].append(link.to) }
    let found = CrossingReduction.crossings(layout.columns, right, layout.vertices.count)
    let before = CrossingReduction.crossings(
      layout.columns.map { $0.sorted() }, right, layout.vertices.count)
    #expect(found <= before)
    // The count itself is held against every pair.
    var pairs = 0
    let positions = layout.positions
    for (index, one) in layout.links.enumerated() {
      for other in layout.links[(index + 1)...]
      where layout.vertices[one.from].column == layout.vertices[other.from].column {
        let (a, b) = (positions[one.from] - positions[other.from], positions[one.to] - positions[other.to])
        if a * b < 0 { pairs += 1 }
      }
    }
    #expect(found == pairs)
  }

  @Test func `What only warns is drawn with dashes, what can hold with a whole line`() throws {
    func test(_ name: String, on node: String, _ severity: TestDefinition.Severity) -> Node {
      Node(
        id: NodeID("test.shop.\(name)"), resourceType: .test, name: name, package: "shop", fqn: ["shop"],
        location: SourceLocation(file: "x.yml"), dependsOn: [FixtureProject.id(node)],
        test: TestDefinition(attachedNode: FixtureProject.id(node), severity: severity))
    }
    func picture(_ severity: TestDefinition.Severity) throws -> String {
      let project = try FixtureProject.outline(
        "shop",
        [
          FixtureProject.node("raw", "bronze"), FixtureProject.node("mart", "gold", after: ["raw"]),
          test("first", on: "raw", .warn), test("second", on: "raw", severity),
        ])
      return GraphPicture.lines(of: project, width: 80).joined(separator: "\n")
    }
    #expect(try picture(.warn).contains("╌"))
    #expect(try !picture(.error).contains("╌"))
  }

  @Test func `What holds a node back is drawn heavy up to it`() throws {
    let lines = GraphPicture.lines(of: try FixtureProject.eight(), status: FixtureRun.failed(), width: 120)
    #expect(lines.contains { $0.contains("━") && $0.contains("◆") })
  }

  @Test func `A running node tells its rate, and folding every group leaves one node a group`() async throws {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.halfway())
    var console = try await ConsoleDriver(Size(120, 40), source)
    // 3 550 rows in the 2.1 seconds since it began.
    #expect(console.picture.contains("1.7k/s"))
    await console.press("c")
    for part in ["4 nodes", "3 nodes", "1 node│"] { #expect(console.picture.contains(part), "\(part)") }
    await console.press("c")
    #expect(console.picture.contains("feature_releases"))
  }
}

@Suite struct GraphScrollTests {
  @Test(arguments: [1, 3, 20, 60], [1, 10, 61, 300])
  func `What is to be seen is in the window, the window in the plane, and still where nothing asks for a move`(
    _ window: Int, _ plane: Int
  ) {
    for offset in stride(from: 0, through: max(0, plane - window), by: 7) {
      for first in stride(from: 0, to: plane, by: 3) {
        for length in [1, 4, 20] {
          let last = min(plane, first + length)
          let found = GraphScreen.scrolled(offset, showing: first..<last, in: window, of: plane)
          let told = Comment("\(first)..<\(last) from \(offset)")
          #expect(found >= 0 && found <= max(0, plane - window), told)
          #expect(found <= first && (last <= found + window || last - first > window), told)
          if first >= offset, last <= offset + window { #expect(found == offset, told) }
        }
      }
    }
  }

  @Test func `What a failure skipped is shown again when it ran, though another screen was in front then`() async throws
  {
    var console = try await ConsoleDriver(
      Size(120, 40), FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed()))
    await console.press("f")
    #expect(console.picture.contains("+1 skipped"))
    await console.press("2")
    var mended = FixtureRun.failed()
    for name in ["user_dim", "feature_conversion_impact"] {
      let (id, status) = FixtureRun.done(name, 5000, 2, 1)
      mended.nodes[id] = status
    }
    await console.adopt(mended)
    await console.press("1")
    #expect(!console.picture.contains("skipped"))
    #expect(console.picture.contains("feature_conversion_impact"))
  }

  @Test func `A version that stands is not told as the last run's`() async throws {
    var status = FixtureRun.failed()
    let id = FixtureProject.id("user_signups")
    func card(_ state: StepState, _ reason: String?, stands: Bool = false) async throws -> String {
      status.nodes[id]?.step?.state = state
      status.nodes[id]?.step?.stands = stands
      status.nodes[id]?.step?.reason = reason
      status.nodes[id]?.rows = 1
      var console = try await ConsoleDriver(
        Size(120, 50), FixtureSource(outline: FixtureProject.eight(), pipeline: status))
      await console.press(":node user_signups<enter>")
      return console.picture
    }
    #expect(try await card(.success, "new input").contains("v3 of run 42, 2024-05-14 12:00:00Z · 1 row published"))
    #expect(try await card(.reused, "unchanged since v3").contains("v3, as it was · 1 row published"))
    #expect(try await card(.success, "forced", stands: true).contains("v3, as it was · 1 row published"))
  }
}
