import Project
import SQLiteKit

/// Whether a source's newest row is as young as its `freshness` asks for.
///
/// The time of the newest row is `loaded_at_query`'s answer, else the highest `loaded_at_field` where `filter` holds, else
/// the time at which the newest of its files was last written.
struct FreshnessCheck {
  let context: StepContext
  let source: Node
  let relation: RelationName

  /// Never throws: what cannot be evaluated is told as such. Nothing is told where nothing is asked for.
  func check(into journal: GateJournal) {
    guard let freshness = source.source?.freshness,
      freshness.warnAfterSeconds != nil || freshness.errorAfterSeconds != nil,
      let severity = Severity(context.gateSetting("freshness")), severity != .off
    else { return }
    let started = monotonicSeconds()
    var record = journal.record("freshness", .pass, threshold: Self.words(freshness))
    record.location = source.location
    do {
      guard let newest = try newest(freshness) else { return }
      let age = max(0, now.seconds(since: newest))
      record.measured = age.rounded()
      record.message = "\(source.name) is \(Self.words(seconds: Int(age))) old"
      if let bound = freshness.errorAfterSeconds, age > Double(bound) {
        record.state = severity == .warn ? .warn : .fail
      } else if let bound = freshness.warnAfterSeconds, age > Double(bound) {
        record.state = .warn
        record.severity = .warn
      }
    } catch {
      let failure = StepFailure(any: error)
      record.state = .notEvaluated
      record.message = "not evaluated: \(failure.reason)"
      record.location = failure.location ?? source.location
    }
    record.seconds = monotonicSeconds() - started
    journal.add(record)
  }

  /// `freshness: warn` never holds a node, `off` (in YAML: false) does not look.
  private enum Severity: String {
    case error, warn, off

    init?(_ setting: ConfigValue?) {
      switch setting {
      case .bool(false): self = .off
      case .string(let word): self = Severity(rawValue: word) ?? .error
      default: self = .error
      }
    }
  }

  /// `--as-of DATE` looks from the end of that day.
  private var now: Instant {
    context.compilation.asOf.flatMap { Instant(afterDay: String($0.prefix(10))) } ?? .now
  }

  /// nil when nothing tells.
  private func newest(_ freshness: Freshness) throws -> Instant? {
    let files = context.files.opened.first { $0.relation == relation }
    if let sql = query(freshness), files == nil || files?.files.isEmpty == false {
      let statement = try context.translate(
        CompiledNode(id: source.id, sql: sql, fingerprint: "") { [source] _ in source.location }, of: source)
      let value = try context.query(statement.translated.sql, from: statement).first?[0]
      context.files.beginProcess()
      guard let value, value != .null else { throw StepFailure(.failed, "no row of \(source.name) tells its time") }
      let seconds = try context.connection.query("SELECT unixepoch(?)", [value]).first?[0].integer
      guard let seconds else {
        throw StepFailure(.failed, "'\(value.text ?? "")' is no time", at: source.location, sql: sql)
      }
      return Instant(microseconds: seconds * 1_000_000)
    }
    return files?.all.map(\.modifiedAt).max().map { Instant(microseconds: $0 / 1_000) }
  }

  private func query(_ freshness: Freshness) -> String? {
    if let query = freshness.loadedAtQuery { return query }
    guard let field = freshness.loadedAtField else { return nil }
    let name = context.project.renderedRelation(of: source) ?? relation.description
    let filter = freshness.filter.map { " where \($0)" } ?? ""
    return "select max(\(field)) from \(name)\(filter)"
  }

  private static func words(_ freshness: Freshness) -> String {
    [
      freshness.warnAfterSeconds.map { "warn after \(words(seconds: $0))" },
      freshness.errorAfterSeconds.map { "error after \(words(seconds: $0))" },
    ].compactMap { $0 }.joined(separator: ", ")
  }

  private static func words(seconds: Int) -> String {
    switch seconds {
    case ..<120: "\(seconds) s"
    case ..<7_200: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3_600) h"
    default: "\(seconds / 86_400) days"
    }
  }
}
