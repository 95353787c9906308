import Project
import Testing

@testable import Engine

@Suite("Two versions of a table compared")
struct VersionDiffTests {
  let versions = VersionFixture()

  private func diff(
    _ from: Int64? = nil, _ to: Int64? = nil, key: [String]? = nil, offset: Int = 0, count: Int = 100
  ) throws -> VersionDiff {
    try versions.browser.diff(
      VersionDiffRequest(
        relation: versions.relation, from: from.map { .version($0) }, to: to.map { .version($0) }, key: key,
        offset: offset,
        count: count))
  }

  private func words(_ diff: VersionDiff) -> [String] {
    diff.rows.map { row in
      let cells = diff.columns.indices.map { place -> String in
        let before = (row.before?[place] ?? nil) ?? "∅"
        let after = (row.after?[place] ?? nil) ?? "∅"
        return row.changed.contains(place) ? "\(before)→\(after)" : row.after == nil ? before : after
      }
      return "\(row.kind.rawValue) \(cells.joined(separator: " "))" + (row.count == 1 ? "" : " ×\(row.count)")
    }
  }

  @Test(
    "by key: added, removed, changed cell by cell, whether the table was written whole or changed in place",
    arguments: [Materialization.table, .incremental])
  func byKey(materialization: Materialization) async throws {
    try await versions.publish([["1", "Ada", "London"], ["2", "Bob", nil], ["3", "Cy", "Rome"]], materialization)
    try await versions.publish(
      [["1", "Ada", "Paris"], ["2", "Bob", "Oslo"], ["4", "Di", "Bonn"]], run: 2, materialization)
    let found = try diff()
    #expect(found.keyColumns == ["id"])
    #expect(found.from.id == 1 && found.to.id == 2)
    let removed = materialization == .table ? ["removed 3 Cy Rome"] : []
    #expect(words(found) == ["changed 1 Ada London→Paris", "changed 2 Bob ∅→Oslo"] + removed + ["added 4 Di Bonn"])
    #expect(found.changesByColumn.map(\.column) == ["city"] && found.changesByColumn.map(\.rows) == [2])
    #expect(found.added == 1 && found.changed == 2)
  }

  @Test("nulls and distinct values are counted of each version", arguments: [Materialization.table, .incremental])
  func counts(materialization: Materialization) async throws {
    try await versions.publish([["1", "Ada", "London"], ["2", "Bob", nil], ["3", "Cy", "London"]], materialization)
    try await versions.publish(
      [["1", "Ada", "Paris"], ["2", "Bob", "Oslo"], ["3", "Cy", nil]], run: 2, materialization)
    func counts(_ version: Int64) throws -> [String] {
      try versions.browser.columnCounts(of: versions.relation, version: version).map {
        "\($0.name) \($0.nulls) \($0.distinct)"
      }
    }
    #expect(try counts(1) == ["id 0 3", "name 0 3", "city 1 1"])
    #expect(try counts(2) == ["id 0 3", "name 0 3", "city 1 2"])
  }

  @Test("the other way round everything is reversed")
  func reversed() async throws {
    for materialization in [Materialization.incremental, .table] {
      let versions = VersionFixture()
      try await versions.publish([["1", "Ada", "London"]], materialization)
      try await versions.publish([["1", "Ada", "Paris"], ["2", "Bob", "Oslo"]], run: 2, materialization)
      let found = try versions.browser.diff(
        VersionDiffRequest(relation: versions.relation, from: .version(2), to: .version(1)))
      #expect(words(found) == ["changed 1 Ada Paris→London", "removed 2 Bob Oslo"])
    }
  }

  @Test("without a key whole rows are compared, as often as they occur")
  func wholeRows() async throws {
    try await versions.publish([["1", "A", nil], ["1", "A", nil], ["2", "B", nil]], key: [])
    try await versions.publish([["1", "A", nil], ["3", "C", nil], ["3", "C", nil]], run: 2, key: [])
    let found = try diff()
    #expect(found.keyColumns.isEmpty)
    #expect(words(found) == ["removed 1 A ∅", "removed 2 B ∅", "added 3 C ∅ ×2"])
    #expect(found.added == 2 && found.removed == 2)
  }

  @Test("a key that is not unique is told, and whole rows are compared")
  func notUnique() async throws {
    try await versions.publish([["1", "A", nil], ["1", "B", nil]])
    try await versions.publish([["1", "A", nil]], run: 2)
    let found = try diff()
    #expect(found.note?.contains("not unique") == true)
    #expect(words(found) == ["removed 1 B ∅"])
  }

  @Test("columns that came or went are told, and change no row")
  func columns() async throws {
    try await versions.publish([["1", "A"]], columns: ["id", "name"])
    try await versions.publish([["1", "Bonn"]], run: 2, columns: ["id", "city"])
    let found = try diff()
    #expect(found.newColumns == ["city"] && found.goneColumns == ["name"])
    #expect(found.rows.isEmpty && !found.isEmpty)
  }

  @Test("a page of the difference begins where it is asked to, and says whether more follows")
  func pages() async throws {
    try await versions.publish([["0", "x", nil]])
    try await versions.publish((0..<10).map { ["\($0)", "y", nil] }, run: 2)
    let first = try diff(count: 4)
    #expect(first.rows.count == 4 && !first.isLast && first.added == 9 && first.changed == 1)
    let last = try diff(offset: 8, count: 4)
    #expect(last.rows.count == 2 && last.isLast)
  }

  @Test("versions of any two ages of a table changed in place many times compare as their rows do")
  func anyTwo() async throws {
    var numbers = SeededNumbers(state: 5)
    var people: [String: [String?]] = [:]
    var states: [[String: [String?]]] = []
    for run in 1...6 {
      var batch: [[String?]] = []
      for id in (0..<20).shuffled(using: &numbers).prefix(8) {
        batch.append(["\(id)", ["A", "B", "C"].randomElement(using: &numbers), nil])
      }
      for row in batch { people[row[0] ?? ""] = row }
      states.append(people)
      try await versions.publish(batch, run: Int64(run), .incremental)
    }
    for from in 1...6 {
      for to in 1...6 where from != to {
        let found = try diff(Int64(from), Int64(to))
        let (before, after) = (states[from - 1], states[to - 1])
        #expect(Int(found.added) == after.keys.count { before[$0] == nil })
        #expect(Int(found.removed) == before.keys.count { after[$0] == nil })
        #expect(Int(found.changed) == after.count { before[$0.key] != nil && before[$0.key] != $0.value })
      }
    }
  }

  @Test("the first version has none before it")
  func first() async throws {
    try await versions.publish([["1", "A", nil]])
    #expect(throws: WarehouseError.self) { try diff() }
  }
}
