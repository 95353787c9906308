import Glibc
public import TableFile

/// Values converted as an insert into a column of some affinity converts them.
extension RowWriter {
  /// Appends an integer.
  @inline(__always)
  public func append(_ value: Int64, as affinity: ColumnAffinity) {
    switch affinity {
    case .integer, .numeric, .blob: append(value)
    case .real: append(Double(value))
    case .text: append(text: String(value))
    }
  }

  /// Appends a real to a column that is not of text affinity: how SQLite writes reals as text is its own.
  @inline(__always)
  public func append(_ value: Double, as affinity: ColumnAffinity) {
    switch affinity {
    case .integer, .numeric: appendWhole(value)
    case .real, .blob, .text: append(value)
    }
  }

  /// Appends a text; one that is a well-formed number becomes one in a column of numbers, any other stays text.
  @inline(__always)
  public func append(text: UnsafeBufferPointer<UInt8>, as affinity: ColumnAffinity) {
    switch affinity {
    case .text, .blob: append(text: text)
    case .integer, .numeric, .real: appendNumber(text, affinity)
    }
  }

  /// An integral real becomes an integer where that loses nothing.
  private func appendWhole(_ value: Double) {
    // SQLite converts only what lies well inside the range of 64 bits.
    if let whole = Int64(exactly: value), whole > Int64.min, whole < Int64.max {
      append(whole)
    } else {
      append(value)
    }
  }

  private func appendNumber(_ text: UnsafeBufferPointer<UInt8>, _ affinity: ColumnAffinity) {
    switch NumberText(text) {
    case .none: append(text: text)
    case .integer(let value): affinity == .real ? append(Double(value)) : append(value)
    case .real(let value): affinity == .real ? append(value) : appendWhole(value)
    }
  }
}
