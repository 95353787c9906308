import Glibc

/// What a cell of a batch holds.
enum CellKind: UInt8 {
  /// The record does not have the column.
  case absent = 0
  /// NULL.
  case null
  /// An `Int64` in the payload's bits.
  case integer
  /// A `Double` in the payload's bits.
  case real
  /// A slice of the chunk as it was read.
  case chunkText
  /// A slice of the arena, where texts go that differ from their bytes in the file.
  case arenaText
}

/// The records of one chunk of a file: the chunk's own bytes, and a cell for each materialised column of each record.
///
/// Text cells are offset and length into the chunk or the arena: no allocation for any value. Batches are used again
/// and again, so that the memory of a scan does not depend on the size of its files.
///
/// `@unchecked Sendable`: a batch is filled by one parsing thread, then read by the table's thread, and handed over
/// under the pipeline's lock; it is never with two at once.
final class RecordBatch: @unchecked Sendable {
  /// The chunk's bytes; `padding` zeros follow them, so that eight bytes can be loaded at any place.
  private(set) var chunk: UnsafeMutablePointer<UInt8>
  private(set) var chunkCapacity: Int
  var chunkCount = 0
  static let padding = 64

  private(set) var arena: UnsafeMutablePointer<UInt8>
  private var arenaCapacity = 4_096
  private(set) var arenaCount = 0

  /// How many cells a record has: the columns the query uses.
  let width: Int
  private(set) var kinds: UnsafeMutablePointer<UInt8>
  private(set) var payloads: UnsafeMutablePointer<UInt64>
  /// For each record the line it starts on, counted from 0 at the chunk's start.
  private(set) var lines: UnsafeMutablePointer<UInt32>
  private var rowCapacity: Int
  private(set) var rowCount = 0

  /// The chunk's place.
  var fileIndex = 0
  var startOffset = 0
  /// How many lines the chunk has, counted up while it is parsed.
  var lineCount = 0
  /// The first bad records of the chunk, with lines counted from the chunk's start, and how many there are in all.
  var bad: [BadRecord] = []
  var badCount = 0

  init(width: Int, chunkCapacity: Int) {
    self.width = width
    self.chunkCapacity = chunkCapacity
    chunk = .allocate(capacity: chunkCapacity + Self.padding)
    arena = .allocate(capacity: arenaCapacity + Self.padding)
    rowCapacity = 1_024
    kinds = .allocate(capacity: rowCapacity * max(1, width))
    payloads = .allocate(capacity: rowCapacity * max(1, width))
    lines = .allocate(capacity: rowCapacity)
  }

  deinit {
    chunk.deallocate()
    arena.deallocate()
    kinds.deallocate()
    payloads.deallocate()
    lines.deallocate()
  }

  /// Empties the batch, the chunk's bytes included.
  func clear() {
    chunkCount = 0
    clearRecords()
  }

  /// Empties the batch but for the chunk's bytes.
  func clearRecords() {
    arenaCount = 0
    rowCount = 0
    lineCount = 0
    bad.removeAll(keepingCapacity: true)
    badCount = 0
  }

  /// Makes room for `capacity` bytes in the chunk, keeping those there are.
  func reserveChunk(_ capacity: Int) {
    guard capacity > chunkCapacity else { return }
    chunk = Self.grown(chunk, used: chunkCount, to: capacity + Self.padding)
    chunkCapacity = capacity
  }

  /// Puts zeros behind the chunk's last byte.
  func padChunk() {
    (chunk + chunkCount).update(repeating: 0, count: Self.padding)
  }

  /// Starts a record with every cell absent, and gives the index of its first cell.
  @inline(__always)
  func beginRow() -> Int {
    if rowCount == rowCapacity { growRows() }
    let first = rowCount * width
    memset(kinds + first, 0, width)
    return first
  }

  /// Keeps the record begun last.
  @inline(__always)
  func commitRow(line: Int) {
    lines[rowCount] = UInt32(truncatingIfNeeded: line)
    rowCount += 1
  }

  /// Sets a cell.
  @inline(__always)
  func set(_ cell: Int, _ kind: CellKind, _ payload: UInt64) {
    kinds[cell] = kind.rawValue
    payloads[cell] = payload
  }

  /// Sets a cell to a slice of the chunk.
  @inline(__always)
  func setChunkText(_ cell: Int, offset: Int, count: Int) {
    set(cell, .chunkText, UInt64(truncatingIfNeeded: offset) << 32 | UInt64(truncatingIfNeeded: count))
  }

  /// Makes room for `count` more bytes in the arena and gives the place to write them to.
  @inline(__always)
  func arenaSpace(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    if arenaCount + count > arenaCapacity { growArena(count) }
    return arena + arenaCount
  }

  /// Sets a cell to the `count` bytes just written to the arena's space.
  @inline(__always)
  func setArenaText(_ cell: Int, count: Int) {
    set(cell, .arenaText, UInt64(truncatingIfNeeded: arenaCount) << 32 | UInt64(truncatingIfNeeded: count))
    arenaCount += count
  }

  /// Where the batch's texts are read from, once it is filled.
  var texts: BatchTexts { BatchTexts(chunk: UnsafePointer(chunk), arena: UnsafePointer(arena)) }

  @inline(never)
  private func growRows() {
    kinds = Self.grown(kinds, used: rowCount * width, to: rowCapacity * 2 * max(1, width))
    payloads = Self.grown(payloads, used: rowCount * width, to: rowCapacity * 2 * max(1, width))
    lines = Self.grown(lines, used: rowCount, to: rowCapacity * 2)
    rowCapacity *= 2
  }

  @inline(never)
  private func growArena(_ more: Int) {
    arenaCapacity = max(arenaCapacity * 2, arenaCount + more)
    arena = Self.grown(arena, used: arenaCount, to: arenaCapacity + Self.padding)
  }

  private static func grown<Element: BitwiseCopyable>(
    _ memory: UnsafeMutablePointer<Element>, used: Int, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.update(from: memory, count: used)
    memory.deallocate()
    return larger
  }
}

/// The bytes a filled batch's text cells are slices of.
struct BatchTexts {
  let chunk: UnsafePointer<UInt8>
  let arena: UnsafePointer<UInt8>

  /// The bytes of a text cell.
  @inline(__always)
  func text(_ kind: UInt8, _ payload: UInt64) -> UnsafeBufferPointer<UInt8> {
    let base = kind == CellKind.chunkText.rawValue ? chunk : arena
    return UnsafeBufferPointer(start: base + Int(payload >> 32), count: Int(payload & 0xFFFF_FFFF))
  }
}
