/// What a model's configuration says of its batches, and which of them a run makes.
public struct BatchPlan: Sendable {
  /// The column of event time, in the dialect's words.
  public var eventTime: String
  private let size: BatchSize
  private let begin: CalendarTime
  private let lookback: Int

  /// - Throws: What is missing in the configuration, or makes no sense in it.
  public init(_ node: Node) throws(ProjectMessage) {
    func refusal(_ problem: String, _ hint: String) -> ProjectMessage {
      ProjectMessage(
        .error, "the microbatch model '\(node.name)' \(problem)", at: node.location, hint: hint, node: node.id)
    }
    guard let column = node.config.string("event_time"), !column.isEmpty else {
      throw refusal("has no event_time", "name the column that says when a row happened: event_time='created_at'")
    }
    guard let word = node.config.string("batch_size"), !word.isEmpty else {
      throw refusal("has no batch_size", "say how much event time a batch covers: hour, day, month or year")
    }
    guard let size = BatchSize(rawValue: word) else {
      throw refusal("has the batch_size '\(word)'", "use hour, day, month or year")
    }
    guard let text = node.config.string("begin"), !text.isEmpty else {
      throw refusal("has no begin", "say where its first batch begins: begin='2024-01-01'")
    }
    guard let begin = Self.moment(text) else {
      throw refusal("has the begin '\(text)', which is no date", "write it as 2024-01-01 or 2024-01-01 06:00:00")
    }
    let written = node.config["lookback"].flatMap { $0 == .null ? nil : $0.scalarText } ?? "1"
    guard let count = Int(written), count >= 0 else {
      throw refusal("has the lookback '\(written)'", "write how many batches are made again: 1")
    }
    eventTime = column
    self.size = size
    self.begin = begin
    self.lookback = count
  }

  /// Whether a node is made in batches.
  public static func applies(to node: Node) -> Bool {
    node.materialization == .incremental && node.config.string("incremental_strategy") == "microbatch"
  }

  /// The batches of a run, in order.
  ///
  /// - Parameters:
  ///   - start: `--event-time-start`; else the beginning, or `lookback` batches before the last one of a table that is there.
  ///   - end: `--event-time-end`; else now.
  ///   - now: Seconds since 1970.
  public func windows(from start: String?, to end: String?, now: Double, isIncremental: Bool) throws(ProjectMessage)
    -> [BatchWindow]
  {
    let last = size.ceiling(try Self.option(end, "--event-time-end") ?? CalendarTime(secondsSince1970: now, offset: 0))
    var from = size.floor(begin)
    if let start = try Self.option(start, "--event-time-start") {
      from = size.floor(start)
    } else if isIncremental {
      // The end lies on the line between two batches: the last batch is the one before it.
      from = size.floor(last, movedBy: -lookback - 1)
    }
    var windows: [BatchWindow] = []
    repeat {
      let next = size.floor(from, movedBy: 1)
      let stop = next < last ? next : last
      windows.append(BatchWindow(start: Self.text(from), end: Self.text(stop), id: size.id(from)))
      from = next
    } while from < last
    return windows
  }

  private static func option(_ text: String?, _ name: String) throws(ProjectMessage) -> CalendarTime? {
    guard let text else { return nil }
    guard let moment = moment(text) else {
      throw ProjectMessage(
        .error, "\(name) '\(text)' is no moment", hint: "write it as 2024-01-01 or '2024-01-01 06:00:00', in UTC")
    }
    return moment
  }

  private static func text(_ time: CalendarTime) -> String { DateTimeText.iso(time, separator: " ") }

  /// A day or a moment; without a zone it is in UTC.
  static func moment(_ text: String) -> CalendarTime? {
    let text = text.replacing("T", with: " ")
    for format in ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S%z"] {
      guard let time = try? DateTimeReading.parse(text, format: format), time.month >= 1, time.month <= 12,
        time.day >= 1,
        time.day <= CalendarTime.daysIn(month: time.month, of: time.year)
      else { continue }
      var utc = CalendarTime(microseconds: time.instant)
      utc.offset = 0
      return utc
    }
    return nil
  }
}
