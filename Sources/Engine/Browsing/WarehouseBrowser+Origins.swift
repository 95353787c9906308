package import Project

/// A record of a file that a row came from, and its line as it stands there.
package struct RecordOrigin: Sendable, Hashable {
  package var place: RecordPlace
  /// The file's line, unpacked; nil when the file has fewer lines by now.
  package var line: String?

  package init(place: RecordPlace, line: String?) {
    self.place = place
    self.line = line
  }
}

extension WarehouseBrowser {
  /// The node whose rows a check's failing rows are, and the test that found them.
  ///
  /// A test of a source stands in its readers' input gates: its rows are the source's, not the reader's.
  package func holder(of check: CheckRecord) -> (node: Node, test: Node?)? {
    let test = check.test.flatMap { project.graph[$0] }
    let attached = test?.test?.attachedNode.flatMap { project.graph[$0] }
    return (attached ?? project.graph[check.node]).map { ($0, test) }
  }

  /// The records of files that a row came from, found by going up from parent to parent until files
  /// are reached: those of sources, and those of seeds.
  ///
  /// Of the rows of each table on the way only the first few are followed: an aggregate has thousands behind it.
  /// - Parameters:
  ///   - row: Cells by column (nil is NULL).
  ///   - test: The test whose failing row it is, when it is one.
  ///   - count: Records at most.
  package func origins(
    of node: Node, row: [String: String?], test: Node? = nil, count: Int = 5
  ) throws -> [RecordOrigin] {
    var places: [RecordPlace] = []
    var fromSeeds: [RecordOrigin] = []
    var open: [(node: Node, row: [String: String?], test: Node?)] = [(node, row, test)]
    var steps = 0
    while !open.isEmpty, places.count + fromSeeds.count < count, steps < 24 {
      let next = open.removeFirst()
      steps += 1
      if next.node.resourceType == .seed {
        let cells = Self.cells(next.row, next.test)
        let records = try SeedOrigins(next.node, in: project).records(of: cells, count: count) { try rawLine(at: $0) }
        for record in records where !fromSeeds.contains(record) { fromSeeds.append(record) }
        continue
      }
      for found in try parents(of: next.node, row: next.row, test: next.test, count: count) {
        for place in found.places where !places.contains(place) { places.append(place) }
        guard found.places.isEmpty, let parent = project.graph[found.node] else { continue }
        for cells in found.rows.prefix(2) {
          open.append((parent, Dictionary(zip(found.columns, cells)) { first, _ in first }, nil))
        }
      }
    }
    let records = try places.prefix(count).map { RecordOrigin(place: $0, line: try rawLine(at: $0)) }
    return Array((records + fromSeeds).prefix(count))
  }
}
