import Glibc

/// Reads the rows of one table of a finished SQLite file page by page, without SQLite, by several threads at once.
///
/// The file must be at rest: no transaction under way, no write-ahead log. Tables with rowids only; a column that stands for
/// the rowid reads as NULL, as it is stored.
public final class TableFileReader: Sendable {
  private let descriptor: Int32
  private let path: String
  private let pageSize: Int
  /// Bytes of a page that are used; the rest is reserved for extensions.
  private let usable: Int
  /// The table's leaf pages, in the order of their rowids.
  private let leaves: [UInt32]

  /// - Throws: what cannot be read, or is no table file.
  public init(path: String, table: String) throws(TableFileError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw TableFileError(path: path, operation: "open", code: errno) }
    var header = [UInt8](repeating: 0, count: 100)
    guard pread(descriptor, &header, 100, 0) == 100 else {
      let code = errno
      close(descriptor)
      throw TableFileError(path: path, operation: "read", code: code == 0 ? EIO : code)
    }
    let size = Int(header[16]) << 8 | Int(header[17])
    pageSize = size == 1 ? 65_536 : size
    usable = pageSize - Int(header[20])
    guard pageSize >= 512, pageSize & (pageSize - 1) == 0, header[0] == UInt8(ascii: "S") else {
      close(descriptor)
      throw TableFileError(path: path, operation: "read", code: EINVAL)
    }
    do {
      let schema = Pages(descriptor, path, pageSize: pageSize, usable: usable)
      var root: UInt32 = 0
      for leaf in try schema.leaves(below: 1) {
        _ = try schema.forEachRow(of: [leaf], columns: [1, 3]) { fields in
          if fields[0].isText(table) { root = UInt32(truncatingIfNeeded: fields[1].integer ?? 0) }
        }
      }
      leaves = root == 0 ? [] : try schema.leaves(below: root)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// The leaf pages cut into `count` runs of about the same length; some may be empty.
  public func parts(_ count: Int) -> [Range<Int>] {
    (0..<count).map { leaves.count * $0 / count..<leaves.count * ($0 + 1) / count }
  }

  /// Calls `body` for every row of a part with the fields of these columns, in the order they are asked for.
  ///
  /// - Parameter columns: numbers of the table's columns, growing; a row too short for one has NULL there.
  /// - Returns: the number of rows.
  @discardableResult
  public func forEachRow(
    of part: Range<Int>, columns: [Int], _ body: (UnsafeBufferPointer<RecordField>) -> Void
  ) throws(TableFileError) -> Int64 {
    try Pages(descriptor, path, pageSize: pageSize, usable: usable).forEachRow(
      of: leaves[part], columns: columns, body)
  }
}

/// One value of a stored row, where it lies.
public struct RecordField {
  /// SQLite's serial type.
  public let type: UInt64
  private let start: UnsafePointer<UInt8>

  init(type: UInt64, start: UnsafePointer<UInt8>) {
    self.type = type
    self.start = start
  }

  /// SQL NULL.
  @inline(__always) public var isNull: Bool { type == 0 }
  @inline(__always) public var isText: Bool { type >= 13 && type & 1 == 1 }
  @inline(__always) public var isBlob: Bool { type >= 12 && type & 1 == 0 }

  /// A text's or a blob's bytes; empty for any other value.
  @inline(__always) public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: type >= 12 ? Int(truncatingIfNeeded: (type - 12) >> 1) : 0)
  }

  /// The value of an integer.
  public var integer: Int64? {
    switch type {
    case 8: return 0
    case 9: return 1
    case 1...6:
      let size = type < 5 ? Int(type) : type == 5 ? 6 : 8
      var value = Int64(Int8(bitPattern: start[0]))
      for index in 1..<max(size, 1) { value = value << 8 | Int64(start[index]) }
      return value
    default: return nil
    }
  }

  /// The value of a real.
  public var real: Double? {
    guard type == 7 else { return nil }
    var bits: UInt64 = 0
    for index in 0..<8 { bits = bits << 8 | UInt64(start[index]) }
    return Double(bitPattern: bits)
  }

  /// Bytes of a serial type's value.
  @inline(__always)
  static func size(_ type: UInt64) -> Int {
    if type >= 12 { return Int(truncatingIfNeeded: (type - 12) >> 1) }
    switch type {
    case 1: return 1
    case 2: return 2
    case 3: return 3
    case 4: return 4
    case 5: return 6
    case 6, 7: return 8
    default: return 0
    }
  }

  fileprivate func isText(_ text: String) -> Bool { isText && bytes.elementsEqual(text.utf8) }
}

