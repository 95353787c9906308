import Glibc
import SQLiteKit

extension GroupTable {
  /// Takes the current row of `statement` into the states of its group.
  ///
  /// - Parameter firstArgument: the column of the first aggregate's argument; aggregates without one have no column.
  @inline(__always)
  func update(
    _ states: UnsafeMutablePointer<AggregateState>, from statement: Statement, firstArgument: Int
  ) {
    var column = firstArgument
    for (index, aggregate) in aggregates.enumerated() {
      let state = states + index
      if aggregate == .countRows {
        state.pointee.integer += 1
        continue
      }
      let type = statement.type(column)
      if type != .null { take(column, of: type, from: statement, as: aggregate, into: state) }
      column += 1
    }
  }

  private func take(
    _ column: Int, of type: ValueType, from statement: Statement, as aggregate: GroupAggregate,
    into state: UnsafeMutablePointer<AggregateState>
  ) {
    switch aggregate {
    case .countRows: break
    case .count: state.pointee.integer += 1
    case .sum, .total, .average:
      state.pointee.flags |= AggregateState.sawAny
      if aggregate == .average { state.pointee.length &+= 1 }
      if type == .integer {
        let value = statement.int64(column)
        if aggregate == .sum { state.pointee.addInteger(value) }
        state.pointee.addReal(Double(value))
      } else {
        state.pointee.flags |= AggregateState.sawReal
        state.pointee.addReal(statement.double(column))
      }
    case .decimalSum(let scale), .decimalAverage(let scale):
      state.pointee.length &+= 1
      if let units = Decimals.units(of: column, type, in: statement, scale: scale) {
        state.pointee.addUnits(units)
      } else {
        state.pointee.lost += statement.double(column)
      }
    case .minimum, .maximum:
      switch type {
      case .null: break
      case .integer: offer(.integer(statement.int64(column)), to: state, as: aggregate)
      case .real: offer(.real(statement.double(column)), to: state, as: aggregate)
      case .text: offer(.text(UnsafeRawBufferPointer(statement.textBytes(column))), to: state, as: aggregate)
      case .blob: offer(.blob(statement.blobBytes(column)), to: state, as: aggregate)
      }
    }
  }

  /// A value that may become a group's least or greatest.
  enum Candidate {
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
    case blob(UnsafeRawBufferPointer)
  }

  private func offer(
    _ candidate: Candidate, to state: UnsafeMutablePointer<AggregateState>, as aggregate: GroupAggregate
  ) {
    if state.pointee.kind != .none {
      let order = compare(candidate, with: state)
      // SQLite keeps the first of equal values.
      if aggregate == .minimum ? order >= 0 : order <= 0 { return }
    }
    switch candidate {
    case .integer(let value):
      state.pointee.capacity = 0
      state.pointee.integer = value
      state.pointee.kind = .integer
    case .real(let value):
      state.pointee.capacity = 0
      state.pointee.real = value
      state.pointee.kind = .real
    case .text(let bytes):
      keep(bytes, in: state)
      state.pointee.kind = .text
    case .blob(let bytes):
      keep(bytes, in: state)
      state.pointee.kind = .blob
    }
  }

  /// Negative when the candidate comes before the state's value in SQLite's order: numbers, texts, blobs.
  private func compare(_ candidate: Candidate, with place: UnsafeMutablePointer<AggregateState>) -> Int {
    let state = place.pointee
    return switch candidate {
    case .integer(let value):
      switch state.kind {
      case .integer: value < state.integer ? -1 : value > state.integer ? 1 : 0
      case .real: -Self.compare(state.real, value)
      default: -1
      }
    case .real(let value):
      switch state.kind {
      case .integer: Self.compare(value, state.integer)
      case .real: value < state.real ? -1 : value > state.real ? 1 : 0
      default: -1
      }
    case .text(let bytes):
      switch state.kind {
      case .text: Self.compare(bytes, self.bytes(of: place))
      case .blob: -1
      default: 1
      }
    case .blob(let bytes): state.kind == .blob ? Self.compare(bytes, self.bytes(of: place)) : 1
    }
  }

  /// Compares a double with an integer exactly, also where the integer has no double.
  private static func compare(_ real: Double, _ integer: Int64) -> Int {
    if real >= 9_223_372_036_854_775_808 { return 1 }
    if real < -9_223_372_036_854_775_808 { return -1 }
    let whole = Int64(real.rounded(.towardZero))
    if whole != integer { return whole < integer ? -1 : 1 }
    let rest = real - real.rounded(.towardZero)
    return rest < 0 ? -1 : rest > 0 ? 1 : 0
  }

  private static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let count = min(left.count, right.count)
    if count > 0, let first = left.baseAddress, let second = right.baseAddress {
      let order = memcmp(first, second, count)
      if order != 0 { return Int(order) }
    }
    return left.count - right.count
  }

  /// Takes another table's states of one group into `states`; `textOf` gives the bytes of its extremes.
  func merge(
    _ other: UnsafePointer<AggregateState>, into states: UnsafeMutablePointer<AggregateState>,
    textOf: (Int) -> UnsafeRawBufferPointer
  ) {
    for (index, aggregate) in aggregates.enumerated() {
      let state = states + index
      let part = other[index]
      switch aggregate {
      case .countRows, .count: state.pointee.integer += part.integer
      case .sum, .total, .average:
        state.pointee.flags |= part.flags
        state.pointee.length &+= part.length
        if aggregate == .sum { state.pointee.addInteger(part.integer) }
        state.pointee.addReal(part.real)
        state.pointee.lost += part.lost
      case .decimalSum, .decimalAverage:
        state.pointee.length &+= part.length
        state.pointee.addUnits(part.integer)
        state.pointee.real += part.real
        state.pointee.lost += part.lost
      case .minimum, .maximum:
        switch part.kind {
        case .none: break
        case .integer: offer(.integer(part.integer), to: state, as: aggregate)
        case .real: offer(.real(part.real), to: state, as: aggregate)
        case .text: offer(.text(textOf(index)), to: state, as: aggregate)
        case .blob: offer(.blob(textOf(index)), to: state, as: aggregate)
        }
      }
    }
  }
}
