package import Project
import SQLiteKit

/// Which published state of a table is meant.
package enum VersionPoint: Sendable, Hashable {
  case version(Int64)
  /// The version that stood at an instant.
  case time(Instant)
  /// The version that stood when a run ended.
  case run(RunID)

  /// The point as a sentence's part: `version 3`, `2024-06-01T00:00:00.000000Z`, `run 7`.
  package var words: String {
    switch self {
    case .version(let number): "version \(number)"
    case .time(let instant): String(instant.iso8601)
    case .run(let run): "run \(run)"
    }
  }
}

extension VersionLog {
  /// The version of a table that stands for a point.
  ///
  /// - Throws: in words, when there was none yet, its rows are no longer kept, or it was a view, which keeps none.
  package func version(at point: VersionPoint, of relation: RelationName) throws -> LoggedVersion {
    let known = try all(of: relation)
    let published = known.filter { !$0.isHeld }
    let found: LoggedVersion? =
      switch point {
      case .version(let number): known.first { $0.record.id == number }
      case .time(let instant): published.first { $0.record.publishedAt <= instant }
      case .run(let run): published.first { $0.record.run.rawValue <= run.rawValue }
      }
    guard let found else {
      guard let first = published.last else {
        throw WarehouseError("\(relation) has no published version yet: build it first")
      }
      if case .version(let number) = point {
        throw WarehouseError(
          "\(relation) has no version \(number): there are \(Self.list(known.map(\.record.id))) (sluice versions shows them)"
        )
      }
      throw WarehouseError(
        "\(relation) had no version yet at \(point.words): its first, version \(first.record.id), was published "
          + "\(first.record.publishedAt.iso8601) by run \(first.record.run)")
    }
    guard found.record.disposition == .current || found.record.storage != nil else {
      throw WarehouseError(lost(found, known))
    }
    return found
  }

  private func lost(_ version: LoggedVersion, _ known: [LoggedVersion]) -> String {
    let name = "version \(version.record.id) of \(version.record.relation)"
    if version.kind == .view { return "\(name) was a view, which keeps no rows of its own" }
    if version.record.disposition == .quarantined {
      return "\(name) was held, and its rows were not kept"
    }
    let kept = known.filter { $0.record.storage != nil }.map(\.record.id)
    return "\(name) is no longer kept: its rows were dropped by retention; kept are \(Self.list(kept))"
  }

  /// `1, 3–7, 9` of numbers in falling order.
  static func list(_ numbers: [Int64]) -> String {
    var runs: [(first: Int64, last: Int64)] = []
    for number in numbers.sorted() {
      if let last = runs.last, last.last + 1 == number {
        runs[runs.count - 1].last = number
      } else {
        runs.append((number, number))
      }
    }
    return runs.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)–\($0.last)" }.joined(separator: ", ")
  }
}

extension LoggedVersion {
  /// What `details` says of a version that was held and whose rows are gone since.
  static let heldDetails = "held"

  /// Whether a gate held it: it was never what readers saw.
  var isHeld: Bool { record.disposition == .quarantined || details == Self.heldDetails }
}

extension Instant {
  /// The instant a date or timestamp in text means: without a zone UTC, without a time the day's beginning.
  package init?(reading text: String) {
    let bytes = Array(text.utf8)
    guard let moment = bytes.withUnsafeBufferPointer({ scanMoment($0) }) else { return nil }
    let days = Self.days(moment.year, moment.month, moment.day)
    var micros = moment.fraction
    for _ in 0..<abs(6 - moment.fractionDigits) { micros = moment.fractionDigits < 6 ? micros * 10 : micros / 10 }
    let seconds = Int64(days) * 86_400 + Int64(moment.second) - Int64(moment.offsetMinutes) * 60
    self.init(microseconds: seconds * 1_000_000 + Int64(micros))
  }

  /// Howard Hinnant's `days_from_civil` (https://howardhinnant.github.io/date_algorithms.html).
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
