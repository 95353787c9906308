/// Writes a run of rows with growing rowids into leaf pages of one table. One thread uses it at a time; several of one
/// table may work at once and are put in order when the table is finished.
///
/// Call `beginRow`, one `append…` for each column, `endRow`; `finish` once at the end.
public final class RowWriter {
  private let pages: PageStore
  private let pageSize: Int
  /// Largest payload kept whole in a leaf, and the least kept there when it spills to overflow pages.
  private let maxLocal: Int
  private let minLocal: Int

  /// Pages are gathered here and written many at a time; each begins at a multiple of the page size.
  private let batch: UnsafeMutableRawBufferPointer
  private let batchPages: Int
  private var batchFirstPage: UInt32
  private var batchUsed = 0

  private var page: UnsafeMutablePointer<UInt8>
  private var cellCount = 0
  private var contentStart: Int
  private var nextRowID: Int64
  private var lastRowID: Int64

  /// Serial types as varints, and the values behind them, of the row under way.
  private var header: UnsafeMutablePointer<UInt8>
  private var headerSize = 0
  private var headerCapacity: Int
  private var body: UnsafeMutablePointer<UInt8>
  private var bodySize = 0
  private var bodyCapacity: Int

  private(set) var leaves: [Leaf] = []
  public private(set) var rowCount: Int64 = 0

  /// A leaf page and the largest rowid in it.
  struct Leaf {
    var page: UInt32
    var lastRowID: Int64
  }

  init(pages: PageStore, firstRowID: Int64, batchPages: Int? = nil) {
    self.pages = pages
    pageSize = pages.pageSize
    maxLocal = pageSize - 35
    minLocal = (pageSize - 12) * 32 / 255 - 23
    self.batchPages = batchPages ?? max(1, (1 << 20) / pageSize)
    batch = .allocate(byteCount: self.batchPages * pageSize, alignment: 4096)
    batchFirstPage = pages.allocate(self.batchPages)
    page = batch.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
    contentStart = pageSize
    nextRowID = firstRowID
    lastRowID = firstRowID
    headerCapacity = 512
    header = .allocate(capacity: headerCapacity)
    bodyCapacity = 4096
    body = .allocate(capacity: bodyCapacity)
  }

  deinit {
    batch.deallocate()
    header.deallocate()
    body.deallocate()
  }

  /// Begins the next row. Rowids grow by one.
  @inline(__always)
  public func beginRow() {
    headerSize = 0
    bodySize = 0
  }

  /// Begins the next row under a rowid larger than all before it.
  public func beginRow(rowID: Int64) {
    nextRowID = max(nextRowID, rowID)
    beginRow()
  }

  /// Begins a run of rows under rowids larger than all this writer wrote so far. Other writers of the same table may have
  /// written, or still write, rowids in between: the run starts a page of its own.
  public func beginSegment(firstRowID: Int64) throws(TableFileError) {
    if cellCount > 0 { try startPage() }
    nextRowID = firstRowID
  }

  @inline(__always)
  private func appendType(_ type: UInt64) {
    if headerSize + 9 > headerCapacity { growHeader() }
    headerSize += Varint.write(type, to: header + headerSize)
  }

  @inline(__always)
  private func reserveBody(_ count: Int) {
    if bodySize + count > bodyCapacity { growBody(count) }
  }

  public func appendNull() { appendType(0) }

  @inline(__always)
  public func append(_ value: Int64) {
    if value == 0 {
      appendType(8)
      return
    }
    if value == 1 {
      appendType(9)
      return
    }
    let (type, size) = Self.integerType(value)
    appendType(type)
    reserveBody(8)
    var shift = (size - 1) * 8
    for index in 0..<size {
      body[bodySize + index] = UInt8(truncatingIfNeeded: value >> Int64(shift))
      shift -= 8
    }
    bodySize += size
  }

  public func append(_ value: Double) {
    if value.isNaN {
      appendNull()
      return
    }
    appendType(7)
    reserveBody(8)
    let bits = value.bitPattern
    for index in 0..<8 { body[bodySize + index] = UInt8(truncatingIfNeeded: bits >> UInt64((7 - index) * 8)) }
    bodySize += 8
  }

  /// Appends UTF-8 text.
  @inline(__always)
  public func append(text bytes: UnsafeBufferPointer<UInt8>) {
    appendType(UInt64(bytes.count) * 2 + 13)
    appendBytes(bytes)
  }

  public func append(blob bytes: UnsafeBufferPointer<UInt8>) {
    appendType(UInt64(bytes.count) * 2 + 12)
    appendBytes(bytes)
  }

  /// Appends one text made of two parts.
  public func append(text first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) {
    appendType(UInt64(first.count + second.count) * 2 + 13)
    appendBytes(first)
    appendBytes(second)
  }

  @inline(__always)
  private func appendBytes(_ bytes: UnsafeBufferPointer<UInt8>) {
    reserveBody(bytes.count)
    if let base = bytes.baseAddress { (body + bodySize).update(from: base, count: bytes.count) }
    bodySize += bytes.count
  }

