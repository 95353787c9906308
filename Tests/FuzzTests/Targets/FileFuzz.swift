import Compression
import SQLiteKit
import TestSupport

@testable import Engine

/// Reads the input as a file: once with one thread, once with two, which must see the same.
struct FileReading {
  let folder = TemporaryFolder()

  struct Seen: Equatable {
    var rows: [[Value]]
    var faults: [String]
  }

  /// What was seen and the lines the rows came from; nil when the file was refused as a whole.
  func read(
    _ input: [UInt8], _ name: String, _ format: FileFormat, columns: [DeclaredColumn]?, threads: Int
  ) throws -> (seen: Seen, lines: [Int64])? {
    let path = folder.write(input, to: name)
    let spec = FileSourceSpec(paths: [path], format: format, compression: CompressionFormat.none, columns: columns)
    guard let source = try? openFileSource(spec) else { return nil }
    let connection = try Connection.inMemory()
    defer { connection.close() }
    let sink = BadRecordCollector()
    try source.register(on: connection, as: "f", sink: sink, threads: threads)
    let statement = try connection.prepare("select _line, * from f")
    var rows: [[Value]] = []
    while try statement.step() { rows.append(statement.values()) }
    statement.reset()
    let faults = sink.records.map { "\($0.line) \($0.byteOffset) \($0.reason)" }
    return (Seen(rows: rows.map { Array($0.dropFirst()) }, faults: faults), rows.map { $0[0].integer ?? -1 })
  }

  /// What both readings agree on; a fault when they do not, or when a place lies outside of the file.
  func fault(_ input: [UInt8], _ name: String, _ format: FileFormat, columns: [DeclaredColumn]?) -> String? {
    do {
      let one = try read(input, name, format, columns: columns, threads: 1)
      let two = try read(input, name, format, columns: columns, threads: 2)
      guard one?.seen == two?.seen else { return "two threads see other rows than one" }
      let last = Int64(input.count { $0 == 0x0A }) + 1
      if let lines = one?.lines, let line = lines.first(where: { $0 < 1 || $0 > last }) {
        return "a row has a line outside of the file: line \(line) of \(last)"
      }
      return nil
    } catch {
      return "the reading fails as a whole: \(error)"
    }
  }
}

/// Texts as CSV, with columns found and declared.
struct CSVFuzz: FuzzTarget {
  let name = "csv"
  let reading = FileReading()
  let words = [
    ",", "\n", "\r\n", "\r", "\"", "\"\"", "\"a,b\"", "id,name", "1", "-0", "1e999", "00123", "9223372036854775808",
    "NULL", "true", "2024-02-29", "2024-02-30 25:61:61", "\u{FEFF}", "é", "\u{1F600}", ";", "\t", "'", "\\", " ",
  ]
  let seeds: [[UInt8]] = [
    "id,name,at\n1,ada,2024-01-01\n2,bob,2024-01-02T03:04:05Z\n", "a\n\n\n1\n", "a,b\n\"x\ny\",2\n\"\"\"\",3\n",
    "a;b;c\n1;2;3\n", "id,amount,ok\r\n1,1.50,true\r\n2,,false\r\n", "\u{FEFF}x,y\n1,2\n3\n4,5,6\n",
  ].map { Array($0.utf8) }

  func fault(_ input: [UInt8]) -> String? {
    let typed = [
      DeclaredColumn("id", type: "bigint"), DeclaredColumn("name", type: "string"),
      DeclaredColumn("at", type: "timestamp"),
      DeclaredColumn("amount", type: "decimal(10,2)"), DeclaredColumn("ok", type: "boolean"),
    ]
    for columns in [nil, typed] {
      if let fault = reading.fault(input, "f.csv", .csv(CSVOptions()), columns: columns) { return fault }
    }
    return nil
  }
}

/// Texts as JSON: lines and one array.
struct JSONFuzz: FuzzTarget {
  let name = "json"
  let reading = FileReading()
  let words = [
    "{", "}", "[", "]", ":", ",", "\"", "\"a\":", "null", "true", "false", "-0", "1e400", "0.1", "-1E-2", "01",
    "9223372036854775808", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\\", "\\u", "\n", "\r\n", "{}", "[]",
    "\"2024-01-01T00:00:00Z\"", "\u{FEFF}", "é", "{\"a\":1}", " ", "\u{7F}",
  ]
  let seeds: [[UInt8]] = [
    "{\"id\": 1, \"name\": \"ada\", \"tags\": [1, {\"x\": null}]}\n{\"id\": 2, \"name\": \"b\\n\\u00e9\"}\n",
    "[{\"a\": 1}, {\"a\": 2.5, \"b\": {\"c\": [true, false]}}]", "[]", "{\"a\":\"\\ud83d\\ude00\"}\n\n{\"a\":null}",
    "[\n {\"id\": 1,\n  \"at\": \"2024-01-01T00:00:00+02:00\"}\n]\n",
  ].map { Array($0.utf8) }

  func fault(_ input: [UInt8]) -> String? {
    let typed = [
      DeclaredColumn("id", type: "bigint"), DeclaredColumn("a", type: "double"),
      DeclaredColumn("at", type: "timestamp"),
    ]
    for columns in [nil, typed] {
      for (format, name) in [(FileFormat.jsonLines, "f.jsonl"), (.jsonArray, "f.json")] {
        if let fault = reading.fault(input, name, format, columns: columns) { return "\(name): \(fault)" }
      }
    }
    return disagreement(input)
  }

  /// What is taken as a record must be an object to the other reader of JSON as well.
  private func disagreement(_ input: [UInt8]) -> String? {
    guard let seen = try? reading.read(input, "f.jsonl", .jsonLines, columns: nil, threads: 1) else { return nil }
    let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    for line in seen.lines where line >= 1 && Int(line) <= lines.count {
      let bytes = lines[Int(line) - 1]
      // A text that is no UTF-8 cannot be shown to the other reader.
      guard let text = String(validating: bytes, as: UTF8.self) else { return "a record of invalid UTF-8 is taken" }
      let plain = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
      guard let value = try? JSONValue(parsing: plain), case .object = value else {
        return "a line is taken as a record that is no JSON object"
      }
    }
    return nil
  }
}
