import Glibc
import SQLiteKit
import TableFile

/// Writes a statement's rows into a table file, each value converted as an insert into a column of that affinity would.
final class RowCopier: RowSink {
  private let rows: RowWriter
  /// Of the statement's columns.
  private let affinities: [ColumnAffinity]
  private let origins: [ColumnOrigin]
  private let order: RowOrder
  private var run: Int

  /// - Parameters:
  ///   - affinities: of the columns of a row.
  ///   - origins: where they come from, nil for the statement; the affinities of columns of the record at hand are its own
  ///     affair.
  init(rows: RowWriter, affinities: [ColumnAffinity], origins: [ColumnOrigin]?, order: RowOrder) {
    self.rows = rows
    let origins = origins ?? [.statement(affinities.count)]
    var statement: [ColumnAffinity] = []
    var column = 0
    for origin in origins {
      switch origin {
      case .statement(let count):
        statement += affinities[column..<(column + count)]
        column += count
      case .record(let range): column += range.count
      }
    }
    self.affinities = statement
    self.origins = origins
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
    try appendValues(of: statement)
    try rows.endRow()
  }

  /// How many of the statement's columns are the row's.
  var statementColumns: Int { affinities.count }

  /// Appends a row's values to the row that has begun.
  @inline(__always)
  func appendValues(of statement: Statement) throws {
    var column = 0
    for origin in origins {
      switch origin {
      case .statement(let count):
        append(column..<(column + count), of: statement)
        column += count
      case .record(let columns):
        guard let record = order.record else { throw NoRecordAtHand() }
        try record.append(columns, to: rows)
      }
    }
  }

  @inline(__always)
  private func append(_ columns: Range<Int>, of statement: Statement) {
    for column in columns {
      let affinity = affinities[column]
      switch statement.type(column) {
      case .text: rows.append(text: statement.textBytes(column), as: affinity)
      case .null: rows.appendNull()
      case .integer: rows.append(statement.int64(column), as: affinity)
      case .real where affinity == .text: rows.append(text: statement.textBytes(column))
      case .real: rows.append(statement.double(column), as: affinity)
      case .blob: statement.blobBytes(column).withMemoryRebound(to: UInt8.self) { rows.append(blob: $0) }
      }
    }
  }

  func end() throws { try rows.finish() }
}

/// A statement was to go with its source row by row, and the source stands on none.
public struct NoRecordAtHand: Error, CustomStringConvertible {
  public init() {}
  public var description: String { "the statement does not stand on a row of its source" }
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