  /// Puts the row into the table.
  public func endRow() throws(TableFileError) {
    // The header's size counts its own varint.
    let headerTotal = headerSize + (headerSize < 127 ? 1 : headerSize < 16382 ? 2 : 3)
    let payload = headerTotal + bodySize
    let rowID = nextRowID
    let local = localSize(payload)
    let prefix = Varint.size(UInt64(payload)) + Varint.size(UInt64(bitPattern: rowID))
    let cell = prefix + local + (local < payload ? 4 : 0)
    if 8 + (cellCount + 1) * 2 + cell > contentStart { try startPage() }
    contentStart -= cell
    var target = page + contentStart
    target += Varint.write(UInt64(payload), to: target)
    target += Varint.write(UInt64(bitPattern: rowID), to: target)
    if local == payload {
      target += Varint.write(UInt64(headerTotal), to: target)
      target.update(from: header, count: headerSize)
      (target + headerSize).update(from: body, count: bodySize)
    } else {
      try writeSpilling(headerTotal: headerTotal, payload: payload, local: local, to: target)
    }
    page.put16(contentStart, at: 8 + cellCount * 2)
    cellCount += 1
    rowCount += 1
    lastRowID = rowID
    nextRowID = rowID + 1
  }

  /// Writes what is still held. The writer takes no rows afterwards.
  public func finish() throws(TableFileError) {
    if cellCount > 0 { closePage() }
    try flush()
  }

  private func localSize(_ payload: Int) -> Int {
    if payload <= maxLocal { return payload }
    let surplus = minLocal + (payload - minLocal) % (pageSize - 4)
    return surplus <= maxLocal ? surplus : minLocal
  }

  /// A payload longer than a leaf takes: its head stays, the rest goes to a chain of overflow pages.
  private func writeSpilling(
    headerTotal: Int, payload: Int, local: Int, to target: UnsafeMutablePointer<UInt8>
  ) throws(TableFileError) {
    let whole = UnsafeMutablePointer<UInt8>.allocate(capacity: payload)
    defer { whole.deallocate() }
    let lead = Varint.write(UInt64(headerTotal), to: whole)
    (whole + lead).update(from: header, count: headerSize)
    (whole + headerTotal).update(from: body, count: bodySize)
    target.update(from: whole, count: local)
    let room = pageSize - 4
    let count = (payload - local + room - 1) / room
    let first = pages.allocate(count)
    target.put32(first, at: local)
    let chain = UnsafeMutablePointer<UInt8>.allocate(capacity: count * pageSize)
    defer { chain.deallocate() }
    chain.initialize(repeating: 0, count: count * pageSize)
    var offset = local
    for index in 0..<count {
      let part = chain + index * pageSize
      part.put32(index == count - 1 ? 0 : first + UInt32(index) + 1, at: 0)
      let size = min(room, payload - offset)
      (part + 4).update(from: whole + offset, count: size)
      offset += size
    }
    try pages.write(UnsafeRawBufferPointer(start: chain, count: count * pageSize), atPage: first)
  }

  private func startPage() throws(TableFileError) {
    closePage()
    if batchUsed == batchPages {
      try flush()
      batchFirstPage = pages.allocate(batchPages)
    }
    page = batch.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self) + batchUsed * pageSize
    cellCount = 0
    contentStart = pageSize
  }

  private func closePage() {
    page[0] = 0x0D
    page.put16(0, at: 1)
    page.put16(cellCount, at: 3)
    page.put16(contentStart == 65536 ? 0 : contentStart, at: 5)
    page[7] = 0
    leaves.append(Leaf(page: batchFirstPage + UInt32(batchUsed), lastRowID: lastRowID))
    batchUsed += 1
  }

  private func flush() throws(TableFileError) {
    if batchUsed > 0 {
      try pages.write(UnsafeRawBufferPointer(rebasing: batch[0..<(batchUsed * pageSize)]), atPage: batchFirstPage)
    }
    unusedPages.append(contentsOf: (batchUsed..<batchPages).map { batchFirstPage + UInt32($0) })
    batchUsed = 0
    cellCount = 0
  }

  /// Pages handed out and not needed: they go to the file's free list.
  private(set) var unusedPages: [UInt32] = []

  private func growHeader() {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: headerCapacity * 2)
    larger.update(from: header, count: headerSize)
    header.deallocate()
    header = larger
    headerCapacity *= 2
  }

  private func growBody(_ count: Int) {
    let capacity = max(bodyCapacity * 2, bodySize + count)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: body, count: bodySize)
    body.deallocate()
    body = larger
    bodyCapacity = capacity
  }

  /// Serial type and bytes of an integer other than 0 and 1.
  @inline(__always)
  private static func integerType(_ value: Int64) -> (UInt64, Int) {
    let magnitude = value < 0 ? ~value : value
    if magnitude < 1 << 7 { return (1, 1) }
    if magnitude < 1 << 15 { return (2, 2) }
    if magnitude < 1 << 23 { return (3, 3) }
    if magnitude < 1 << 31 { return (4, 4) }
    if magnitude < 1 << 47 { return (5, 6) }
    return (6, 8)
  }
}
