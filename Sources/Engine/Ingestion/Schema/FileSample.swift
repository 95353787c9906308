import Compression

/// The first megabyte of a source's files, and what it shows: the format, the columns and their kinds.
struct FileSample {
  /// How many unpacked bytes are looked at, over as many files as that takes.
  static let size = 1 << 20

  private(set) var format: FileFormat
  /// Whether there was anything to see.
  private(set) var hasRecords = false
  private var inference = SchemaInference()
  private let declared: [DeclaredColumn]?

  /// The columns found.
  var columns: [DeclaredColumn] { inference.columns }

  init(
    files: [ResolvedFile], format: FileFormat?, declared: [DeclaredColumn]?
  ) throws(FileSourceError) {
    self.declared = declared
    var known = format
    self.format = format ?? files.lazy.compactMap { FileFormat(path: $0.path) }.first ?? .jsonLines
    var left = Self.size
    for file in files where left > 0 {
      let batch = RecordBatch(width: 0, chunkCapacity: left)
      let isWhole = try Self.read(file, into: batch)
      guard batch.chunkCount > 0 else { continue }
      left -= batch.chunkCount
      hasRecords = true
      if known == nil {
        let bytes = UnsafeBufferPointer(start: UnsafePointer(batch.chunk), count: batch.chunkCount)
        let shown = FileFormat(path: file.path) ?? FileFormat(sample: bytes)
        known = shown
        self.format = shown
      }
      if case .csv(let options) = self.format {
        try takeCSV(batch, options, isWhole, file.path)
      } else {
        let base = UnsafePointer(batch.chunk)
        inference.takeJSON(base, base + batch.chunkCount)
      }
    }
  }

  /// Whether the whole file fits.
  private static func read(_ file: ResolvedFile, into batch: RecordBatch) throws(FileSourceError) -> Bool {
    do throws(FileReadError) {
      let reader = try openByteReader(file.path, compression: file.compression)
      batch.chunkCount = try reader.fill(
        UnsafeMutableRawBufferPointer(start: batch.chunk, count: batch.chunkCapacity))
      batch.padChunk()
      return batch.chunkCount < batch.chunkCapacity
    } catch {
      throw .unreadable(error)
    }
  }

  private mutating func takeCSV(
    _ sample: RecordBatch, _ options: CSVOptions, _ isWhole: Bool, _ path: String
  ) throws(FileSourceError) {
    let names = try names(sample, options, isWhole, path)
    let columns = names.map { DeclaredColumn($0, kind: .text) }
    let batch = RecordBatch(width: names.count, chunkCapacity: sample.chunkCount)
    batch.append(sample.chunk, sample.chunkCount)
    batch.padChunk()
    let parser = CSVParser(columns: columns, slots: Array(names.indices), options: options)
    _ = parser.parse(batch, isWhole ? .last : .more)
    inference.take(batch, columns: names, isBare: true)
  }

  /// The columns' names: from the header, else as declared, else `column0`, `column1` and so on.
  private func names(
    _ sample: RecordBatch, _ options: CSVOptions, _ isWhole: Bool, _ path: String
  ) throws(FileSourceError) -> [String] {
    if !options.hasHeader, let declared { return declared.map(\.name) }
    var headed = options
    headed.hasHeader = true
    let parser = CSVParser(columns: [], slots: [], options: headed)
    _ = parser.parse(sample, isWhole ? .last : .more)
    sample.clearRecords()
    guard options.hasHeader else { return parser.header.indices.map { "column\($0)" } }
    var known: Set<String> = []
    for name in parser.header where !known.insert(name).inserted {
      throw .duplicateColumn(name, file: path)
    }
    return parser.header
  }
}
