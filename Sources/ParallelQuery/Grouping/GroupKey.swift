import Glibc
import SQLiteKit

/// Builds the bytes of a row's group key: equal keys, in SQLite's sense of equal, have equal bytes.
///
/// Each part is a tag and a value: 0 NULL, 1 integer (8 bytes), 2 real (8), 3 text (length 4, bytes), 4 blob (length 4, bytes).
/// A real with an integral value is written as that integer, since `1.0 = 1`; the mask remembers that it was a real.
struct GroupKey {
  private var buffer: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var size = 0
  /// A bit for each of the first 32 keys that came as an integral real.
  private(set) var realMask: UInt32 = 0

  init() {
    capacity = 256
    buffer = .allocate(byteCount: capacity, alignment: 16)
  }

  func deallocate() { buffer.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: buffer, count: size) }

  mutating func removeAll() {
    size = 0
    realMask = 0
  }

  /// Takes `count` columns of the current row.
  ///
  /// - Parameter asKey: equal numbers get equal bytes; otherwise reals stay reals.
  @inline(__always)
  mutating func read(_ statement: Statement, from first: Int = 0, count: Int, asKey: Bool = true) {
    removeAll()
    for column in first..<(first + count) {
      switch statement.type(column) {
      case .text:
        let text = statement.textBytes(column)
        append(tag: 3, UnsafeRawBufferPointer(text))
      case .integer: append(statement.int64(column))
      case .null: appendNull()
      case .real: append(statement.double(column), column: asKey ? column - first : .max)
      case .blob: append(tag: 4, statement.blobBytes(column))
      }
    }
  }

  mutating func appendNull() {
    reserve(1)
    buffer.storeBytes(of: 0, toByteOffset: size, as: UInt8.self)
    size += 1
  }

  mutating func append(_ value: Int64) {
    reserve(9)
    buffer.storeBytes(of: 1, toByteOffset: size, as: UInt8.self)
    buffer.storeBytes(of: value, toByteOffset: size + 1, as: Int64.self)
    size += 9
  }

  /// A real with an integral value among the first 32 columns is written as the integer it equals.
  mutating func append(_ value: Double, column: Int) {
    if column < 32, let whole = Int64(exactly: value) {
      realMask |= 1 << UInt32(column)
      append(whole)
      return
    }
    reserve(9)
    buffer.storeBytes(of: 2, toByteOffset: size, as: UInt8.self)
    buffer.storeBytes(of: value.bitPattern, toByteOffset: size + 1, as: UInt64.self)
    size += 9
  }

  @inline(__always)
  mutating func append(tag: UInt8, _ bytes: UnsafeRawBufferPointer) {
    reserve(5 + bytes.count)
    buffer.storeBytes(of: tag, toByteOffset: size, as: UInt8.self)
    buffer.storeBytes(of: UInt32(bytes.count), toByteOffset: size + 1, as: UInt32.self)
    if let base = bytes.baseAddress { memcpy(buffer + size + 5, base, bytes.count) }
    size += 5 + bytes.count
  }

  @inline(__always)
  private mutating func reserve(_ count: Int) {
    if size + count <= capacity { return }
    let larger = UnsafeMutableRawPointer.allocate(byteCount: (size + count) * 2, alignment: 16)
    memcpy(larger, buffer, size)
    buffer.deallocate()
    buffer = larger
    capacity = (size + count) * 2
  }

  /// A hash of the bytes: 64-bit multiply and fold, eight bytes at a time; the same in every run, so results have one order.
  @inline(__always)
  var hash: UInt64 {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(size)
    var offset = 0
    while offset + 8 <= size {
      state = Self.fold(state ^ buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self), 0xA076_1D64_78BD_642F)
      offset += 8
    }
    if offset < size {
      var tail: UInt64 = 0
      memcpy(&tail, buffer + offset, size - offset)
      state = Self.fold(state ^ tail, 0xE703_7ED1_A0B4_28DB)
    }
    return Self.fold(state, 0x8EBC_6AF0_9C88_C6E3)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
