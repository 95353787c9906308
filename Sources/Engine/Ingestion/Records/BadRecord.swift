/// A record of a file that could not be read: where it stands, why, and what it was.
package struct BadRecord: Sendable, Equatable {
  /// The file's path.
  package let file: String
  /// The line its record starts on, counted from 1.
  package let line: Int
  /// Where its record starts in the unpacked file, in bytes from 0.
  package let byteOffset: Int
  /// The column whose value does not fit; nil when the record as a whole is at fault.
  package let column: String?
  /// Why, in words.
  package let reason: String
  /// The record's text, cut after ``textLimit`` bytes; bytes that are not UTF-8 are U+FFFD.
  package let text: String

  /// How many bytes of a bad record's text are kept.
  package static let textLimit = 2_000
}

/// Takes bad records, in the order of the file, on the thread that reads the table.
package protocol BadRecordSink: AnyObject {
  /// Takes one; what it throws ends the scan with that error.
  func reject(_ record: BadRecord) throws
  /// Told of bad records beyond those that are passed on one by one: they count, their text is not kept.
  func rejectMore(_ count: Int) throws
}

/// Counts every bad record and keeps the first ones.
package final class BadRecordCollector: BadRecordSink {
  /// How many there were.
  package private(set) var count = 0
  /// The first of them, up to the limit.
  package private(set) var records: [BadRecord] = []
  private let limit: Int
  private let failAfter: Int?

  /// A collector that keeps `limit` records, and ends the scan once there are more than `failAfter`; nil: never.
  package init(limit: Int = 1_000, failAfter: Int? = nil) {
    self.limit = limit
    self.failAfter = failAfter
  }

  /// Takes one.
  package func reject(_ record: BadRecord) throws {
    if records.count < limit { records.append(record) }
    try rejectMore(1)
  }

  /// Counts more.
  package func rejectMore(_ more: Int) throws {
    count += more
    if let failAfter, count > failAfter { throw TooManyBadRecords(count: count, first: records.first) }
  }
}

/// More bad records than allowed; the scan was ended.
package struct TooManyBadRecords: Error, Sendable, Equatable, CustomStringConvertible {
  /// How many there were when it ended.
  package let count: Int
  /// The first of them.
  package let first: BadRecord?

  /// The count and the first one's place and reason.
  package var description: String {
    let place = first.map { "; the first: \($0.file):\($0.line): \($0.reason)" } ?? ""
    return "\(count) bad records, more than allowed\(place)"
  }
}
