/// What is known of one aggregate of one group, in 32 bytes, so that states can lie in an arena and on disk as they are.
struct AggregateState {
  /// An integer sum or count; for an extreme its integer, its real's bits or its text's offset.
  var integer: Int64 = 0
  /// The running sum of values as doubles.
  var real: Double = 0
  /// What rounding has lost from `real` (Neumaier's compensation): sums do not depend on the order of the parts.
  var lost: Double = 0
  /// Length of a text or blob extreme.
  var length: UInt32 = 0
  /// Room the extreme's bytes have in the arena; 0 while they are short and lie in `real` and `lost`.
  var capacity: UInt16 = 0
  var kind: Kind = .none
  var flags: UInt8 = 0

  /// The storage class of an extreme, in SQLite's order of comparison.
  enum Kind: UInt8 {
    case none
    case integer
    case real
    case text
    case blob
  }

  /// How long a text or blob may be to lie in the state itself, and where it lies there.
  static let inlineBytes = 16
  static let inlineOffset = 8

  /// Whether the extreme's bytes lie in the table's arena of texts.
  @inline(__always)
  var hasTextOutside: Bool { (kind == .text || kind == .blob) && capacity > 0 }

  static let sawReal: UInt8 = 1
  static let overflowed: UInt8 = 2
  static let sawAny: UInt8 = 4

  /// Adds to the compensated sum.
  @inline(__always)
  mutating func addReal(_ value: Double) {
    let sum = real + value
    if abs(real) >= abs(value) { lost += (real - sum) + value } else { lost += (value - sum) + real }
    real = sum
  }

  @inline(__always)
  mutating func addInteger(_ value: Int64) {
    let (sum, overflow) = integer.addingReportingOverflow(value)
    integer = sum
    if overflow { flags |= Self.overflowed }
  }

  /// Adds whole units of a decimal; `real` takes in sums that outgrow 64 bits.
  mutating func addUnits(_ units: Int64) {
    let (sum, overflow) = integer.addingReportingOverflow(units)
    if overflow {
      real += Double(integer)
      integer = units
    } else {
      integer = sum
    }
  }

  /// The compensated sum; infinities and NaN pass through.
  var realSum: Double { lost.isFinite ? real + lost : real }
}
