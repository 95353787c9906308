import Glibc

/// Groups that did not fit into memory, of one partition, appended by one worker and read back whole by another.
///
/// An entry is: its length (4), the group's record, the bytes of its long text and blob extremes in the order of the states.
final class SpillFile {
  private let path: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  /// The file has no name once it is open: it is gone with the process, whatever happens.
  init(directory: String, name: String) throws(GroupingError) {
    path = "\(directory)/\(name)"
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw .spill(path: path, code: errno) }
    unlink(path)
    buffer.reserveCapacity(1 << 18)
  }

  deinit { close(descriptor) }

  func append(_ record: GroupTable.Record, of table: GroupTable) throws(GroupingError) {
    let start = buffer.count
    buffer.append(contentsOf: [0, 0, 0, 0])
    buffer.append(contentsOf: record.bytes)
    for index in table.aggregates.indices {
      if record.states[index].hasTextOutside { buffer.append(contentsOf: table.bytes(of: record.states + index)) }
    }
    var length = UInt32(buffer.count - start)
    withUnsafeBytes(of: &length) { bytes in
      for index in 0..<4 { buffer[start + index] = bytes[index] }
    }
    if buffer.count > 1 << 18 { try flush() }
  }

  func flush() throws(GroupingError) {
    var offset = 0
    while offset < buffer.count {
      let count = buffer.withUnsafeBytes {
        write(descriptor, $0.baseAddress.unsafelyUnwrapped + offset, $0.count - offset)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .spill(path: path, code: errno)
      }
      offset += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Merges every entry into `table`.
  func drain(into table: GroupTable) throws(GroupingError) {
    try flush()
    let size = Int(lseek(descriptor, 0, SEEK_END))
    if size == 0 { return }
    guard let map = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), map != MAP_FAILED else {
      throw .spill(path: path, code: errno)
    }
    defer { munmap(map, size) }
    // Records must lie aligned to be read: each is copied to a buffer of its own first.
    var copy = UnsafeMutableRawPointer.allocate(byteCount: 1 << 12, alignment: 16)
    var copyCapacity = 1 << 12
    defer { copy.deallocate() }
    let stateCount = table.aggregates.count
    var offset = 0
    while offset < size {
      let length = Int((map + offset).loadUnaligned(as: UInt32.self)) - 4
      if length > copyCapacity {
        copy.deallocate()
        copyCapacity = length * 2
        copy = .allocate(byteCount: copyCapacity, alignment: 16)
      }
      memcpy(copy, map + offset + 4, length)
      offset += 4 + length
      let hash = copy.load(as: UInt64.self)
      let keyLength = Int(copy.load(fromByteOffset: 8, as: UInt32.self))
      let mask = copy.load(fromByteOffset: 12, as: UInt32.self)
      let states = (copy + GroupTable.headerBytes).assumingMemoryBound(to: AggregateState.self)
      let keyStart = GroupTable.headerBytes + stateCount * MemoryLayout<AggregateState>.stride
      let key = UnsafeRawBufferPointer(start: copy + keyStart, count: keyLength)
      let target = table.states(hash: hash, key: key, realMask: mask)
      let textStart = (keyStart + keyLength + 7) & ~7
      table.merge(UnsafePointer(states), into: target) { index in
        guard states[index].hasTextOutside else { return table.bytes(of: states + index) }
        let before = (0..<index).reduce(0) { $0 + (states[$1].hasTextOutside ? Int(states[$1].length) : 0) }
        return UnsafeRawBufferPointer(start: copy + textStart + before, count: Int(states[index].length))
      }
    }
  }
}
