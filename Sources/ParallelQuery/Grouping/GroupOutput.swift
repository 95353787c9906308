import SQLiteKit
import TableFile

/// Writes groups as rows: the keys in their order, then the aggregates in theirs.
struct GroupOutput {
  let keyCount: Int
  let aggregates: [GroupAggregate]

  func write(_ table: GroupTable, to rows: RowWriter) throws {
    try table.forEach { record throws in
      rows.beginRow()
      writeKey(record, to: rows)
      for (index, aggregate) in aggregates.enumerated() {
        try write(record.states + index, of: aggregate, in: table, to: rows)
      }
      try rows.endRow()
    }
  }

  private func writeKey(_ record: GroupTable.Record, to rows: RowWriter) {
    var offset = 0
    for column in 0..<keyCount {
      let tag = record.key[offset]
      offset += 1
      switch tag {
      case 0: rows.appendNull()
      case 1:
        let value = record.key.loadUnaligned(fromByteOffset: offset, as: Int64.self)
        if column < 32, record.realMask & (1 << UInt32(column)) != 0 {
          rows.append(Double(value))
        } else {
          rows.append(value)
        }
        offset += 8
      case 2:
        rows.append(Double(bitPattern: record.key.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        offset += 8
      default:
        let length = Int(record.key.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        let bytes = UnsafeRawBufferPointer(rebasing: record.key[(offset + 4)..<(offset + 4 + length)])
        bytes.withMemoryRebound(to: UInt8.self) { bytes in
          if tag == 3 { rows.append(text: bytes) } else { rows.append(blob: bytes) }
        }
        offset += 4 + length
      }
    }
  }

  private func write(
    _ place: UnsafeMutablePointer<AggregateState>, of aggregate: GroupAggregate, in table: GroupTable,
    to rows: RowWriter
  ) throws {
    let state = place.pointee
    switch aggregate {
    case .countRows, .count: rows.append(state.integer)
    case .sum:
      if state.flags & AggregateState.sawAny == 0 {
        rows.appendNull()
      } else if state.flags & AggregateState.sawReal != 0 {
        rows.append(state.realSum)
      } else if state.flags & AggregateState.overflowed != 0 {
        throw GroupingError.integerOverflow
      } else {
        rows.append(state.integer)
      }
    case .total: rows.append(state.realSum)
    case .average:
      if state.flags & AggregateState.sawAny == 0 {
        rows.appendNull()
      } else {
        rows.append(state.realSum / Double(state.length))
      }
    case .decimalSum(let scale), .decimalAverage(let scale):
      // `real` holds units that were too many for 64 bits, `lost` values that were too large to be counted in units.
      let (units, count) = (Double(state.integer) + state.real, Double(state.length))
      let power = Decimals.power(scale)
      if state.length == 0 {
        rows.appendNull()
      } else if case .decimalSum = aggregate {
        rows.append(units / power + state.lost)
      } else {
        rows.append(units / count / power + state.lost / count)
      }
    case .minimum, .maximum:
      switch state.kind {
      case .none: rows.appendNull()
      case .integer: rows.append(state.integer)
      case .real: rows.append(state.real)
      case .text:
        table.bytes(of: place).withMemoryRebound(to: UInt8.self) { rows.append(text: $0) }
      case .blob:
        table.bytes(of: place).withMemoryRebound(to: UInt8.self) { rows.append(blob: $0) }
      }
    }
  }
}
