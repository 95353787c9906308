import Glibc

/// Records one behind the other, each at a multiple of 8: in memory as far as a budget goes, then in a file without a name.
///
/// Built by one thread, then read by many. A record's first four words of 4 bytes are its user's own, but for the third,
/// which is its size.
final class RecordArena {
  /// Where a record's size stands in it.
  static let sizeOffset = 8
  private static let tailBytes = 1 << 20

  private let budget: Int
  private let spillDirectory: String
  private var memory: UnsafeMutableRawPointer
  private var capacity = 1 << 18
  /// Records from here on lie in the file.
  private var memoryEnd = Int.max
  private(set) var used = 8
  private var descriptor: Int32 = -1
  /// The end of the file, not written yet.
  private var tail: UnsafeMutableRawPointer?
  private var tailCapacity = 0
  private var tailStart = 0

  init(budget: Int, spillDirectory: String) {
    self.budget = budget
    self.spillDirectory = spillDirectory
    memory = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    memory.deallocate()
    tail?.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  /// Whether all records are in memory: what points into them stays valid as long as the arena.
  var isInMemory: Bool { memoryEnd == .max }

  /// Makes room for a record, notes its size in it, and gives the place to write it to, valid until the next call.
  func append(_ size: Int) throws(GroupingError) -> UnsafeMutableRawPointer {
    let place: UnsafeMutableRawPointer
    if memoryEnd == .max, used + size > budget { memoryEnd = used }
    if memoryEnd == .max {
      if used + size > capacity { grow(size) }
      place = memory + used
    } else {
      place = try tailSpace(size)
    }
    place.storeBytes(of: UInt32(size), toByteOffset: Self.sizeOffset, as: UInt32.self)
    used += size
    return place
  }

  /// Writes what is still held of the file; call it before others read.
  func finish() throws(GroupingError) {
    if memoryEnd != .max { try flush() }
    tail?.deallocate()
    tail = nil
    tailCapacity = 0
  }

  /// Changes 4 bytes of a record.
  func store(_ value: UInt32, at offset: Int) throws(GroupingError) {
    if offset < memoryEnd {
      memory.storeBytes(of: value, toByteOffset: offset, as: UInt32.self)
    } else if let tail, offset >= tailStart {
      tail.storeBytes(of: value, toByteOffset: offset - tailStart, as: UInt32.self)
    } else {
      var value = value
      guard pwrite(descriptor, &value, 4, off_t(offset - memoryEnd)) == 4 else { throw failure() }
    }
  }

  /// The record at an offset; one of the file is read into `buffer`.
  @inline(__always)
  func record(at offset: Int, _ buffer: RecordBuffer) throws(GroupingError) -> UnsafeRawPointer {
    if offset < memoryEnd { return UnsafeRawPointer(memory + offset) }
    if let tail, offset >= tailStart { return UnsafeRawPointer(tail + (offset - tailStart)) }
    return try read(offset, buffer)
  }

  private func read(_ offset: Int, _ buffer: RecordBuffer) throws(GroupingError) -> UnsafeRawPointer {
    var count = pread(descriptor, buffer.bytes, RecordBuffer.usual, off_t(offset - memoryEnd))
    guard count >= 16 else { throw failure() }
    let size = Int(buffer.bytes.load(fromByteOffset: Self.sizeOffset, as: UInt32.self))
    if size > count {
      buffer.reserve(size)
      count = pread(descriptor, buffer.bytes, size, off_t(offset - memoryEnd))
      guard count == size else { throw failure() }
    }
    return UnsafeRawPointer(buffer.bytes)
  }

  private func grow(_ size: Int) {
    let larger = min(max(capacity * 2, used + size), max(budget, used + size))
    let new = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    memcpy(new, memory, used)
    memory.deallocate()
    memory = new
    capacity = larger
  }

  private func tailSpace(_ size: Int) throws(GroupingError) -> UnsafeMutableRawPointer {
    if descriptor < 0 { try openFile() }
    if used - tailStart + size > tailCapacity {
      try flush()
      if size > tailCapacity || tail == nil {
        tail?.deallocate()
        tailCapacity = max(Self.tailBytes, size)
        tail = .allocate(byteCount: tailCapacity, alignment: 16)
      }
      tailStart = used
    }
    guard let tail else { throw failure() }
    return tail + (used - tailStart)
  }

  private func openFile() throws(GroupingError) {
    var path = Array("\(spillDirectory)/lookup-XXXXXX".utf8CString)
    descriptor = mkstemp(&path)
    if descriptor < 0 { throw failure() }
    unlink(path)
    tailStart = used
  }

  private func flush() throws(GroupingError) {
    guard let tail else { return }
    var done = 0
    while done < used - tailStart {
      let count = pwrite(descriptor, tail + done, used - tailStart - done, off_t(tailStart - memoryEnd + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure() }
      done += count
    }
    tailStart = used
  }

  private func failure() -> GroupingError { .spill(path: "\(spillDirectory)/lookup", code: errno) }
}

/// Room for one record of a file, of one thread.
final class RecordBuffer {
  /// As many bytes as nearly every record has.
  static let usual = 512
  private(set) var bytes: UnsafeMutableRawPointer = .allocate(byteCount: RecordBuffer.usual, alignment: 16)
  private var capacity = RecordBuffer.usual

  deinit { bytes.deallocate() }

  func reserve(_ size: Int) {
    guard size > capacity else { return }
    bytes.deallocate()
    capacity = size * 2
    bytes = .allocate(byteCount: capacity, alignment: 16)
  }
}
