import Compression
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

/// Files larger than a chunk: every record, line number and offset must be as if there were no chunks.
@Suite struct ChunkSourceTests {
  /// A generator whose numbers are the same in every run.
  private struct Numbers {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  /// What a file holds: its text, its rows and the lines of its bad records.
  private struct Model {
    var text = ""
    var rows: [[Value]] = []
    var badLines: [Int] = []
    var line = 1
  }

  private static func word(_ numbers: inout Numbers) -> String {
    let letters = ["a", "b ", "é", "漢", "🎉", "\"", ",", "\n", "\\", "x"]
    return (0..<numbers.next(40)).map { _ in letters[numbers.next(letters.count)] }.joined()
  }

  /// - Parameter quotesEvery: one of so many rows has quotes, and mostly line feeds between them.
  private static func csv(_ count: Int, quotesEvery: Int = 1) -> Model {
    var numbers = Numbers(state: 7)
    var model = Model(text: "n,s\n", line: 2)
    for n in 0..<count {
      let isQuoted = n % quotesEvery == 0
      let word = isQuoted ? word(&numbers) : "plain \(numbers.next(1_000_000))"
      let quoted = isQuoted ? "\"" + word.replacing("\"", with: "\"\"") + "\"" : word
      if numbers.next(quotesEvery == 1 ? 50 : 500) == 0 {
        model.badLines.append(model.line)
        model.text += "\(n),x,\(n)\n"
        model.line += 1
        continue
      }
      model.text += "\(n),\(quoted)\n"
      model.rows.append([.integer(n), .text(word)])
      model.line += 1 + word.utf8.count { $0 == 10 }
    }
    return model
  }

  private static func json(_ count: Int, separator: String) -> Model {
    var numbers = Numbers(state: 11)
    var model = Model()
    for n in 0..<count {
      let word = word(&numbers)
      let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      if numbers.next(50) == 0 {
        model.badLines.append(model.line)
        model.text += "{\"n\":\(n),\"s\":\"\(escaped)\",\"n\":1}\(separator)\n"
      } else {
        model.text += "{\"n\":\(n),\"s\":\"\(escaped)\"}\(separator)\n"
        model.rows.append([.integer(n), .text(word)])
      }
      model.line += 1
    }
    return model
  }

  private static let columns = [DeclaredColumn("n", type: "bigint"), DeclaredColumn("s", type: "text")]

  private func check(_ model: Model, _ format: FileFormat, _ text: String, packed: CompressionFormat = .none) throws {
    let folder = TemporaryFolder()
    let bytes = try #require(pack(Array(text.utf8), as: packed))
    let path = folder.write(bytes, to: "data")
    for threads in [1, 3] {
      let result = try ingest(
        FileSourceSpec(paths: [path], format: format, columns: Self.columns), threads: threads)
      #expect(result.rows.count == model.rows.count)
      #expect(result.rows == model.rows)
      #expect(result.bad.map(\.line) == model.badLines)
      let utf8 = Array(text.utf8)
      for record in result.bad {
        #expect(utf8[record.byteOffset...].starts(with: Array(record.text.utf8)))
      }
    }
  }

  @Test func `CSV with line feeds in its fields`() throws {
    let model = Self.csv(5_000)
    try check(model, .csv(CSVOptions()), model.text)
  }

  @Test func `CSV whose lines are mostly records, on several threads`() throws {
    let model = Self.csv(90_000, quotesEvery: 25_000)
    try check(model, .csv(CSVOptions()), model.text)
  }

  /// What is cut at line feeds and parsed apart must be what one parser makes of the whole.
  @Test func `lines that are records are the same records apart`() throws {
    var numbers = Numbers(state: 3)
    let pieces = [
      "\"", "\"", "\"\"", ",", ",", "\n", "\n", "a", "b ", "\r\n", "\r", "é", "\u{0}", "\"\n", ",\"", "\",\"",
    ].map {
      Array($0.utf8)
    }
    var cut = 0
    for round in 0..<20_000 {
      var text = (0..<(1 + numbers.next(14))).flatMap { _ in pieces[numbers.next(pieces.count)] }
      if round % 4 == 0 { text.append(0xFF) }
      text.append(0x0A)
      let whole = try #require(Self.records(text, .last))
      let isCut = text.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { Self.parser().linesAreRecords($0, bytes.count) } ?? false
      }
      guard isCut else { continue }
      cut += 1
      let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
      let apart = lines.enumerated().flatMap { index, line in
        (Self.records(Array(line) + [0x0A], .more) ?? []).map { "\(index)" + $0.dropFirst() }
      }
      #expect(whole == apart, "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }
    #expect(cut > 2_500)
  }

  private static func parser() -> CSVParser {
    let parser = CSVParser(columns: columns, slots: [0, 1], options: CSVOptions(hasHeader: false, ragged: .accepted))
    parser.beginFile()
    return parser
  }

