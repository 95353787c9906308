import Project
import SQLiteKit

/// The columns in which a slowly changing table keeps its history, and the value that means "still open".
struct HistoryColumns {
  var from: String
  var to: String
  /// How the end of an open version begins, where it has one; nil: open versions have NULL.
  var open: String?
  var keys: [String]
  /// Columns the history fills itself: their difference is no change of the data.
  var own: Set<String>
  /// What names one version of one key, of a snapshot.
  var idColumn: String?
  /// Where a snapshot notes that a version is the record of a deletion.
  var deletedColumn: String?

  init?(_ node: Node) {
    keys = node.config.uniqueKey
    switch node.materialization {
    case .scd2:
      guard let settings = try? HistorySettings(node) else { return nil }
      from = settings.fromName
      to = settings.toName
      open = settings.openEnd
      own = [from, to, settings.currentName, settings.hashName]
    case .snapshot:
      let names = SnapshotColumns(node)
      from = names.validFrom
      to = names.validTo
      idColumn = names.scdID
      if node.config.string("hard_deletes") == SnapshotSettings.HardDeletes.newRecord.rawValue {
        deletedColumn = names.isDeleted
      }
      own = [from, to, names.scdID, names.updatedAt, names.isDeleted]
      // The configuration has an expression: what stands in quotes in it is how its value begins.
      let parts = node.config.string("dbt_valid_to_current")?.split(separator: "'", omittingEmptySubsequences: false)
      open = parts.flatMap { $0.count > 2 ? String($0[1]) : nil }
    default: return nil
    }
  }

  /// A condition for versions that have not ended.
  var isOpenSQL: String {
    let end = quoteIdentifier(to)
    guard let open else { return "\(end) IS NULL" }
    return "(\(end) IS NULL OR substr(\(end), 1, \(open.utf8.count)) = \(quoteLiteral(.text(open))))"
  }

  /// A condition for one key, its values bound as people read them: a number is equal to its words.
  var isKey: String {
    keys.enumerated().map { place, name in
      "(\(quoteIdentifier(name)) IS ?\(place + 1) OR CAST(\(quoteIdentifier(name)) AS TEXT) IS ?\(place + 1))"
    }.joined(separator: " AND ")
  }

  /// Whether a version only says that its key is gone.
  func isDeletion(_ values: [String: String?]) -> Bool {
    deletedColumn.map { (values[$0] ?? nil) == "True" } ?? false
  }

  func isOpen(_ end: String?) -> Bool {
    guard let end else { return true }
    return open.map { end.hasPrefix($0) } ?? false
  }

  /// The versions in effect at an instant: intervals are half-open. The instant is brought into the widest form, so that it
  /// compares rightly with instants of any of the fixed widths.
  func conditions(at instant: String) -> [String] {
    let moment = quoteLiteral(.text(HistoryInstant.normalised(instant) ?? instant))
    let end = quoteIdentifier(to)
    return ["\(quoteIdentifier(from)) <= \(moment)", "(\(end) > \(moment) OR \(end) IS NULL)"]
  }
}
