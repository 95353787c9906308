import Project
import SQLiteKit

/// The constraints of an enforced contract, as far as the project's platform enforces them: each a check of the output
/// gate, with the rows that break it.
struct ConstraintCheck {
  let context: StepContext
  let relation: RelationName
  let candidate: Candidate

  private struct Constraint {
    var kind: String
    var columns: [String]
    var expression: String?
    var name: String?

    init?(_ value: ConfigValue, column: String? = nil) {
      guard let kind = value["type"]?.scalarText?.lowercased() else { return nil }
      self.kind = kind
      columns = value["columns"]?.stringList ?? column.map { [$0] } ?? []
      expression = value["expression"]?.scalarText
      name = value["name"]?.scalarText
    }
  }

  /// What a platform refuses to store; the others are notes to it.
  private var enforced: Set<String> {
    switch context.project.target.type {
    case "postgres", "duckdb", "sqlite": ["not_null", "unique", "primary_key", "check"]
    case "databricks", "spark": ["not_null", "check"]
    default: ["not_null"]
    }
  }

  func check(into journal: GateJournal) throws {
    let node = context.node
    guard node.config["contract"]?["enforced"]?.boolValue ?? false, candidate.kind == .table else { return }
    let present = Set(candidate.columns.map { $0.name.lowercased() })
    var constraints = node.columns.flatMap { column in
      column.constraints.compactMap { Constraint($0, column: column.name) }
    }
    constraints += node.details.constraints.compactMap { Constraint($0) }
    for constraint in constraints where enforced.contains(constraint.kind) {
      guard constraint.columns.allSatisfy({ present.contains($0.lowercased()) }) else { continue }
      guard let rows = try breaking(constraint) else { continue }
      let what = constraint.columns.isEmpty ? constraint.expression ?? "" : constraint.columns.joined(separator: ", ")
      var record = journal.record(
        constraint.name ?? "constraint \(constraint.kind) of \(what)", rows.rows.isEmpty ? .pass : .fail,
        threshold: "= 0 rows",
        message: rows.rows.isEmpty ? "holds" : "\(rows.total) rows break \(constraint.kind) of \(what)")
      record.location = node.patchLocation ?? node.location
      record.measured = Double(rows.total)
      record.rowsFailing = rows.total
      record.rowsKept = Int64(rows.rows.count)
      journal.add(record, rows: rows.rows.isEmpty ? nil : rows)
    }
  }

  private func breaking(_ constraint: Constraint) throws -> FailingRows? {
    let names = constraint.columns.map { quoteIdentifier($0) }
    let table = candidate.readName
    let list = names.joined(separator: ", ")
    switch constraint.kind {
    case "not_null" where !names.isEmpty:
      return try rows("SELECT * FROM \(table) WHERE \(names.map { "\($0) IS NULL" }.joined(separator: " OR "))")
    case "unique" where !names.isEmpty:
      let known = names.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
      return try rows("SELECT \(list), count(*) FROM \(table) WHERE \(known) GROUP BY \(list) HAVING count(*) > 1")
    case "primary_key" where !names.isEmpty:
      let unknown = names.map { "\($0) IS NULL" }.joined(separator: " OR ")
      return try rows("SELECT \(list), count(*) FROM \(table) GROUP BY \(list) HAVING count(*) > 1 OR \(unknown)")
    case "check":
      guard let expression = constraint.expression else { return nil }
      let parts = [relation.database, relation.schema, relation.identifier].map { context.dialectQuoted($0) }
      do {
        let query = "SELECT * FROM \(parts.joined(separator: ".")) WHERE NOT (\(expression))"
        return try rows(context.translator.translate(query, for: context.project, in: context.scope).sql)
      } catch let refusal as TranslationRefusal {
        throw StepFailure(
          .failed, "check constraint (\(expression)): \(refusal.description)",
          at: context.node.patchLocation ?? context.node.location)
      }
    default: return nil
    }
  }

  /// How many rows are kept to be looked at.
  private static let kept = 1_000

  private func rows(_ sql: String) throws -> FailingRows {
    let statement = try context.connection.prepare("\(sql) LIMIT \(Self.kept)")
    var rows: [[String?]] = []
    while try statement.step() { rows.append((0..<statement.columnCount).map { statement.string($0) }) }
    // Only the first are kept; all are counted.
    let isCut = rows.count >= Self.kept
    let total = isCut ? try context.connection.queryValue("SELECT count(*) FROM (\(sql))")?.integer : nil
    return FailingRows(columns: statement.columnNames, rows: rows, total: total ?? Int64(rows.count))
  }
}
