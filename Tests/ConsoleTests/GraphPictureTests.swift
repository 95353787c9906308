import Console
import Engine
import Project
import TerminalKit
import Testing

@Suite struct GraphPictureTests {
  @Test func `Eight nodes at eighty columns: layers, straight arrows, gates, rows and times`() throws {
    let lines = GraphPicture.lines(of: try FixtureProject.eight(), status: FixtureRun.halfway(), width: 80)
    #expect(lines.allSatisfy { displayWidth($0) <= 80 })
    let text = lines.joined(separator: "\n")
    for name in ["bronze", "silver", "gold", "conversions", "user_dim", "feature_states", "SCD2", "5 000", "41 280"] {
      #expect(text.contains(name), "\(name)")
    }
    // A node with one parent in its own row has a straight arrow.
    #expect(lines.contains { $0.contains("●●●    41 280  412ms├───▶  ●●●    18 042  231ms├") })
  }

  @Test(arguments: [8, 48, 300])
  func `Every node is drawn once, and nothing overlaps`(_ count: Int) throws {
    let project = try count == 8 ? FixtureProject.eight() : FixtureProject.many(count)
    let lines = GraphPicture.lines(of: project, width: 400, zoom: .line)
    let text = lines.joined(separator: "\n")
    for id in project.graph.order {
      let name = try #require(project.graph[id]?.name)
      #expect(text.contains("· \(name)"), "\(name)")
    }
  }

  @Test func `In seven bits states are letters and lines are plain`() throws {
    let lines = GraphPicture.lines(
      of: try FixtureProject.eight(), status: FixtureRun.failed(), width: 80, glyphs: .ascii)
    #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    #expect(lines.contains { $0.contains("H user_dim") })
    #expect(lines.contains { $0.contains("PPF") })
  }
}
