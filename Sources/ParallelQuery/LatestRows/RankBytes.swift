import Glibc
import SQLiteKit

/// Values as bytes, in a buffer that is used for one row after another: equal values give equal bytes, and the bytes of order
/// keys compare as the order has their values.
struct RankBytes: ~Copyable {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private var capacity = 256
  private(set) var count = 0

  init() { base = .allocate(capacity: capacity) }

  deinit { base.deallocate() }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  private mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    let larger = max(capacity * 2, count + more)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    new.update(from: base, count: count)
    base.deallocate()
    (base, capacity) = (new, larger)
  }

  @inline(__always)
  private mutating func append(_ byte: UInt8) {
    base[count] = byte
    count += 1
  }

  private mutating func append(bigEndian value: UInt64) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// A key: its class, then its bytes; texts behind their length, so that ('a', 'bc') is not ('ab', 'c').
  mutating func append(key column: Int, of statement: Statement) {
    reserve(9)
    switch statement.type(column) {
    case .null: append(0)
    case .integer:
      append(1)
      append(bigEndian: UInt64(bitPattern: statement.int64(column)))
    case .real:
      let value = statement.double(column)
      if let whole = Int64(exactly: value) {
        append(1)
        append(bigEndian: UInt64(bitPattern: whole))
      } else {
        append(2)
        append(bigEndian: value.bitPattern)
      }
    case .text: append(3, statement.textBytes(column))
    case .blob: statement.blobBytes(column).withMemoryRebound(to: UInt8.self) { append(4, $0) }
    }
  }

  private mutating func append(_ kind: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) {
    reserve(9 + bytes.count)
    append(kind)
    append(bigEndian: UInt64(bytes.count))
    if let source = bytes.baseAddress { (base + count).update(from: source, count: bytes.count) }
    count += bytes.count
  }

  /// An order key: NULL where the order wants it, then numbers before texts before blobs, as SQLite has them; all turned
  /// round when the order goes down.
  mutating func append(order column: Int, _ key: RowRanking.OrderKey, of statement: Statement) throws(RankingRefusal) {
    reserve(10)
    let start = count
    switch statement.type(column) {
    case .null:
      append(key.nullsFirst ? 0 : 255)
      return
    case .integer:
      let value = statement.int64(column)
      guard value.magnitude <= 1 << 53 else {
        throw RankingRefusal(description: "an order by whole numbers beyond 2^53")
      }
      append(ordered: Double(value))
    case .real: append(ordered: statement.double(column))
    case .text: append(ordered: 2, statement.textBytes(column))
    case .blob: statement.blobBytes(column).withMemoryRebound(to: UInt8.self) { append(ordered: 3, $0) }
    }
    if key.isDescending { for index in start..<count { base[index] = ~base[index] } }
  }

  private mutating func append(ordered number: Double) {
    append(1)
    let bits = (number == 0 ? 0 : number).bitPattern
    append(bigEndian: bits >> 63 == 1 ? ~bits : bits | 1 << 63)
  }

  /// A zero within is followed by 255, the end is two zeros: a text sorts before those it begins.
  private mutating func append(ordered kind: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) {
    reserve(3 + bytes.count * 2)
    append(kind)
    for byte in bytes {
      append(byte)
      if byte == 0 { append(255) }
    }
    append(0)
    append(0)
  }
}

/// Compares bytes as unsigned numbers; a beginning comes before the whole.
@inline(__always)
func precedes(_ a: UnsafePointer<UInt8>, _ aCount: Int, _ b: UnsafePointer<UInt8>, _ bCount: Int) -> Int32 {
  let common = memcmp(a, b, min(aCount, bCount))
  return common != 0 ? common : Int32(truncatingIfNeeded: (aCount - bCount).signum())
}