/// Pages read by one thread.
private struct Pages {
  let descriptor: Int32
  let path: String
  let pageSize: Int
  let usable: Int

  /// Pages read at once, where they lie one behind the other.
  private static let run = 16
  /// Bytes behind what is read, for a number that would run over the end of a damaged page.
  private static let padding = 16

  init(_ descriptor: Int32, _ path: String, pageSize: Int, usable: Int) {
    self.descriptor = descriptor
    self.path = path
    self.pageSize = pageSize
    self.usable = usable
  }

  private func read(
    _ page: UInt32, count: Int = 1, into target: UnsafeMutablePointer<UInt8>
  ) throws(TableFileError) {
    var done = 0
    while done < count * pageSize {
      let got = pread(
        descriptor, target + done, count * pageSize - done, off_t(page - 1) * off_t(pageSize) + off_t(done))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { throw TableFileError(path: path, operation: "read", code: got < 0 ? errno : EIO) }
      done += got
    }
  }

  private func damaged() -> TableFileError { TableFileError(path: path, operation: "read", code: EILSEQ) }

  /// The leaf pages below a page, in order.
  func leaves(below root: UInt32) throws(TableFileError) -> [UInt32] {
    var result: [UInt32] = []
    let page = UnsafeMutablePointer<UInt8>.allocate(capacity: pageSize + Self.padding)
    defer { page.deallocate() }
    // A tree of more levels than this holds more rows than there are rowids.
    var level = [root]
    for _ in 0..<20 {
      var next: [UInt32] = []
      for number in level {
        guard number > 0 else { throw damaged() }
        try read(number, into: page)
        let start = number == 1 ? 100 : 0
        switch page[start] {
        case 0x0D: result.append(number)
        case 0x05:
          let count = page.get16(start + 3)
          guard start + 12 + count * 2 <= pageSize else { throw damaged() }
          for index in 0..<count {
            let cell = page.get16(start + 12 + index * 2)
            guard cell + 4 <= pageSize else { throw damaged() }
            next.append(page.get32(cell))
          }
          next.append(page.get32(start + 8))
        default: throw damaged()
        }
      }
      if next.isEmpty { return result }
      level = next
    }
    throw damaged()
  }

