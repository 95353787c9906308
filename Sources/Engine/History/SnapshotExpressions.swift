import Project
import SQLiteKit

/// What a snapshot needs said in the project's dialect: the text of keys and instants its ids are made of, and its open end.
struct SnapshotExpressions {
  let context: StepContext
  let layout: SnapshotLayout
  let columns: [AdapterColumn]
  /// The moment of the snapshot, in the form of the column it goes into.
  let now: String
  /// The same as the dialect writes it as text.
  let nowText: String
  /// The end of an open version; NULL unless configured.
  let openEnd: Value

  init(_ intake: SnapshotIntake, _ settings: SnapshotSettings) throws {
    context = intake.context
    layout = intake.layout
    columns = intake.columns
    let type = layout.updated?.dataType.uppercased() ?? "TIMESTAMP"
    let isDate = type == "DATE"
    let moment = context.scope.currentTimestamp ?? context.startedAt.timestampText
    now = isDate ? String(moment.prefix(10)) : Self.trimmed(moment)
    let text = Self.textType(context)
    nowText =
      try Self.value("cast(cast('\(now)' as \(isDate ? "date" : "timestamp")) as \(text))", context).text ?? now
    guard let expression = settings.openEnd else {
      openEnd = .null
      return
    }
    let isInstant = isDate || type.hasPrefix("TIMESTAMP") || type.hasPrefix("DATETIME")
    openEnd = try Self.value(
      isInstant ? "cast((\(expression)) as \(isDate ? "date" : "timestamp"))" : "(\(expression))", context)
  }

  /// A query of SQLite's giving, for rows of `scratch.incoming`, `sluice_row` (their rowid) and `sluice_id`, dbt's
  /// `dbt_scd_id`: md5 of key and `updated_at` as the dialect casts them to text, NULL as nothing, joined by `|`.
  func ids(where condition: String? = nil) throws -> String {
    let keys = layout.key.indices.map { "sluice_k\($0)" }
    var parts = zip(layout.key, keys).map { "\(quoteIdentifier($0.name)) AS \($1)" }
    var known = [AdapterColumn(name: "sluice_row", dataType: "BIGINT")]
    known += zip(layout.key, keys).map { AdapterColumn(name: $1, dataType: $0.dataType) }
    if let updated = layout.updated {
      parts.append("\(quoteIdentifier(updated.name)) AS sluice_u")
      known.append(AdapterColumn(name: "sluice_u", dataType: updated.dataType))
    }
    let source = RelationName(database: "sluice", schema: "sluice", identifier: "incoming")
    let rows = "SELECT _rowid_ AS sluice_row, \(parts.joined(separator: ", ")) FROM scratch.incoming"
    context.scope.replace(
      source,
      with: RelationScope.Found(
        relation: source, sqlName: "(\(rows)\(condition.map { " WHERE \($0)" } ?? ""))", columns: known, isStored: false
      ))
    defer { context.scope.restore() }
    let type = Self.textType(context)
    let texts =
      keys.enumerated().map { "cast(\($1) as \(type)) as sluice_t\($0)" }
      + (layout.updated == nil ? [] : ["cast(sluice_u as \(type)) as sluice_tu"])
    let translated = try Self.translated(
      "select sluice_row, \(texts.joined(separator: ", ")) from sluice.sluice.incoming", context)
    let hashed =
      keys.indices.map { "coalesce(sluice_t\($0), '')" }
      + [layout.updated == nil ? quoteLiteral(nowText) : "coalesce(sluice_tu, '')"]
    return "SELECT sluice_row, md5(\(hashed.joined(separator: " || '|' || "))) AS sluice_id, "
      + "\(keys.indices.map { "coalesce(sluice_t\($0), '')" }.joined(separator: " || '|' || ")) AS sluice_key FROM (\(translated))"
  }

  /// The value of an expression without columns.
  private static func value(_ expression: String, _ context: StepContext) throws -> Value {
    try context.connection.queryValue(translated("select \(expression) as sluice_value", context)) ?? .null
  }

  private static func translated(_ sql: String, _ context: StepContext) throws -> String {
    do {
      return try context.translator.translate(sql, for: context.project, in: context.scope).sql
    } catch let refusal as TranslationRefusal {
      throw StepFailure(.failed, "\(refusal.description) (in: \(sql))", at: context.node.location)
    }
  }

  /// What the dialect calls text.
  private static func textType(_ context: StepContext) -> String {
    switch context.project.target.type {
    case "bigquery", "databricks", "spark": "string"
    default: "varchar"
    }
  }

  /// A timestamp in the form the warehouse keeps timestamps in: no zeros behind the fraction.
  private static func trimmed(_ moment: String) -> String {
    guard moment.contains(".") else { return moment }
    var text = moment[...]
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return String(text)
  }
}
