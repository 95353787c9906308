import Glibc

/// The keys of the records read so far, with what is to be done with each one's value.
///
/// Records of one file have their keys in the same order: each key remembers which one followed it last, so that the
/// next is found by comparing its bytes with the one expected; only where that fails is it looked up.
///
/// A class whose few variables are addresses: reading them costs no check for overlapping access.
final class KeyTable {
  /// A known key.
  struct Key {
    /// The first eight bytes of the name with its closing quote, those beyond it masked out.
    var head: UInt64
    var mask: UInt64
    /// The length of the name with its closing quote.
    var length: Int
    /// Where the name starts in `names`.
    var offset: Int
    /// The cell of a record the value goes to; -1 when nobody asks for it.
    var slot: Int
    var kind: ColumnKind
    /// The key that followed it last.
    var successor: Int
    /// The record it was seen in last; 0 for never.
    var lastRecord: UInt32
  }

  /// How many keys beyond the declared are remembered; more are skipped unseen.
  static let extraLimit = 4_096

  private(set) var keys: UnsafeMutablePointer<Key>
  private(set) var count = 0
  private var capacity: Int
  private var names: UnsafeMutablePointer<UInt8>
  private var namesCount = 0
  private var namesCapacity = 4_096
  private var indexes: [String: Int] = [:]
  let declaredCount: Int

  /// The declared columns come first, in order; `slots` has for each the cell its value goes to, or -1.
  init(columns: [DeclaredColumn], slots: [Int]) {
    declaredCount = columns.count
    capacity = columns.count + 16
    keys = .allocate(capacity: capacity)
    names = .allocate(capacity: namesCapacity)
    for (column, slot) in zip(columns, slots) {
      add(column.name, slot: slot, kind: column.kind)
    }
    for index in 0..<count { keys[index].successor = index + 1 < count ? index + 1 : 0 }
  }

  deinit {
    keys.deallocate()
    names.deallocate()
  }

  /// Whether the key's text starts at `p`, closing quote included.
  @inline(__always)
  func matches(_ index: Int, _ p: UnsafePointer<UInt8>) -> Bool {
    let key = keys + index
    guard loadWord(p) & key.pointee.mask == key.pointee.head else { return false }
    let length = key.pointee.length
    return length <= 8 || memcmp(p + 8, names + key.pointee.offset + 8, length - 8) == 0
  }

  /// The index of a key, added if it is new; -1 when there are too many.
  func index(of name: String) -> Int {
    if let index = indexes[name] { return index }
    guard count < declaredCount + Self.extraLimit else { return -1 }
    return add(name, slot: -1, kind: .untyped)
  }

  /// The name of a key.
  func name(_ index: Int) -> String {
    let key = keys[index]
    return String(decoding: UnsafeBufferPointer(start: names + key.offset, count: key.length - 1), as: UTF8.self)
  }

  @discardableResult
  private func add(_ name: String, slot: Int, kind: ColumnKind) -> Int {
    let bytes = Array(name.utf8) + [UInt8(ascii: "\"")]
    if count == capacity {
      let larger = UnsafeMutablePointer<Key>.allocate(capacity: capacity * 2)
      larger.update(from: keys, count: count)
      keys.deallocate()
      keys = larger
      capacity *= 2
    }
    // Room for eight bytes more, so that a head can be loaded as a word.
    if namesCount + bytes.count + 8 > namesCapacity {
      namesCapacity = max(namesCapacity * 2, namesCount + bytes.count + 8)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: namesCapacity)
      larger.update(from: names, count: namesCount)
      names.deallocate()
      names = larger
    }
    for (place, byte) in bytes.enumerated() { names[namesCount + place] = byte }
    (names + namesCount + bytes.count).update(repeating: 0, count: 8)
    var mask = bytes.count >= 8 ? UInt64.max : ~(UInt64.max << UInt64(bytes.count * 8))
    var head = loadWord(names + namesCount) & mask
    // A name that JSON cannot write as it is, is never found by its bytes: those of `a":` also start `"a":"x"`.
    if name.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 }) { (head, mask) = (1, 0) }
    keys[count] = Key(
      head: head, mask: mask, length: bytes.count, offset: namesCount, slot: slot, kind: kind, successor: 0,
      lastRecord: 0)
    namesCount += bytes.count
    indexes[name] = count
    count += 1
    return count - 1
  }
}
