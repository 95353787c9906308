import Compression
package import Project

/// How old the latest row of a source is, against what its properties allow.
package struct SourceFreshness: Sendable {
  /// What came out of one look.
  package enum Outcome: Sendable {
    case measured(latest: Instant, status: Status)
    /// It could not be looked at, in words.
    case failed(String)
  }

  /// dbt's words for how a source does.
  package enum Status: String, Sendable { case pass, warn, error }

  package let node: NodeID
  package let criteria: Freshness
  package let outcome: Outcome
  /// When it was looked at.
  package let lookedAt: Instant
  package let started: Instant
  package let finished: Instant

  /// Seconds from the latest row to the look; nil when there was none.
  package var age: Double? {
    guard case .measured(let latest, _) = outcome else { return nil }
    return lookedAt.seconds(since: latest)
  }

  /// Whether the command has failed because of this one.
  package var isFailure: Bool {
    switch outcome {
    case .failed, .measured(_, .error): true
    case .measured: false
    }
  }

  /// Looks at one source that has thresholds; nil when it has none.
  package init?(of node: Node, in browser: WarehouseBrowser, now: Instant? = nil) {
    guard let source = node.source, let freshness = source.freshness, freshness.isSet else { return nil }
    self.node = node.id
    criteria = freshness
    started = .now
    let moment = now ?? started
    lookedAt = moment
    do {
      guard let latest = try Self.latest(node, source, freshness, browser) else {
        outcome = .failed("there are no rows in '\(node.name)' to tell its freshness by")
        finished = .now
        return
      }
      outcome = .measured(latest: latest, status: Self.status(moment.seconds(since: latest), freshness))
    } catch {
      outcome = .failed(String(describing: error))
    }
    finished = .now
  }

  private static func status(_ age: Double, _ freshness: Freshness) -> Status {
    if let limit = freshness.errorAfterSeconds, age > Double(limit) { return .error }
    if let limit = freshness.warnAfterSeconds, age > Double(limit) { return .warn }
    return .pass
  }

  /// The time of the latest row: by the query or column that is named, else by the files' own times.
  private static func latest(
    _ node: Node, _ source: SourceProperties, _ freshness: Freshness, _ browser: WarehouseBrowser
  ) throws -> Instant? {
    var sql: String?
    if let query = freshness.loadedAtQuery {
      sql = query
    } else if let field = freshness.loadedAtField {
      let filter = freshness.filter.map { " where \($0)" } ?? ""
      sql = "select max(\(field)) as max_loaded_at from \(browser.project.renderedRelation(of: node) ?? "")\(filter)"
    }
    if let sql {
      let compiled = try browser.project.compiler.compile(
        inline: sql, context: CompilationContext(), adapter: NoWarehouse())
      guard let cell = try browser.query(compiled.sql, count: 1).rows.first?.first, let text = cell else { return nil }
      guard let instant = Instant(warehouseText: text) else {
        throw WarehouseError(
          "the latest '\(freshness.loadedAtField ?? "loaded_at_query")' is '\(text)', which is no time")
      }
      return instant
    }
    guard let file = source.file else {
      throw WarehouseError(
        "source '\(source.sourceName).\(source.tableName)' says neither loaded_at_field nor loaded_at_query, and is no file"
      )
    }
    let spec = FileSourceSpec(paths: file.paths, format: nil, columns: nil, allowsNoFiles: true)
    return try openFileSource(spec).files.map { file in
      Instant(microseconds: Int64(try FileFingerprint(of: file.path, hashingContent: false).modified) / 1_000)
    }.max()
  }
}

extension Instant {
  /// A moment as a warehouse writes it: `2024-01-31`, `2024-01-31 23:59:59.123`, with `T`, `Z` or an offset; without one
  /// it is UTC. A plain number counts seconds since 1970.
  package init?(warehouseText text: String) {
    if let seconds = Double(text) {
      self.init(microseconds: Int64((seconds * 1_000_000).rounded()))
      return
    }
    var rest = Substring(text.trimmed)
    guard let day = Self.days(rest.prefix(10)) else { return nil }
    rest = rest.dropFirst(10)
    var microseconds = day * 86_400_000_000
    if let mark = rest.first, mark == " " || mark == "T" {
      let zone = rest.dropFirst().firstIndex { "Zz+- ".contains($0) } ?? rest.endIndex
      guard let time = Self.time(rest[..<zone].dropFirst()), let offset = Self.offset(rest[zone...]) else { return nil }
      microseconds += time - offset
    } else if !rest.isEmpty {
      return nil
    }
    self.init(microseconds: microseconds)
  }

  private static func days(_ text: Substring) -> Int64? {
    let parts = text.split(separator: "-").compactMap { Int64($0) }
    guard parts.count == 3, text.utf8.count == 10, (1...12).contains(parts[1]), (1...31).contains(parts[2]) else {
      return nil
    }
    // Howard Hinnant's `days_from_civil` (https://howardhinnant.github.io/date_algorithms.html).
    let year = parts[1] <= 2 ? parts[0] - 1 : parts[0]
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (parts[1] + (parts[1] > 2 ? -3 : 9)) + 2) / 5 + parts[2] - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// `23:59:59.123` in microseconds.
  private static func time(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let hour = Int64(parts[0]), let minute = Int64(parts[1]),
      let second = parts.count == 3 ? Double(parts[2]) : 0
    else { return nil }
    return (hour * 3_600 + minute * 60) * 1_000_000 + Int64((second * 1_000_000).rounded())
  }

  /// `+02:00`, `-0530`, `Z` in microseconds.
  private static func offset(_ text: Substring) -> Int64? {
    let zone = text.drop { $0 == " " }
    if zone.isEmpty || zone == "Z" || zone == "z" || zone == "UTC" { return 0 }
    let digits = zone.dropFirst().filter { $0 != ":" }
    guard zone.first == "+" || zone.first == "-", let hour = Int64(digits.prefix(2)) else { return nil }
    let minute = Int64(digits.dropFirst(2)) ?? 0
    return (zone.first == "-" ? -1 : 1) * (hour * 3_600 + minute * 60) * 1_000_000
  }
}

extension String {
  fileprivate var trimmed: Substring {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text = text.dropFirst() }
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    return text
  }
}
