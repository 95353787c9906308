import SQLiteKit

/// One worker's share of a grouping: rows go to partitions by their key's hash, so that the shares of several workers can be
/// merged partition by partition, and so that what outgrows the memory budget can be spilled and finished in parts.
final class Grouper {
  static let partitionCount = 64

  let keyCount: Int
  let aggregates: [GroupAggregate]
  private let budget: Int
  private let spillDirectory: String
  private let name: String
  private(set) var tables: [GroupTable]
  private(set) var spills: [SpillFile?]
  private var key = GroupKey()
  private var rowsUntilCheck = 4096

  init(keyCount: Int, aggregates: [GroupAggregate], budget: Int, spillDirectory: String, name: String) {
    self.keyCount = keyCount
    self.aggregates = aggregates
    self.budget = budget
    self.spillDirectory = spillDirectory
    self.name = name
    tables = (0..<Self.partitionCount).map { _ in GroupTable(aggregates: aggregates) }
    spills = Array(repeating: nil, count: Self.partitionCount)
  }

  deinit { key.deallocate() }

  var hasSpilled: Bool { spills.contains { $0 != nil } }

  /// Takes the current row of a statement whose columns are the keys, then the aggregates' arguments.
  @inline(__always)
  func take(_ statement: Statement) throws(GroupingError) {
    key.read(statement, count: keyCount)
    let hash = key.hash
    let table = tables[Int(hash >> 58)]
    let states = table.states(hash: hash, key: key.bytes, realMask: key.realMask)
    table.update(states, from: statement, firstArgument: keyCount)
    rowsUntilCheck -= 1
    if rowsUntilCheck == 0 { try spillIfOverBudget() }
  }

  private func spillIfOverBudget() throws(GroupingError) {
    rowsUntilCheck = 4096
    let held = tables.reduce(0) { $0 + $1.bytesHeld }
    if held > budget { try spill() }
  }

  /// Writes every partition's groups to its spill file.
  func spill() throws(GroupingError) {
    for partition in 0..<Self.partitionCount {
      let table = tables[partition]
      if table.count == 0 { continue }
      let file: SpillFile
      if let open = spills[partition] {
        file = open
      } else {
        file = try SpillFile(directory: spillDirectory, name: "\(name)-\(partition).spill")
        spills[partition] = file
      }
      try table.forEach { record throws(GroupingError) in try file.append(record, of: table) }
      table.removeAll()
    }
  }

  /// Merges another worker's groups of one partition into this one's, and gives that memory back.
  func merge(partition: Int, of other: Grouper) throws(GroupingError) {
    let table = tables[partition]
    let theirs = other.tables[partition]
    theirs.forEach { record in
      let states = table.states(hash: record.hash, key: record.key, realMask: record.realMask)
      table.merge(UnsafePointer(record.states), into: states) { theirs.bytes(of: record.states + $0) }
    }
    theirs.removeAll()
    if let file = other.spills[partition] { try file.drain(into: table) }
  }

  /// Takes back what this worker itself spilled of a partition.
  func unspill(partition: Int) throws(GroupingError) {
    if let file = spills[partition] { try file.drain(into: tables[partition]) }
  }
}
