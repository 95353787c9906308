import SQLiteKit
import Testing

@testable import Engine

@Suite struct CSVParserTests {
  private static let ab = [DeclaredColumn("a", type: "text"), DeclaredColumn("b", type: "text")]

  /// RFC 4180 section 2 by example, and what it leaves open.
  @Test(
    arguments: [
      ("a,b\n1,2\n", [["1", "2"]]),
      ("a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
      ("a,b\n1,2", [["1", "2"]]),
      ("\u{FEFF}a,b\n1,2\n", [["1", "2"]]),
      ("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", [["x,y", "say \"hi\""]]),
      ("a,b\n\"two\nlines\",\"cr\r\nlf\"\n5,6\n", [["two\nlines", "cr\r\nlf"], ["5", "6"]]),
      ("a,b\n5\" pipe,it's\n", [["5\" pipe", "it's"]]),
      ("a,b\n\n1,2\n\r\n3,4\n\n", [["1", "2"], ["3", "4"]]),
      ("b,a\n1,2\n", [["2", "1"]]),
      ("\"a\",\"b\"\n ü , 漢字🎉 \n", [[" ü ", " 漢字🎉 "]]),
      ("a,b\n1,\"\"\"\"\n", [["1", "\""]]),
    ] as [(String, [[String]])])
  func `fields are read as RFC 4180 says`(_ text: String, _ expected: [[String]]) throws {
    let result = try ingest(text, "t.csv", columns: Self.ab)
    #expect(result.rows == expected.map { $0.map { .text($0) } })
    #expect(result.bad.isEmpty)
  }

  @Test func `an empty field is NULL, a quoted empty one is empty text`() throws {
    let result = try ingest("a,b\n,\"\"\n\"\",\n", "t.csv", columns: Self.ab)
    #expect(result.rows == [[.null, ""], ["", .null]])
  }

  @Test func `options change the delimiter, the escape, the header and NULL`() throws {
    let options = CSVOptions(
      delimiter: UInt8(ascii: ";"), quote: UInt8(ascii: "'"), escape: UInt8(ascii: "\\"), hasHeader: false,
      nullTexts: ["NA", "-"])
    let result = try ingest("NA;'it\\'s; \\\\'\n;-\n", "t.csv", columns: Self.ab, format: .csv(options))
    #expect(result.rows == [[.null, "it's; \\"], ["", .null]])
  }

  @Test func `tab-separated files go by their name`() throws {
    let result = try ingest("a\tb\n1,5\tx y\n", "t.tsv", columns: Self.ab)
    #expect(result.rows == [["1,5", "x y"]])
  }

  @Test(
    arguments: [
      ("a,b\n1\n2,3\n", [["2", "3"]], "2: 1 fields where 2 are expected"),
      ("a,b\n1,2,3\n2,3\n", [["2", "3"]], "2: 3 fields where 2 are expected"),
      ("a,b\n\"x\"y,2\n2,3\n", [["2", "3"]], "2: text behind the closing quote of a field"),
      ("a,b\n1,\"open\n2,3\n", [["2", "3"]], "2: the quoted field does not end"),
      ("a,b\n1,\u{0}\n2,3\n", [["2", "3"]], "2: the character U+0000"),
      ("a,b\n\"two\nlines\",x,y\n2,3\n", [["2", "3"]], "2: 3 fields where 2 are expected"),
    ] as [(String, [[String]], String)])
  func `a bad record is told with its line, and the next one is read`(
    _ text: String, _ expected: [[String]], _ fault: String
  ) throws {
    let result = try ingest(text, "t.csv", columns: Self.ab)
    #expect(result.faults.first == fault)
    #expect(result.rows.last == expected.last?.map { .text($0) })
  }

  @Test func `a value that does not fit names its column, line and byte`() throws {
    let columns = [DeclaredColumn("id", type: "bigint"), DeclaredColumn("n", type: "double")]
    let result = try ingest("id,n\n1,1.5\nx7,2\n3,1e400\n", "t.csv", columns: columns)
    #expect(result.rows == [[1, 1.5]])
    #expect(result.bad.map(\.column) == ["id", "n"])
    #expect(result.bad.map(\.line) == [3, 4])
    #expect(result.bad.map(\.byteOffset) == [11, 16])
    #expect(result.bad.map(\.text) == ["x7,2", "3,1e400"])
    #expect(result.bad.first?.reason == "not a 64-bit integer: x7")
  }

  @Test func `bytes that are not UTF-8 make a bad record`() throws {
    let result = try ingest(Array("a,b\n1,".utf8) + [0xFF, 0x0A] + Array("2,3\n".utf8), "t.csv", columns: Self.ab)
    #expect(result.rows == [["2", "3"]])
    #expect(result.faults == ["2: bytes that are not UTF-8"])
  }

  @Test func `ragged records are accepted where that is asked for`() throws {
    let options = CSVOptions(ragged: .accepted)
    let result = try ingest("a,b\n1\n1,2,3\n", "t.csv", columns: Self.ab, format: .csv(options))
    #expect(result.rows == [["1", .null], ["1", "2"]])
  }

  @Test func `columns beyond the declared are accepted and named, those not there are NULL and named`() throws {
    let result = try ingest("a,c\n1,2\n", "t.csv", columns: Self.ab)
    #expect(result.rows == [["1", .null]])
    #expect(result.missing == ["b"])
    #expect(result.extra == ["c"])
    #expect(result.source.extraColumns == ["c"])
    #expect(result.source.unseenColumns == ["b"])
  }

  @Test func `a header that names a column twice is refused`() throws {
    #expect(throws: FileSourceError.self) { try ingest("a,b,a\n1,2,3\n", "t.csv") }
  }

  @Test func `types are found in the values, and codes with leading zeros stay text`() throws {
    let text = """
      i,r,b,d,t,code,s,empty,big
      1,1.5,true,2024-02-29,2024-02-29 10:00:00,00123,x,,1
      -7,2,FALSE,2023-01-01,2024-02-29T10:00:00Z,7,1,,12345678901234567890

      """
    let result = try ingest(text, "t.csv")
    #expect(
      result.source.columns.map(\.kind) == [
        .integer, .real, .boolean, .date, .timestamp, .text, .text, .untyped, .decimal,
      ])
    #expect(
      result.rows == [
        [1, 1.5, 1, "2024-02-29", "2024-02-29 10:00:00", "00123", "x", .null, 1],
        [-7, 2.0, 0, "2023-01-01", "2024-02-29 10:00:00", "7", "1", .null, "12345678901234567890"],
      ])
  }
}
