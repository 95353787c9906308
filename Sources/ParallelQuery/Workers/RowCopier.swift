import Glibc
import SQLiteKit
import TableFile

/// Writes a statement's rows into a table file, each value converted as an insert into a column of that affinity would.
final class RowCopier: RowSink {
  private let rows: RowWriter
  private let affinities: [ColumnAffinity]
  private let order: RowOrder
  private var run: Int

  init(rows: RowWriter, affinities: [ColumnAffinity], order: RowOrder) {
    self.rows = rows
    self.affinities = affinities
    self.order = order
    run = order.run
  }

  @inline(__always)
  func take(_ statement: Statement) throws {
    if order.run != run, let first = order.firstRowID {
      run = order.run
      try rows.beginSegment(firstRowID: first)
    }
    rows.beginRow()
    appendValues(of: statement)
    try rows.endRow()
  }

  /// Appends a row's values to the row that has begun.
  @inline(__always)
  func appendValues(of statement: Statement) {
    for (column, affinity) in affinities.enumerated() {
      switch statement.type(column) {
      case .text:
        let text = statement.textBytes(column)
        if affinity == .text || affinity == .blob {
          rows.append(text: text)
        } else {
          appendNumber(text, affinity)
        }
      case .null: rows.appendNull()
      case .integer:
        switch affinity {
        case .text: rows.append(text: statement.textBytes(column))
        case .real: rows.append(Double(statement.int64(column)))
        default: rows.append(statement.int64(column))
        }
      case .real:
        switch affinity {
        case .text: rows.append(text: statement.textBytes(column))
        case .integer, .numeric: appendWhole(statement.double(column))
        default: rows.append(statement.double(column))
        }
      case .blob: statement.blobBytes(column).withMemoryRebound(to: UInt8.self) { rows.append(blob: $0) }
      }
    }
  }

  func end() throws { try rows.finish() }

  /// An integral real becomes an integer where that loses nothing.
  private func appendWhole(_ value: Double) {
    // SQLite converts only what lies well inside the range of 64 bits.
    if let whole = Int64(exactly: value), whole > Int64.min, whole < Int64.max {
      rows.append(whole)
    } else {
      rows.append(value)
    }
  }

  /// A text that is a well-formed number becomes one; any other stays text.
  private func appendNumber(_ text: UnsafeBufferPointer<UInt8>, _ affinity: ColumnAffinity) {
    let number = NumberText(text)
    switch number {
    case .none: rows.append(text: text)
    case .integer(let value): affinity == .real ? rows.append(Double(value)) : rows.append(value)
    case .real(let value): affinity == .real ? rows.append(value) : appendWhole(value)
    }
  }
}

/// A text read as SQLite's numeric affinity reads it: white space around, sign, digits, point, exponent; no hexadecimal.
enum NumberText {
  case none
  case integer(Int64)
  case real(Double)

  init(_ text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var end = text.count
    while start < end, Self.isSpace(text[start]) { start += 1 }
    while end > start, Self.isSpace(text[end - 1]) { end -= 1 }
    var index = start
    if index < end, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") { index += 1 }
    var digits = 0
    var isWhole = true
    while index < end, Self.isDigit(text[index]) {
      index += 1
      digits += 1
    }
    if index < end, text[index] == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      while index < end, Self.isDigit(text[index]) {
        index += 1
        digits += 1
      }
    }
    guard digits > 0 else {
      self = .none
      return
    }
    if index < end, text[index] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      index += 1
      if index < end, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") { index += 1 }
      let first = index
      while index < end, Self.isDigit(text[index]) { index += 1 }
      if index == first {
        self = .none
        return
      }
    }
    guard index == end else {
      self = .none
      return
    }
    let word = String(decoding: UnsafeBufferPointer(rebasing: text[start..<end]), as: UTF8.self)
    if isWhole, let value = Int64(word) {
      self = .integer(value)
    } else {
      self = .real(strtod(word, nil))
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
