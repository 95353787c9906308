import SQLiteKit
import Testing

@testable import Engine

@Suite struct JSONParserTests {
  private static let a = [DeclaredColumn("a")]

  @Test(
    arguments: [
      (#"{"a": 1}"#, 1), (#"{"a":-0}"#, 0), (#"{"a": 9223372036854775807}"#, 9_223_372_036_854_775_807),
      (#"{"a": -9223372036854775808}"#, -9_223_372_036_854_775_808),
      (#"{"a": 9223372036854775808}"#, "9223372036854775808"),
      (#"{"a": 1.5}"#, 1.5), (#"{"a": 1e3}"#, 1000.0), (#"{"a": 0.1}"#, 0.1),
      (#"{"a": 123456789.123456789}"#, 123456789.123456789),
      (#"{"a": 2.2250738585072014e-308}"#, 2.2250738585072014e-308), (#"{"a": true}"#, 1), (#"{"a": null}"#, .null),
      (#"{"a": ""}"#, ""), (#"{"a": "x"}"#, "x"), (#"{"a": "\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#"{"a": "\u00e9\u6F22\ud83c\uDF89"}"#, "é漢🎉"),
      (#"{"a": {"b": [1, {"c": "\u0000"}]}}"#, #"{"b": [1, {"c": "\u0000"}]}"#),
      (#"{"a": []}"#, "[]"), (#"{"a": [[], {}, [{}], {"x":[]}]}"#, "[[], {}, [{}], {\"x\":[]}]"),
      (#" { "a" : "x" } "#, "x"),
      (#"{"\u0061": 7}"#, 7), (#"{}"#, .null), (#"{"b": 2}"#, .null), (#"{"b": [1,{"a":3}], "a": 4, "c": "a"}"#, 4),
      ("{\"a\": \"漢字 längeres Wort 🎉\"}\r", "漢字 längeres Wort 🎉"),
    ] as [(String, Value)])
  func `a value keeps its kind and every digit`(_ line: String, _ expected: Value) throws {
    for format in [FileFormat.jsonLines, .jsonArray] {
      let text = format == .jsonLines ? line + "\n" : "[" + line + "]"
      let result = try ingest(text, "t.x", columns: Self.a, format: format)
      #expect(result.rows == [[expected]])
      #expect(result.bad.isEmpty)
    }
  }

  @Test(
    arguments: [
      (#"{"a": 1"#, "the JSON object does not end"), (#"{"a": }"#, "not a JSON value"),
      (#"{"a": 01}"#, "not a JSON number"),
      (#"{"a": 1.}"#, "not a JSON number"), (#"{"a": -}"#, "not a JSON number"), (#"{"a": +1}"#, "not a JSON value"),
      (#"{"a": NaN}"#, "not a JSON value"), (#"{"a": tru}"#, "not a JSON value"),
      (#"{"a" 1}"#, "a colon is expected behind the key"),
      (#"{"a": 1 "b": 2}"#, "a comma or a closing brace is expected behind the value"),
      (#"{"a": 1,}"#, "a key in quotes is expected"),
      (#"{a: 1}"#, "a key in quotes is expected"), (#"[1]"#, "not a JSON object"), ("7", "not a JSON object"),
      (#"{"a": 1} x"#, "something follows the JSON object"),
      (#"{"a": 1}{"a": 2}"#, "something follows the JSON object"),
      (#"{"a": "x"#, "the string does not end"), ("{\"a\": \"\t\"}", "a control character within a string"),
      (#"{"a": "\x"}"#, "not an escape JSON has"), (#"{"a": "\u12"}"#, "not an escape JSON has"),
      (#"{"a": "\ud800"}"#, "half a surrogate pair in a \\u escape"),
      (#"{"a": "\udc00\ud800"}"#, "half a surrogate pair in a \\u escape"),
      (#"{"a": "\u0000"}"#, "the character U+0000"), (#"{"a": 1, "a": 2}"#, "the key occurs twice"),
      (#"{"a": [1}"#, "a comma or a closing brace is expected behind the value"),
      (#"{"a": {"b" 1}}"#, "a colon is expected behind the key"),
      (#"{"a": [1,]}"#, "not a JSON value"), (#"{"a": 1e400}"#, "not a value: 1e400"),
      (
        "{\"a\": " + String(repeating: "[", count: 600) + String(repeating: "]", count: 600) + "}",
        "nested deeper than 512 levels"
      ),
    ])
  func `a line that is no JSON object is a bad record, and the next line is read`(
    _ line: String, _ reason: String
  ) throws {
    let result = try ingest(line + "\n{\"a\": 5}\n", "t.jsonl", columns: Self.a)
    #expect(result.rows == [[5]])
    #expect(result.bad.map(\.reason) == [reason])
    #expect(result.bad.map(\.line) == [1])
    #expect(result.bad.map(\.text) == [line.utf8.count > 2_000 ? String(line.prefix(2_000)) : line])
  }

  @Test func `bytes that are not UTF-8 make a bad record`() throws {
    for bytes: [UInt8] in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80]] {
      let line = Array(#"{"a": ""#.utf8) + bytes + Array("\"}\n".utf8)
      let result = try ingest(line + Array("{\"a\": 5}\n".utf8), "t.jsonl", columns: Self.a)
      #expect(result.rows == [[5]])
      #expect(result.faults == ["1: bytes that are not UTF-8"])
    }
  }

  @Test func `declared types decide what a value becomes`() throws {
    let cases: [(type: String, value: String, expected: Value?)] = [
      ("bigint", "5.0", 5), ("bigint", "5.5", nil), ("bigint", "\"5\"", 5), ("bigint", "\"x\"", nil),
      ("int", "true", nil),
      ("bigint", "9223372036854775808", nil), ("double", "5", 5.0), ("double", "\" 2.5 \"", 2.5),
      ("double", "\"\"", nil),
      ("decimal(38,9)", "1.10", 1.1),
      ("decimal(38,9)", "12345678901234567890.123456789", "12345678901234567890.123456789"),
      ("decimal(38,9)", "\"0012.5\"", 12.5), ("decimal(10,2)", "7", 7), ("numeric", "{}", nil),
      ("varchar(10)", "1.10", "1.10"), ("text", "12345678901234567890", "12345678901234567890"),
      ("string", "true", "true"),
      ("text", "{\"a\":1}", "{\"a\":1}"), ("boolean", "true", 1), ("boolean", "\"No\"", 0), ("boolean", "2", nil),
      ("bool", "1", 1),
      ("date", "\"2024-02-29\"", "2024-02-29"), ("date", "\"2023-02-29\"", nil), ("date", "\"2024/1/1\"", nil),
      ("date", "\"2024/01/02\"", "2024-01-02"), ("date", "\"2024-01-02T00:00:00Z\"", "2024-01-02"),
      ("date", "20240101", nil),
      ("timestamp", "\"2024-01-01T00:30:00+01:00\"", "2023-12-31 23:30:00"),
      ("timestamptz", "\"2024-01-01\"", "2024-01-01 00:00:00"),
      ("timestamp_ntz", "\"2024-01-01 10:00:00.250000\"", "2024-01-01 10:00:00.25"),
      ("datetime", "\"2024-01-01 24:00:00\"", nil),
      ("json", "\"x\\n\"", "\"x\\n\""), ("variant", "1.0", "1.0"), ("array<string>", "[\"a\"]", "[\"a\"]"),
      ("json", "null", .null),
    ]
    for (type, value, expected) in cases {
      let result = try ingest("{\"a\": \(value)}\n", "t.jsonl", columns: [DeclaredColumn("a", type: type)])
      #expect(result.rows == (expected.map { [[$0]] } ?? []), "\(type) \(value)")
      #expect(result.bad.count == (expected == nil ? 1 : 0), "\(type) \(value)")
    }
  }

  @Test func `keys in any order, left out or new, find their columns`() throws {
    let columns = ["a", "bb", "ccccccccc", "d"].map { DeclaredColumn($0) }
    let text = """
      {"a":1,"bb":2,"ccccccccc":3,"d":4}
      {"d":4,"ccccccccc":3,"bb":2,"a":1}
      {"a":1,"d":4}
      {"x":9,"a":1,"ccccccccd":0,"d":4,"ccccccccc":3}
      {"ccccccccc":3}
      {"x":9,"bb":2,"y":[]}

      """
    let result = try ingest(text, "t.jsonl", columns: columns)
    let n = Value.null
    #expect(result.rows == [[1, 2, 3, 4], [1, 2, 3, 4], [1, n, n, 4], [1, n, 3, 4], [n, n, 3, n], [n, 2, n, n]])
    #expect(result.extra == ["ccccccccd", "x", "y"])
    #expect(result.missing.isEmpty)
  }

  /// Found by mutated records against Python's `json`: the key `a":` was stored with the bytes that start `"a":"x"`.
  @Test func `a key with a quote or backslash in it is not taken for a shorter one`() throws {
    let lines = [
      #"{"a\":":1,"a":2}"#, #"{"a":"x"}"#, #"{"a\\u0041":1,"a":3}"#, #"{"a\u0041":1,"a":4}"#,
    ]
    let columns = ["a", "a\":", "a\\u0041", "aA"].map { DeclaredColumn($0) }
    let result = try ingest(lines.joined(separator: "\n"), "t.jsonl", columns: columns)
    let n = Value.null
    #expect(result.rows == [[2, 1, n, n], ["x", n, n, n], [3, n, 1, n], [4, n, n, 1]])
  }

  @Test(
    arguments: [
      ("[]", 0, []), ("", 0, []), (" \n ", 0, []), ("[{\"a\":1},\n {\"a\":2}]\n", 2, []),
      ("[\n{\"a\n\":1}]", 0, ["2: the string does not end"]),
      ("[{\"a\":1}, 7, {\"a\":2}]", 2, ["1: not a JSON object"]), ("[{\"a\":1}", 1, ["1: the JSON array does not end"]),
      ("[{\"a\":1},", 1, ["1: the JSON array does not end"]),
      ("[{\"a\":1} {\"a\":2}]", 1, ["1: a comma or a closing brace is expected behind the value"]),
      ("[{\"a\":1}]\n\nx", 1, ["3: something follows the JSON object"]),
      ("[{\"a\":1},{\"a\":", 1, ["1: the JSON object does not end"]),
      ("{\"a\":\n1}\n{\"a\":2}", 2, []), ("{\n\"a\":1\n}", 1, []), ("x", 0, ["1: neither a JSON array nor an object"]),
      ("\u{FEFF}[{\"a\":\"]},{[\\\"\"}]", 1, []),
      // Found by mutation: closing brackets between bare objects.
      ("{\"a\":1}}]{\"a\":2}", 2, ["1: not a JSON object", "1: not a JSON object"]),
      ("[{\"a\":1},]", 1, ["1: not a JSON object"]),
    ] as [(String, Int, [String])])
  func `an array of objects may go over any lines`(_ text: String, _ count: Int, _ faults: [String]) throws {
    let result = try ingest(text, "t.json", columns: Self.a, format: .jsonArray)
    #expect(result.rows.count == count)
    #expect(result.faults == faults)
  }

  @Test(
    arguments: [
      ("[{\"a\":1}]", FileFormat.jsonArray), ("{\"a\":1}\n{\"a\":2}\n", .jsonLines), ("{\"a\":1}", .jsonLines),
      ("{\n  \"a\":1\n}\n", .jsonArray), ("a,b\n1,2\n", .csv(CSVOptions())),
    ])
  func `the first bytes show the format`(_ text: String, _ format: FileFormat) throws {
    #expect(try ingest(text, "noname").source.format == format)
  }

  @Test func `types are found in the values`() throws {
    let text = """
      {"i":1,"r":1,"s":"00123","d":"2024-01-01","t":"2024-01-01T00:00:00Z","o":{"x":1},"b":true,"m":1,"z":null,"h":1}
      {"i":2,"r":0.5,"s":"x","d":null,"t":"2024-01-01 00:00:01","o":[1],"b":false,"m":"x","z":null,"h":123456789012345678901}

      """
    let result = try ingest(text, "t.jsonl")
    #expect(
      result.source.columns.map { "\($0.name) \($0.kind)" } == [
        "i integer", "r real", "s text", "d date", "t timestamp", "o json", "b boolean", "m text", "z untyped",
        "h decimal",
      ])
    #expect(
      result.rows == [
        [1, 1.0, "00123", "2024-01-01", "2024-01-01 00:00:00", "{\"x\":1}", 1, "1", .null, 1],
        [2, 0.5, "x", .null, "2024-01-01 00:00:01", "[1]", 0, "x", .null, "123456789012345678901"],
      ])
  }
}
