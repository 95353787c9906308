/// A value in one of SQLite's five storage classes.
public enum Value: Sendable, Equatable, Hashable {
  /// SQL NULL.
  case null
  /// A 64-bit signed integer.
  case integer(Int64)
  /// A double; SQLite turns NaN into NULL.
  case real(Double)
  /// UTF-8 text.
  case text(String)
  /// Bytes.
  case blob([UInt8])
}

extension Value {
  /// Whether this is SQL NULL.
  public var isNull: Bool { self == .null }

  /// The integer, or nil for any other storage class.
  public var integer: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The integer as `Int`, or nil for any other storage class.
  public var int: Int? { integer.map(Int.init) }

  /// The number, from an integer or a real, or nil.
  public var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .real(let number): number
    case .null, .text, .blob: nil
    }
  }

  /// The text, or nil for any other storage class.
  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The bytes of a blob, or nil for any other storage class.
  public var blob: [UInt8]? {
    if case .blob(let bytes) = self { bytes } else { nil }
  }

  /// Whether an integer is other than 0, or nil for any other storage class.
  public var bool: Bool? { integer.map { $0 != 0 } }

  /// An integer from any fixed-width one.
  public static func integer(_ number: Int) -> Value { .integer(Int64(number)) }

  /// 1 or 0, as SQLite keeps booleans.
  public static func bool(_ flag: Bool) -> Value { .integer(flag ? Int64(1) : 0) }

  /// Text, or NULL for nil.
  public static func text(orNull text: String?) -> Value { text.map(Value.text) ?? .null }

  /// An integer, or NULL for nil.
  public static func integer(orNull number: Int64?) -> Value { number.map { .integer($0) } ?? .null }

  /// An integer, or NULL for nil.
  public static func integer(orNull number: Int?) -> Value { number.map { .integer(Int64($0)) } ?? .null }

  /// A real, or NULL for nil.
  public static func real(orNull number: Double?) -> Value { number.map(Value.real) ?? .null }
}

extension Value: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByBooleanLiteral
{
  /// NULL.
  public init(nilLiteral: ()) { self = .null }
  /// An integer.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A real.
  public init(floatLiteral value: Double) { self = .real(value) }
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// 1 or 0.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension Value: CustomStringConvertible {
  /// The value as a SQL literal.
  public var description: String { quoteLiteral(self) }
}

/// The storage class of a value.
public enum ValueType: Sendable, Equatable, CaseIterable {
  /// A 64-bit signed integer.
  case integer
  /// A double.
  case real
  /// UTF-8 text.
  case text
  /// Bytes.
  case blob
  /// SQL NULL.
  case null
}