  func forEachRow(
    of leaves: some RandomAccessCollection<UInt32>, columns: [Int],
    _ body: (UnsafeBufferPointer<RecordField>) -> Void
  ) throws(TableFileError) -> Int64 {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.run * pageSize + Self.padding)
    let fields = UnsafeMutablePointer<RecordField>.allocate(capacity: max(1, columns.count))
    fields.initialize(repeating: RecordField(type: 0, start: UnsafePointer(buffer)), count: max(1, columns.count))
    var long = LongPayload()
    defer {
      buffer.deallocate()
      fields.deallocate()
      long.deallocate()
    }
    var rows: Int64 = 0
    var index = leaves.startIndex
    while index < leaves.endIndex {
      let first = leaves[index]
      var count = 1
      var next = leaves.index(after: index)
      while count < Self.run, next < leaves.endIndex, leaves[next] == first + UInt32(count) {
        count += 1
        next = leaves.index(after: next)
      }
      try read(first, count: count, into: buffer)
      for place in 0..<count {
        rows += try rowsOf(
          buffer + place * pageSize, start: first == 1 && place == 0 ? 100 : 0, columns, fields, &long, body)
      }
      index = next
    }
    return rows
  }

  private func rowsOf(
    _ page: UnsafeMutablePointer<UInt8>, start: Int, _ columns: [Int], _ fields: UnsafeMutablePointer<RecordField>,
    _ long: inout LongPayload, _ body: (UnsafeBufferPointer<RecordField>) -> Void
  ) throws(TableFileError) -> Int64 {
    guard page[start] == 0x0D else { throw damaged() }
    let count = page.get16(start + 3)
    guard start + 8 + count * 2 <= pageSize else { throw damaged() }
    for index in 0..<count {
      let cell = page.get16(start + 8 + index * 2)
      guard cell >= start + 8, cell + 4 <= pageSize else { throw damaged() }
      var position = cell
      let size = Int(truncatingIfNeeded: Varint.read(page, &position))
      _ = Varint.read(page, &position)
      let local = localSize(size)
      guard size >= 1, position + local <= pageSize else { throw damaged() }
      if local == size {
        try read(page + position, size, columns, fields)
      } else {
        try read(long.gather(page + position, local, size, self), size, columns, fields)
      }
      body(UnsafeBufferPointer(start: fields, count: columns.count))
    }
    return Int64(count)
  }

  private func localSize(_ payload: Int) -> Int {
    let (most, least) = (usable - 35, (usable - 12) * 32 / 255 - 23)
    if payload <= most { return payload }
    let surplus = least + (payload - least) % (usable - 4)
    return surplus <= most ? surplus : least
  }

  /// Finds the columns' fields in a record.
  private func read(
    _ record: UnsafePointer<UInt8>, _ size: Int, _ columns: [Int], _ fields: UnsafeMutablePointer<RecordField>
  ) throws(TableFileError) {
    var position = 0
    let headerSize = Int(truncatingIfNeeded: Varint.read(record, &position))
    guard headerSize >= position, headerSize <= size else { throw damaged() }
    var offset = headerSize
    var column = 0
    var asked = 0
    while asked < columns.count {
      guard position < headerSize else {
        fields[asked] = RecordField(type: 0, start: record)
        asked += 1
        continue
      }
      let type = Varint.read(record, &position)
      let length = RecordField.size(type)
      guard length <= size - offset else { throw damaged() }
      if column == columns[asked] {
        fields[asked] = RecordField(type: type, start: record + offset)
        asked += 1
      }
      offset += length
      column += 1
    }
  }

  /// A payload that goes on in overflow pages, gathered in one piece.
  private struct LongPayload {
    private var bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 16)
    private var capacity = 16

    func deallocate() { bytes.deallocate() }

    mutating func gather(
      _ head: UnsafePointer<UInt8>, _ local: Int, _ size: Int, _ pages: Pages
    ) throws(TableFileError) -> UnsafePointer<UInt8> {
      // SQLite takes no record of more than a gigabyte or two.
      guard size < 1 << 31 else { throw pages.damaged() }
      if size + pages.pageSize > capacity {
        bytes.deallocate()
        capacity = (size + pages.pageSize) * 2
        bytes = .allocate(capacity: capacity)
      }
      bytes.update(from: head, count: local)
      var next = UnsafeMutablePointer(mutating: head).get32(local)
      var done = local
      let page = UnsafeMutablePointer<UInt8>.allocate(capacity: pages.pageSize)
      defer { page.deallocate() }
      while done < size {
        guard next > 0 else { throw pages.damaged() }
        try pages.read(next, into: page)
        let count = min(pages.usable - 4, size - done)
        (bytes + done).update(from: page + 4, count: count)
        done += count
        next = page.get32(0)
      }
      return UnsafePointer(bytes)
    }
  }
}

extension UnsafeMutablePointer<UInt8> {
  /// The 16-bit big-endian number at `offset`.
  @inline(__always)
  fileprivate func get16(_ offset: Int) -> Int { Int(self[offset]) << 8 | Int(self[offset + 1]) }

  /// The 32-bit big-endian number at `offset`.
  @inline(__always)
  fileprivate func get32(_ offset: Int) -> UInt32 {
    UInt32(self[offset]) << 24 | UInt32(self[offset + 1]) << 16 | UInt32(self[offset + 2]) << 8
      | UInt32(self[offset + 3])
  }
}
