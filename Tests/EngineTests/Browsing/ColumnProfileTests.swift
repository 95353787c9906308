import Glibc
import Project
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

/// Profiles, frequencies and exports, held against a plain computation over the same rows.
@Suite struct ColumnProfileTests {
  private let fixture = WarehouseFixture()
  private static let table = RelationName(database: "shop", schema: "silver", identifier: "values")

  private func browser(_ values: [Value]) async throws -> WarehouseBrowser {
    try await fixture.carry(fixture.model("seeded", "select 1 as id"))
    let connection = try Connection(path: fixture.root + "/warehouse/shop.db", mode: .readWrite)
    defer { connection.close() }
    try connection.execute("CREATE TABLE \"silver.values\" (v)")
    for value in values { try connection.run("INSERT INTO \"silver.values\" VALUES (?)", [value]) }
    return WarehouseBrowser(try fixture.project)
  }

  private func profile(_ browser: WarehouseBrowser) throws -> ColumnProfile {
    let request = TablePageRequest(relation: Self.table, count: 1)
    return try browser.distribution(browser.summary(of: "v", in: request), in: request)
  }

  @Test(arguments: [1, 2, 3])
  func `A profile of numbers is what sorting them by hand gives`(_ seed: UInt64) async throws {
    var random = seed &* 0x9E37_79B9_7F4A_7C15
    func next(_ limit: Int64) -> Int64 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(random >> 33) % limit
    }
    let numbers = (0..<500).map { _ in next(200) - 100 }
    let profile = try profile(await browser(numbers.map { .integer($0) } + [.null, .null]))
    let sorted = numbers.sorted()
    #expect(profile.rows == 502)
    #expect(profile.nulls == 2)
    #expect(profile.isNumeric)
    #expect(profile.least == String(sorted[0]))
    #expect(profile.greatest == String(sorted[499]))
    #expect(abs((profile.mean ?? 0) - Double(sorted.reduce(0, +)) / 500) < 1e-9)
    let distribution = try #require(profile.distribution)
    #expect(distribution.distinct == Int64(Set(numbers).count))
    #expect(distribution.quantiles.map(\.value) == [0.05, 0.25, 0.5, 0.75, 0.95].map { String(sorted[Int(500 * $0)]) })
    #expect(distribution.histogram.reduce(0) { $0 + $1.count } == 500)
    let (low, width) = (Double(sorted[0]), Double(sorted[499] - sorted[0]) / 16)
    for (index, bucket) in distribution.histogram.enumerated() {
      let expected = numbers.count { min(15, Int((Double($0) - low) / width)) == index }
      #expect(bucket.count == Int64(expected), "bucket \(index) from \(bucket.label)")
    }
    let counts = Dictionary(numbers.map { (String($0), Int64(1)) }, uniquingKeysWith: +)
    #expect(distribution.commonest.map(\.count) == Array(counts.values.sorted(by: >).prefix(12)))
    for value in distribution.commonest { #expect(counts[value.value] == value.count) }
  }

  @Test func `Dates fall into months, days or years by how far they reach`() async throws {
    let days = (1...28).map { Value.text("2024-02-\($0 < 10 ? "0" : "")\($0)") }
    let byDay = try profile(await browser(days))
    #expect(byDay.distribution?.histogram.count == 28)
    #expect(byDay.lengths?.least == 10)
  }

  @Test func `Kinds, blanks and lengths of mixed values are told`() async throws {
    let mixed = try profile(
      await browser([.integer(1), .real(2.5), .text(""), .text("日本"), .text("a\u{1B}[31m"), .blob([1, 2]), .null]))
    #expect(mixed.kinds.map(\.name) == ["integer", "real", "text", "blob"])
    #expect(mixed.blanks == 1)
    #expect(mixed.lengths?.greatest == 6)
    #expect(!mixed.isNumeric)
    #expect(mixed.distribution?.distinct == 6)
  }

  @Test func `An empty table has a profile too`() async throws {
    let empty = try profile(await browser([]))
    #expect(empty.rows == 0)
    #expect(empty.least == nil)
    #expect(empty.distribution?.histogram.isEmpty == true)
  }

  @Test func `The listed values and the others together are all there are`() async throws {
    let values = (0..<1_500).map { Value.integer($0) } + (0..<40).map { _ in Value.integer(7) } + [.null]
    let frequency = try await browser(values).frequency(of: "v", in: TablePageRequest(relation: Self.table, count: 1))
    #expect(frequency.rows == 1_541)
    #expect(frequency.values.first?.value == "7")
    #expect(frequency.values.first?.count == 41)
    #expect(frequency.values.count == 1_000)
    #expect(frequency.otherValues == 501)
  }

  @Test(arguments: ["1", "0.1", "", "a b", "it's \"so\"", "NULL", "日本", "1e20", "true"])
  func `The rows of a listed value are found again by its filter`(_ text: String) async throws {
    let value: Value = Int64(text).map { .integer($0) } ?? Double(text).map { .real($0) } ?? .text(text)
    let browser = try await browser([value, .text("other"), .null])
    var request = TablePageRequest(relation: Self.table, count: 9)
    let listed = try browser.frequency(of: "v", in: request).values.compactMap(\.value).first { $0 != "other" } ?? ""
    var filter = RowFilter(column: "v", comparison: .equals, value: listed)
    filter.isNull = false
    request.filters = [filter]
    #expect(try browser.page(request).rows.count == 1, "\(listed)")
  }

  @Test func `An export holds every row, shows controls as JSON does, and never writes over a file`() async throws {
    let browser = try await browser([.integer(1), .real(0.5), .text("a,\"b\"\r\nc\u{1B}"), .null, .text("日本")])
    let folder = TemporaryFolder()
    let request = TablePageRequest(relation: Self.table, offset: 3, count: 1)
    for format in ExportFormat.allCases {
      let path = folder.path + "/x.\(format.rawValue)"
      #expect(try browser.export(request, as: format, to: path) == 5)
      #expect(throws: WarehouseError.self) { try browser.export(request, as: format, to: path) }
    }
    let lines = try text(folder.path + "/x.jsonl").split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(lines.map { $0["v"] } == [.int(1), .double(0.5), .string("a,\"b\"\r\nc\u{1B}"), .null, .string("日本")])
    #expect(try JSONValue(parsing: text(folder.path + "/x.json")) == .array(lines))
    #expect(try text(folder.path + "/x.csv") == "v\r\n1\r\n0.5\r\n\"a,\"\"b\"\"\r\nc\u{1B}\"\r\n\r\n日本\r\n")
  }

  private func text(_ path: String) throws -> String {
    var bytes: [UInt8] = []
    guard let file = fopen(path, "r") else { throw WarehouseError("\(path) is not there") }
    defer { fclose(file) }
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
