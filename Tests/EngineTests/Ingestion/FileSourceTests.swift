import Compression
import Glibc
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

@Suite struct FileSourceTests {
  private static let lines = (1...5).map { "{\"n\":\($0)}\n" }.joined()

  @Test func `a directory, a pattern and a list give their files once, by name`() throws {
    let folder = TemporaryFolder()
    folder.write("{\"n\":2}\n", to: "b.jsonl")
    folder.write("{\"n\":1}\n", to: "a.jsonl")
    folder.write("{\"n\":9}\n", to: "_SUCCESS")
    folder.write("{\"n\":9}\n", to: ".hidden.jsonl")
    folder.write("{\"n\":9}\n", to: "below/c.jsonl")
    for paths in [[folder.path], [folder.path + "/*.jsonl"], [folder.path + "/a.jsonl", folder.path + "/?.jsonl"]] {
      #expect(try ingest(FileSourceSpec(paths: paths)).rows == [[1], [2]])
    }
  }

  @Test func `a file that is not there or cannot be read is named`() throws {
    let folder = TemporaryFolder()
    let missing = #expect(throws: FileSourceError.self) {
      try openFileSource(FileSourceSpec(paths: [folder.path + "/no.csv"]))
    }
    #expect(missing?.description == "\(folder.path)/no.csv: no such file")
    #expect(throws: FileSourceError.noFiles(folder.path + "/*.csv")) {
      try openFileSource(FileSourceSpec(paths: [folder.path + "/*.csv"]))
    }
    let secret = folder.write("a\n1\n", to: "secret.csv")
    chmod(secret, 0)
    // Root reads whatever it likes.
    guard access(secret, R_OK) != 0 else { return }
    let refused = #expect(throws: FileSourceError.self) { try openFileSource(FileSourceSpec(paths: [secret])) }
    #expect(refused?.description == "\(secret): Permission denied")
  }

  @Test func `an empty file has no rows when its columns are declared`() throws {
    let folder = TemporaryFolder()
    for name in ["e.csv", "e.jsonl", "e.json"] {
      let path = folder.write("", to: name)
      #expect(throws: FileSourceError.self) { try openFileSource(FileSourceSpec(paths: [path])) }
      let result = try ingest(FileSourceSpec(paths: [path], columns: [DeclaredColumn("a", type: "int")]))
      #expect(result.rows.isEmpty)
      #expect(result.bad.isEmpty)
    }
  }

  @Test(arguments: [CompressionFormat.gzip, .zstd])
  func `packed files are known by their bytes, and may be in several pieces`(_ format: CompressionFormat) throws {
    let folder = TemporaryFolder()
    let half = try #require(pack(Array(Self.lines.utf8), as: format))
    let path = folder.write(half + half, to: "x.jsonl")
    let result = try ingest(FileSourceSpec(paths: [path]))
    #expect(result.rows == ([1, 2, 3, 4, 5, 1, 2, 3, 4, 5] as [Value]).map { [$0] })
  }

  @Test(arguments: [CompressionFormat.gzip, .zstd])
  func `half a packed file is an error with its name and byte, wherever it was cut`(_ format: CompressionFormat) throws
  {
    let folder = TemporaryFolder()
    let packed = try #require(pack(Array(Self.lines.utf8), as: format))
    for count in 4..<packed.count {
      let path = folder.write(Array(packed[..<count]), to: "cut")
      let error = #expect(throws: FileReadError.self) {
        let reader = try openByteReader(path)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 8)
        defer { buffer.deallocate() }
        while try reader.read(into: buffer) > 0 {}
      }
      #expect(error?.kind == .truncated)
      #expect(error?.offset == count)
      #expect(error?.path == path)
    }
  }

  @Test(arguments: [CompressionFormat.gzip, .zstd])
  func `damaged packed bytes end the statement with an error`(_ format: CompressionFormat) throws {
    let folder = TemporaryFolder()
    let text = (0..<60_000).map { "{\"n\":\($0),\"m\":\($0 &* 2_654_435_761 % 1_000_003)}\n" }.joined()
    var packed = try #require(pack(Array(text.utf8), as: format))
    for index in (packed.count - 40)..<(packed.count - 10) { packed[index] ^= 0x5A }
    let path = folder.write(packed, to: "x.jsonl.gz")
    let columns = [DeclaredColumn("n", type: "int"), DeclaredColumn("m", type: "int")]
    let error = #expect(throws: SQLiteError.self) {
      let connection = try Connection.inMemory()
      let source = try openFileSource(FileSourceSpec(paths: [path], columns: columns))
      try source.register(on: connection, as: "f", sink: BadRecordCollector())
      _ = try connection.query("select sum(n) from f")
    }
    #expect(error?.message.hasPrefix(path) == true)
  }

  @Test func `hidden columns tell a record's file, line and number`() throws {
    let folder = TemporaryFolder()
    let a = folder.write("{\"n\":1}\n\nbad\n{\"n\":2}\n", to: "a.jsonl")
    let b = folder.write("n\n3\n4\n", to: "b.csv")
    let first = try ingest(FileSourceSpec(paths: [a]), "select _file, _line, _row, n from f")
    #expect(first.rows == [[.text(a), 1, 1, 1], [.text(a), 4, 2, 2]])
    let second = try ingest(FileSourceSpec(paths: [b]), "select _line, _row, n from f where _file like '%b.csv'")
    #expect(second.rows == [[2, 1, 3], [3, 2, 4]])
    #expect(first.names == ["_file", "_line", "_row", "n"])
    #expect(try ingest(FileSourceSpec(paths: [a])).names == ["n"])
  }

  @Test func `each CSV file has its own header`() throws {
    let folder = TemporaryFolder()
    folder.write("a,b\n1,2\n", to: "1.csv")
    folder.write("b,a\n4,3\n", to: "2.csv")
    folder.write("a\n5\n", to: "3.csv")
    #expect(try ingest(FileSourceSpec(paths: [folder.path])).rows == [[1, 2], [3, 4], [5, .null]])
  }

  /// More than 63 columns: SQLite's mask of used columns has one bit for all the rest.
  @Test func `wide records give every column its value, whichever are asked for`() throws {
    let names = (0..<90).map { "c\($0)" }
    let record = "{" + names.map { "\"\($0)\":\($0.dropFirst())" }.joined(separator: ",") + "}\n"
    let folder = TemporaryFolder()
    let spec = FileSourceSpec(paths: [folder.write(record, to: "w.jsonl")])
    #expect(try ingest(spec).rows == [(0..<90).map { .integer($0) }])
    #expect(try ingest(spec, "select c89, c63, c62, c0 from f").rows == [[89, 63, 62, 0]])
  }

  @Test func `progress counts rows and bytes, and a cancelled scan ends with an error`() throws {
    let folder = TemporaryFolder()
    let text = (0..<200_000).map { "{\"n\":\($0)}\n" }.joined()
    let path = folder.write(text, to: "n.jsonl")
    let connection = try Connection.inMemory()
    let source = try openFileSource(FileSourceSpec(paths: [path]))
    let progress = IngestionProgress()
    try source.register(on: connection, as: "f", sink: BadRecordCollector(), progress: progress)
    #expect(try connection.queryValue("select sum(n) from f") == .integer(199_999 * 100_000))
    #expect(progress.rows == 200_000)
    #expect(progress.bytes == text.utf8.count)
    #expect(progress.totalBytes == text.utf8.count)
    #expect(progress.scans == 1)
    progress.cancel()
    let error = #expect(throws: SQLiteError.self) { try connection.query("select sum(n) from f") }
    #expect(error?.message == "the reading was cancelled")
  }

  @Test func `a sink may end the scan`() throws {
    let folder = TemporaryFolder()
    let path = folder.write("{\"n\":1}\nx\ny\nz\n{\"n\":2}\n", to: "n.jsonl")
    let connection = try Connection.inMemory()
    let source = try openFileSource(FileSourceSpec(paths: [path]))
    let sink = BadRecordCollector(limit: 1, failAfter: 2)
    try source.register(on: connection, as: "f", sink: sink)
    let error = #expect(throws: SQLiteError.self) { try connection.query("select * from f") }
    #expect(error?.message == "3 bad records, more than allowed; the first: \(path):2: not a JSON object")
    #expect(sink.count == 3)
    #expect(sink.records.count == 1)
  }

  @Test func `a table can be read again, within a join and after an end halfway`() throws {
    let folder = TemporaryFolder()
    let spec = FileSourceSpec(paths: [folder.write(Self.lines, to: "n.jsonl")])
    #expect(try ingest(spec, "select count(*) from f a join f b on a.n < b.n").rows == [[10]])
    #expect(try ingest(spec, "select n from f limit 2").rows == [[1], [2]])
    #expect(try ingest(spec, "select (select max(n) from f), count(*) from f where n > 1").rows == [[5, 4]])
  }
}
