import Project
import SQLKit
import SQLiteKit

extension RelationScope {
  /// A relation as it was: a published version's rows, the versions of a history in effect at an instant, or both.
  ///
  /// - Throws: in words for the author, when there is no such state.
  func find(_ written: RelationName, at moment: RelationMoment) throws -> Found {
    guard let histories else {
      throw WarehouseError(
        "a moment of a table (AS OF, FOR EFFECTIVE) can be asked for in the console and in show --inline; what a model "
          + "is made from is always the present version")
    }
    let relation = spelled[written.description.lowercased()] ?? written
    guard var found = try published(relation), let alias = try alias(of: relation.database) else {
      throw WarehouseError("\(relation) has no published version yet: build it first")
    }
    if let point = moment.point {
      let log = VersionLog(connection, alias: alias, database: relation.database)
      let version = try log.version(at: try Self.point(point), of: relation)
      let table = try StoredTable(version, log)
      found.sqlName = table.sqlName
      found.columns = table.columns
      found.isStored = table.isStored
    }
    if let instant = moment.effective {
      guard let history = histories[relation] else {
        throw WarehouseError("\(relation) keeps no history to look back into: it is neither scd2 nor a snapshot")
      }
      guard HistoryInstant.normalised(instant) != nil else { throw Self.unreadable(instant) }
      let conditions = history.conditions(at: instant).joined(separator: " AND ")
      found.sqlName = "(SELECT \(found.columns.nameList) FROM \(found.sqlName) WHERE \(conditions))"
      found.isStored = false
    }
    return found
  }

  private static func point(_ point: RelationMoment.Point) throws -> VersionPoint {
    switch point {
    case .version(let number): return .version(number)
    case .run(let number): return .run(RunID(number))
    case .time(let text):
      guard let instant = Instant(reading: text) else { throw unreadable(text) }
      return .time(instant)
    }
  }

  private static func unreadable(_ text: String) -> WarehouseError {
    WarehouseError("'\(text)' is no date or timestamp: write 2024-06-01 or 2024-06-01 12:30:00")
  }
}
