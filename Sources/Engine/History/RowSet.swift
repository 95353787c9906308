import Synchronization

/// A set of rowids of one table, filled by several threads: a bit a row.
///
/// `@unchecked Sendable`: the words are made before anybody has it, and reached by atomic operations alone.
final class RowSet: @unchecked Sendable {
  private let words: UnsafeMutableBufferPointer<Atomic<UInt64>>

  /// - Parameter row: The highest there can be; the lowest is 0.
  init(through row: Int64) {
    words = .allocate(capacity: Int(row >> 6) + 1)
    guard let first = words.baseAddress else { return }
    for index in words.indices { (first + index).initialize(to: Atomic(0)) }
  }

  deinit {
    words.deinitialize()
    words.deallocate()
  }

  /// - Returns: Whether it was not there before; a row out of range is taken for one that was.
  func insert(_ row: Int64) -> Bool {
    guard let word = word(of: row) else { return false }
    let bit = Self.bit(of: row)
    return word.pointee.bitwiseOr(bit, ordering: .relaxed).oldValue & bit == 0
  }

  func contains(_ row: Int64) -> Bool {
    guard let word = word(of: row) else { return false }
    return word.pointee.load(ordering: .relaxed) & Self.bit(of: row) != 0
  }

  private func word(of row: Int64) -> UnsafeMutablePointer<Atomic<UInt64>>? {
    let index = Int(row >> 6)
    return words.indices.contains(index) ? words.baseAddress.map { $0 + index } : nil
  }

  private static func bit(of row: Int64) -> UInt64 { 1 << UInt64(row & 63) }
}
