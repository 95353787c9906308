package import Project

/// How long what is no longer current is kept: `retention:` of `sluice.yml`.
package struct Retention: Sendable, Hashable {
  /// The newest published versions of a table that are kept whatever their age, the current one among them.
  package var versions = 5
  /// A version superseded less than this many days ago is kept whatever their number.
  package var days = 7.0
  /// Events, checks and failing rows of the newest runs are kept whatever their age.
  package var runs = 200
  /// Those of runs younger than this are kept, while there are no more than `events` of them.
  package var runDays = 30.0
  /// Events that are kept of runs besides the newest, young or not: many runs a day must not fill the disk.
  package var events = 500_000

  package init() {}

  /// What a project says, the defaults where it says nothing.
  ///
  /// - Throws: in words, for a word it does not know or a number that is none.
  package init(_ project: LoadedProject) throws {
    guard case .map(let entries)? = project.settings["retention"] else {
      if let other = project.settings["retention"], other != .null {
        throw WarehouseError("sluice.yml: retention must be a mapping such as {versions: 5, days: 7}")
      }
      return
    }
    for entry in entries {
      guard let number = entry.value.doubleValue ?? entry.value.scalarText.flatMap(Double.init), number >= 0 else {
        throw WarehouseError("sluice.yml: retention.\(entry.key) must be a number that is not negative")
      }
      switch entry.key {
      case "versions": versions = max(1, Int(number))
      case "days": days = number
      case "runs": runs = max(1, Int(number))
      case "run_days": runDays = number
      case "events": events = Int(min(number, 1e15))
      default:
        throw WarehouseError(
          "sluice.yml: retention.\(entry.key) is not known; use versions, days, runs, run_days or events")
      }
    }
  }

  /// The instant before which things are old.
  func oldest(_ days: Double, before now: Instant) -> Instant { now.advanced(by: -days * 86_400) }
}
