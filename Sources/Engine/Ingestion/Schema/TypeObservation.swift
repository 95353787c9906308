/// What the values of a column were seen to be.
struct TypeObservation {
  private var kinds: Set<ColumnKind> = []

  /// A value of a kind; NULLs are not noted.
  mutating func note(_ kind: ColumnKind) {
    kinds.insert(kind)
  }

  /// The narrowest kind that takes every value seen; untyped when there was none.
  var kind: ColumnKind {
    switch kinds {
    case []: return .untyped
    case [.integer, .real]: return .real
    case [.date, .timestamp]: return .timestamp
    default: break
    }
    if kinds.count == 1, let only = kinds.first { return only }
    // Numbers with more digits than a double holds, among other numbers: their digits are kept.
    if kinds.isSubset(of: [.integer, .real, .decimal]) { return .decimal }
    return kinds.contains(.json) && !kinds.contains(.text) ? .untyped : .text
  }

  /// The kind a text shows by its form. In CSV (`isBare`) numbers and booleans are text too.
  static func kind(ofText bytes: UnsafeBufferPointer<UInt8>, isBare: Bool) -> ColumnKind {
    if bytes.count >= 10, bytes.count <= 35, let moment = scanMoment(bytes) {
      return moment.hasTime ? .timestamp : .date
    }
    guard isBare, bytes.count <= 64 else { return .text }
    if bytes.count >= 4, booleanWord(bytes) != nil { return .boolean }
    // A zero stops the scan at the end.
    let copy = Array(bytes) + [0]
    return copy.withUnsafeBufferPointer { copy in
      guard let base = copy.baseAddress, let number = scanNumber(base), number.end == base + bytes.count else {
        return .text
      }
      return kind(of: number, base)
    }
  }

  /// The kind of a number: `12345678901234567890` is beyond 64 bits, and kept by its digits.
  static func kind(of number: ScannedNumber, _ start: UnsafePointer<UInt8>) -> ColumnKind {
    if number.isInteger { return number.int64(start) == nil ? .decimal : .integer }
    return number.significantDigits > 17 || !number.double(start).isFinite ? .decimal : .real
  }
}
