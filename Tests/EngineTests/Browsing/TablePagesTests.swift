import Project
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

/// Pages of tables, held against all rows read at once.
@Suite struct TablePagesTests {
  private let fixture = WarehouseFixture()
  private static let loose = RelationName(database: "shop", schema: "silver", identifier: "loose")

  /// A table no run made, its rowids full of gaps, with values that are hard to show.
  private func looseTable(rows: Int = 1_000) async throws -> WarehouseBrowser {
    try await fixture.carry(fixture.model("seeded", "select 1 as id"))
    let connection = try Connection(path: fixture.root + "/warehouse/shop.db", mode: .readWrite)
    defer { connection.close() }
    try connection.execute(
      """
      CREATE TABLE "silver.loose" (id INTEGER, word TEXT, number REAL);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
      INSERT INTO "silver.loose"(rowid, id, word, number)
      SELECT i * i, i, CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'w' || (i * 7919 % 100) END, i * 7919 % 1000 / 4.0 FROM n;
      """)
    return WarehouseBrowser(try fixture.project)
  }

  private func all(_ browser: WarehouseBrowser, _ request: TablePageRequest) throws -> [[String?]] {
    var whole = request
    whole.count = 1_000_000
    return try browser.page(whole).rows
  }

  @Test func `A text is found where reading all rows finds it, forwards, backwards and on from the other end`()
    async throws
  {
    let browser = try await looseTable()
    let requests = [
      TablePageRequest(relation: Self.loose, count: 10),
      TablePageRequest(relation: Self.loose, count: 10, sorts: [RowSort("number", descends: true)]),
      TablePageRequest(
        relation: Self.loose, count: 10, filters: [RowFilter(column: "word", comparison: .matches, value: "w[1-4]")]),
      TablePageRequest(
        relation: Self.loose, source: .statement("select id, word from silver.loose where id % 3 = 0"), count: 10),
    ]
    for request in requests {
      let rows = try all(browser, request)
      #expect(rows.count > 200)
      for (text, start) in [("W17", 0), ("w17", 150), ("99", 3), ("99", 199), ("no such", 5), ("7", rows.count)] {
        let places = rows.indices.filter { rows[$0].contains { $0?.lowercased().contains(text.lowercased()) ?? false } }
        let next = places.first { $0 >= start } ?? places.first
        #expect(
          try browser.place(of: text, in: request, from: start, backwards: false) == next, "\(text) from \(start)")
        let before = places.last { $0 < start } ?? places.last
        #expect(
          try browser.place(of: text, in: request, from: start, backwards: true) == before, "\(text) before \(start)")
      }
    }
  }

  @Test func `A row is found again under another filter, in whatever order, or told not to be there`() async throws {
    let browser = try await looseTable()
    let some = [RowFilter(column: "word", comparison: .matches, value: "w[1-4]")]
    for sorts in [[], [RowSort("number", descends: true)], [RowSort("word")]] {
      var request = TablePageRequest(relation: Self.loose, count: 10, sorts: sorts, filters: some)
      let filtered = try all(browser, request)
      request.filters = []
      let whole = try all(browser, request)
      for index in [0, 17, filtered.count - 1] {
        request.filters = some
        let place = try #require(try browser.place(ofRow: index, of: request, under: []))
        #expect(whole[place] == filtered[index])
        request.filters = []
        #expect(try browser.place(ofRow: place, of: request, under: some) == index)
      }
      let other = try #require(whole.firstIndex { !filtered.contains($0) })
      #expect(try browser.place(ofRow: other, of: request, under: some) == nil)
      #expect(try browser.place(ofRow: whole.count, of: request, under: []) == nil)
    }
  }

  @Test func `Pages by anchors show each row once and in order, forwards, backwards and by leaps`() async throws {
    let browser = try await looseTable()
    let filters = [[], [RowFilter(column: "word", comparison: .matches, value: "w[1-4]")]]
    for filter in filters {
      var request = TablePageRequest(relation: Self.loose, count: 37, filters: filter)
      let expected = try all(browser, request)
      #expect(expected.count > 300)
      var anchors: [RowAnchor] = []
      var seen: [[String?]] = []
      while true {
        request.anchor = anchors.last { $0.position <= request.offset }
        let page = try browser.page(request)
        seen += page.rows
        if let anchor = page.anchor { anchors.append(anchor) }
        if page.isLast { break }
        request.offset += page.rows.count
      }
      #expect(seen == expected)
      let all = Int64(expected.count)
      for (offset, total) in [(500, nil), (0, nil), (290, all), (13, all), (999, nil)] {
        for anchor in [nil, anchors.last { $0.position <= offset }] {
          var leap = request
          (leap.offset, leap.total, leap.anchor) = (offset, total, anchor)
          let page = try browser.page(leap)
          let wanted = Array(expected.dropFirst(offset).prefix(37))
          #expect(page.rows == wanted, "offset \(offset) from \(anchor?.position ?? -1)")
          #expect(page.isLast == (offset + 37 >= expected.count))
        }
      }
      #expect(try browser.count(request) == Int64(expected.count))
    }
  }

  @Test func `Sorted pages show each row once though many are equal`() async throws {
    let browser = try await looseTable()
    for descends in [false, true] {
      var request = TablePageRequest(relation: Self.loose, count: 83, sorts: [RowSort("word", descends: descends)])
      let expected = try all(browser, request)
      var seen: [[String?]] = []
      repeat {
        request.offset = seen.count
        seen += try browser.page(request).rows
      } while seen.count < expected.count
      #expect(seen == expected)
      #expect(Set(seen.map { $0[0] }).count == 1_000)
    }
  }

  @Test func `Rows are sorted by several columns, the first counting most`() async throws {
    let browser = try await looseTable()
    let sorts = [RowSort("word", descends: true), RowSort("number"), RowSort("id", descends: true)]
    let page = try browser.page(TablePageRequest(relation: Self.loose, count: 2_000, sorts: sorts))
    let places = ["word", "number", "id"].map { name in page.columns.firstIndex { $0.name == name } ?? 0 }
    // NULL comes before the empty text.
    let told = page.rows.map { row in places.map { row[$0].map { $0 + " " } ?? "" } }
    let expected = told.sorted { a, b in
      if a[0] != b[0] { return a[0] > b[0] }
      if a[1] != b[1] { return (Double(a[1].dropLast()) ?? 0) < (Double(b[1].dropLast()) ?? 0) }
      return (Int(a[2].dropLast()) ?? 0) > (Int(b[2].dropLast()) ?? 0)
    }
    #expect(Set(told.map { $0[0] }).count < told.count)
    #expect(told == expected)
    #expect(RowSort(typed: "-mrr") == RowSort("mrr", descends: true) && RowSort("mrr", descends: true).typed == "-mrr")
  }

  @Test func `A column that is named rowid hides nothing`() async throws {
    _ = try await looseTable()
    let connection = try Connection(path: fixture.root + "/warehouse/shop.db", mode: .readWrite)
    try connection.execute(
      #"""
      CREATE TABLE "silver.odd" (rowid TEXT, "a ""b""" TEXT);
      INSERT INTO "silver.odd" VALUES ('x', '1'), ('x', '2')
      """#)
    connection.close()
    let browser = WarehouseBrowser(try fixture.project)
    let odd = RelationName(database: "shop", schema: "silver", identifier: "odd")
    #expect(try browser.page(TablePageRequest(relation: odd, offset: 1, count: 5)).rows == [["x", "2"]])
    let sorted = TablePageRequest(relation: odd, count: 5, sorts: [RowSort("a \"b\"", descends: true)])
    #expect(try browser.page(sorted).rows == [["x", "2"], ["x", "1"]])
  }

  @Test func `A query is paged, filtered, sorted and counted as a table is`() async throws {
    let browser = try await looseTable()
    var request = TablePageRequest(
      relation: Self.loose, source: .statement("select id, number * 4 as quarter from silver.loose order by id desc"),
      offset: 10, count: 3)
    #expect(try browser.page(request).rows.map { $0[0] } == ["990", "989", "988"])
    request.filters = [RowFilter(column: "id", comparison: .less, value: "4")]
    request.offset = 0
    #expect(try browser.page(request).rows.map { $0[0] } == ["3", "2", "1"])
    #expect(try browser.count(request) == 3)
    request.sorts = [RowSort("id")]
    #expect(try browser.page(request).rows.map { $0[0] } == ["1", "2", "3"])
  }

  @Test func `Every common table of a model can be looked at on its own`() async throws {
    _ = try await looseTable()
    let node = fixture.model(
      "stages",
      """
      with few as (
        select id from silver.loose where id <= 10
      ), even as (select id from few where id % 2 = 0)
      select sum(id) as total from even
      """)
    let browser = WarehouseBrowser(try fixture.project)
    let made = try browser.madeBy(node.id)
    #expect(made.commonTables.map(\.name) == ["few", "even"])
    #expect(made.commonTables[1].text.contains("id % 2"))
    let relation = RelationName(database: "shop", schema: "silver", identifier: "even")
    let page = try browser.page(TablePageRequest(relation: relation, source: .commonTable(node.id, 1), count: 9))
    #expect(page.rows == [["2"], ["4"], ["6"], ["8"], ["10"]])
  }

  @Test(arguments: [
    "delete from silver.loose", "update silver.loose set word = 'x'",
    "insert into silver.loose select * from silver.loose",
    "drop table silver.loose", "create table silver.y as select 1", "alter table silver.loose rename to z",
    "pragma user_version = 7", "attach database 'x' as y", "vacuum", "vacuum into '/tmp/x'", "begin immediate",
    "with a as (select 1) delete from silver.loose", "select load_extension('x')", "select writefile('/tmp/x', 'y')",
    "select 1; delete from silver.loose", "truncate table silver.loose",
    "merge into silver.loose using silver.loose on 1=1",
  ])
  func `A query that would write is refused and the file stays as it is`(_ sql: String) async throws {
    let browser = try await looseTable(rows: 20)
    let expected = try all(browser, TablePageRequest(relation: Self.loose, count: 1))
    let request = TablePageRequest(relation: Self.loose, source: .statement(sql), count: 5)
    #expect(throws: (any Error).self) { try browser.page(request) }
    #expect(throws: (any Error).self) { try browser.count(request) }
    #expect(throws: (any Error).self) { try browser.query(sql, count: 5) }
    #expect(try all(browser, TablePageRequest(relation: Self.loose, count: 1)) == expected)
  }

  @Test func `What is given up stops inside SQLite`() async throws {
    _ = try await looseTable(rows: 5)
    let endless = TablePageRequest(
      relation: Self.loose,
      source: .statement("with recursive n as (select 1 as i union all select i + 1 from n) select i from n"), count: 5)
    let cancellation = CancellationFlag()
    let browser = WarehouseBrowser(try fixture.project, cancellation: cancellation)
    #expect(try browser.page(endless).rows.count == 5)
    let counting = Task.detached { try browser.count(endless) }
    try await Task.sleep(for: .milliseconds(50))
    cancellation.raise()
    await #expect(throws: (any Error).self) { try await counting.value }
    // Whatever is asked later under the same flag does not begin.
    #expect(throws: (any Error).self) { try browser.count(endless) }
  }
}
