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

  private static func csv(_ count: Int) -> Model {
    var numbers = Numbers(state: 7)
    var model = Model(text: "n,s\n", line: 2)
    for n in 0..<count {
      let word = word(&numbers)
      let quoted = "\"" + word.replacing("\"", with: "\"\"") + "\""
      if numbers.next(50) == 0 {
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
