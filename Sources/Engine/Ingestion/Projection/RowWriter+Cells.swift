import ParallelQuery
import TableFile

extension RowWriter {
  /// Appends what a cell of a batch holds, as an insert into a column of that affinity would put it there.
  @inline(__always)
  func append(cell kind: UInt8, _ payload: UInt64, _ texts: BatchTexts, as affinity: ColumnAffinity) {
    switch kind {
    case CellKind.chunkText.rawValue, CellKind.arenaText.rawValue: append(text: texts.text(kind, payload), as: affinity)
    case CellKind.integer.rawValue: append(Int64(bitPattern: payload), as: affinity)
    case CellKind.real.rawValue: append(Double(bitPattern: payload), as: affinity)
    default: appendNull()
    }
  }
}
