import ParallelQuery
import SQLiteKit
import TableFile

/// Writes the records of batches as rows of a table file, each value made by its step. One thread uses it.
final class RecordWriter {
  private let projection: CellProjection
  private let affinities: [ColumnAffinity]
  private let rows: RowWriter
  /// The constants of the file at hand, and which file that is.
  private var constants: [Constant] = []
  private var fileIndex = -1
  private var text: [UInt8] = []

  private enum Constant {
    case null
    case integer(Int64)
    case real(Double)
    case text([UInt8])
    case blob([UInt8])
  }

  init(_ projection: CellProjection, affinities: [ColumnAffinity], rows: RowWriter) {
    self.projection = projection
    self.affinities = affinities
    self.rows = rows
  }

  /// Writes a batch's records under rowids that are their numbers among all records.
  ///
  /// - Parameter evaluate: gives the constants for a file, by its number.
  func write(_ handout: RecordHandout, evaluate: (Int) throws -> [Value]) throws {
    let batch = handout.batch
    if batch.fileIndex != fileIndex {
      constants = try evaluate(batch.fileIndex).map(Self.constant)
      fileIndex = batch.fileIndex
    }
    try rows.beginSegment(firstRowID: Int64(handout.rowsBeforeInAll) + 1)
    let source = Cells(batch)
    for row in 0..<batch.rowCount {
      rows.beginRow()
      for (index, step) in projection.steps.enumerated() {
        write(step, affinities[index], source, row * projection.width, row, handout)
      }
      try rows.endRow()
    }
  }

  func finish() throws { try rows.finish() }

  /// What the cells of a batch are read from.
  private struct Cells {
    let kinds: UnsafeMutablePointer<UInt8>
    let payloads: UnsafeMutablePointer<UInt64>
    let texts: BatchTexts

    init(_ batch: RecordBatch) {
      kinds = batch.kinds
      payloads = batch.payloads
      texts = batch.texts
    }
  }

  @inline(__always)
  private func write(
    _ step: CellProjection.Step, _ affinity: ColumnAffinity, _ cells: Cells, _ firstCell: Int, _ row: Int,
    _ handout: RecordHandout
  ) {
    switch step {
    case .cell(let slot):
      let cell = firstCell + slot
      rows.append(cell: cells.kinds[cell], cells.payloads[cell], cells.texts, as: affinity)
    case .date(let slot):
      let kind = cells.kinds[firstCell + slot]
      guard kind >= CellKind.chunkText.rawValue else { return rows.appendNull() }
      let text = cells.texts.text(kind, cells.payloads[firstCell + slot])
      rows.append(text: UnsafeBufferPointer(rebasing: text[..<min(10, text.count)]), as: affinity)
    case .line: rows.append(Int64(handout.linesBefore) + Int64(handout.batch.lines[row]) + 1, as: affinity)
    case .row: rows.append(Int64(handout.rowsBefore + row + 1), as: affinity)
    case .constant(let index): write(constants[index], affinity)
    case .concatenation(let parts):
      text.removeAll(keepingCapacity: true)
      for part in parts {
        guard append(part, cells, firstCell, row, handout) else { return rows.appendNull() }
      }
      text.withUnsafeBufferPointer { rows.append(text: $0, as: affinity) }
    }
  }

  private func write(_ constant: Constant, _ affinity: ColumnAffinity) {
    switch constant {
    case .null: rows.appendNull()
    case .integer(let value): rows.append(value, as: affinity)
    case .real(let value): rows.append(value, as: affinity)
    case .text(let bytes): bytes.withUnsafeBufferPointer { rows.append(text: $0, as: affinity) }
    case .blob(let bytes): bytes.withUnsafeBufferPointer { rows.append(blob: $0) }
    }
  }

  /// Adds a part of a concatenation to the text; false where it is NULL.
  private func append(
    _ step: CellProjection.Step, _ cells: Cells, _ firstCell: Int, _ row: Int, _ handout: RecordHandout
  ) -> Bool {
    switch step {
    case .cell(let slot), .date(let slot):
      let kind = cells.kinds[firstCell + slot]
      let payload = cells.payloads[firstCell + slot]
      if kind == CellKind.integer.rawValue {
        append(Int64(bitPattern: payload))
        return true
      }
      guard kind >= CellKind.chunkText.rawValue else { return false }
      let bytes = cells.texts.text(kind, payload)
      if case .date = step {
        text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[..<min(10, bytes.count)]))
      } else {
        text.append(contentsOf: bytes)
      }
    case .line: append(Int64(handout.linesBefore) + Int64(handout.batch.lines[row]) + 1)
    case .row: append(Int64(handout.rowsBefore + row + 1))
    case .constant(let index):
      switch constants[index] {
      case .null, .real, .blob: return false
      case .integer(let value): append(value)
      case .text(let bytes): text.append(contentsOf: bytes)
      }
    case .concatenation(let parts):
      return parts.allSatisfy { append($0, cells, firstCell, row, handout) }
    }
    return true
  }

  /// Adds an integer's digits.
  private func append(_ value: Int64) {
    if value < 0 { text.append(UInt8(ascii: "-")) }
    let first = text.count
    var rest = value.magnitude
    repeat {
      text.append(UInt8(truncatingIfNeeded: 48 + rest % 10))
      rest /= 10
    } while rest > 0
    text[first...].reverse()
  }

  private static func constant(_ value: Value) -> Constant {
    switch value {
    case .null: .null
    case .integer(let value): .integer(Int64(value))
    case .real(let value): .real(value)
    case .text(let text): .text(Array(text.utf8))
    case .blob(let bytes): .blob(Array(bytes))
    }
  }
}