  /// Line and values of each record, or what is wrong with it; nil when not all bytes were used.
  private static func records(_ bytes: [UInt8], _ extent: ChunkExtent) -> [String]? {
    let batch = RecordBatch(width: 2, chunkCapacity: bytes.count)
    // Not where a byte order mark would be looked for.
    batch.startOffset = 1
    bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { batch.append(base, $0.count) } }
    batch.padChunk()
    guard parser().parse(batch, extent) == bytes.count else { return nil }
    let good = (0..<batch.rowCount).map { row -> (UInt32, String) in
      let values = (0..<2).map { cell -> String in
        let (kind, payload) = (batch.kinds[row * 2 + cell], batch.payloads[row * 2 + cell])
        return kind < 4
          ? "\(kind) \(kind == 2 ? payload : 0)" : String(decoding: batch.texts.text(kind, payload), as: UTF8.self)
      }
      return (batch.lines[row], "\(values)")
    }
    let bad = batch.bad.map { (UInt32($0.line), "bad: \($0.reason)") }
    return (good + bad).sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1)" }
  }

  /// Found by bytes at random: two threads that came to the end together told it in the wrong order, and the reader waited
  /// for a batch that never came.
  @Test(.timeLimit(.minutes(1))) func `a file ends whichever thread finds its end first`() throws {
    let folder = TemporaryFolder()
    let csv = FileSourceSpec(paths: [folder.write("n,s\n1,a\n", to: "short.csv")], columns: Self.columns)
    let json = FileSourceSpec(
      paths: [folder.write("{\"n\":1,\"s\":\"a\"}\n", to: "short.jsonl")], columns: Self.columns)
    for _ in 0..<1_500 {
      #expect(try ingest(csv, threads: 4).rows == [[1, "a"]])
      #expect(try ingest(json, threads: 4).rows == [[1, "a"]])
    }
  }

  @Test func `JSON Lines on several threads`() throws {
    let model = Self.json(5_000, separator: "")
    try check(model, .jsonLines, model.text)
  }

  @Test func `gzip and zstd`() throws {
    let model = Self.json(3_000, separator: "")
    try check(model, .jsonLines, model.text, packed: .gzip)
    try check(model, .jsonLines, model.text, packed: .zstd)
  }

  @Test func `a JSON array`() throws {
    let model = Self.json(5_000, separator: ",")
    try check(model, .jsonArray, "[" + model.text.dropLast(2) + "]")
  }

  @Test func `a record beyond the limit is one bad record, and the rest is read`() throws {
    let folder = TemporaryFolder()
    let long = "{\"n\":2,\"s\":\"" + String(repeating: "x", count: 3 << 20) + "\"}\n"
    let path = folder.write("{\"n\":1,\"s\":\"a\"}\n" + long + "{\"n\":3,\"s\":\"b\"}\n", to: "long.jsonl")
    var spec = FileSourceSpec(paths: [path], columns: Self.columns)
    #expect(try ingest(spec).rows.count == 3)
    spec.recordLimit = 1 << 20
    let result = try ingest(spec, "select n, _line from f")
    #expect(result.rows == [[1, 1], [3, 3]])
    #expect(result.faults == ["2: the record is longer than the limit"])
  }

  @Test func `a quote that never closes costs one record`() throws {
    let folder = TemporaryFolder()
    let rest = (0..<60_000).map { "\($0),x\n" }.joined()
    let path = folder.write("n,s\n1,\"open\n" + rest, to: "open.csv")
    let result = try ingest(FileSourceSpec(paths: [path], columns: Self.columns), "select count(*) from f")
    #expect(result.rows == [[60_000]])
    #expect(result.faults == ["2: the quoted field does not end"])
  }

  /// Found by mutation: a chunk that ended behind a field's closing quote made a bad record of a good one.
  @Test func `a CSV record is the same wherever a chunk ends`() throws {
    let text = Array("n,s\n1,\"a\"\"b\"\r\n2,\"x,\ny\"\n3,\"\"\n4,\n".utf8)
    for cut in 4..<text.count {
      let parser = CSVParser(columns: Self.columns, slots: [0, 1], options: CSVOptions())
      var values: [String] = []
      var rest: [UInt8] = []
      for (piece, extent) in [(text[..<cut], ChunkExtent.more), (text[cut...], .last)] {
        let bytes = rest + piece
        let batch = RecordBatch(width: 2, chunkCapacity: bytes.count)
        bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { batch.append(base, $0.count) } }
        batch.padChunk()
        let used = parser.parse(batch, extent)
        rest = Array(bytes[used...])
        #expect(batch.badCount == 0)
        for row in 0..<batch.rowCount {
          let (kind, payload) = (batch.kinds[row * 2 + 1], batch.payloads[row * 2 + 1])
          values.append(kind < 4 ? "-" : String(decoding: batch.texts.text(kind, payload), as: UTF8.self))
        }
      }
      #expect(values == ["a\"b", "x,\ny", "", "-"])
    }
  }
}
