import Project
import SQLiteKit
import Synchronization
import Testing

@testable import Engine

/// A table that is published several times, each time with other rows.
final class VersionFixture: Sendable {
  let fixture = WarehouseFixture()
  let relation = RelationName(database: "shop", schema: "silver", identifier: "people")

  var browser: WarehouseBrowser { get throws { WarehouseBrowser(try fixture.project) } }

  /// Publishes these rows (`id`, `name`, `city`) as the table's next version.
  @discardableResult
  func publish(
    _ rows: [[String?]], run: Int64 = 1, _ materialization: Materialization = .table,
    columns: [String] = ["id", "name", "city"],
    key: [String] = ["id"], options: StepOptions = StepOptions(context: CompilationContext(), force: true)
  ) async throws -> StepOutcome {
    func literal(_ text: String?) -> String { text.map { quoteLiteral($0) } ?? "null" }
    let selects = rows.map { row in
      "select " + zip(row, columns).map { "\(literal($0)) as \($1)" }.joined(separator: ", ")
    }
    let node = fixture.model(
      "people", selects.joined(separator: " union all "), materialization,
      config: key.isEmpty ? [:] : ["unique_key": .list(key.map { .string($0) })],
      columns: columns.map { ColumnProperties(name: $0, dataType: "string") })
    return try await fixture.carry(node, run: run, options: options).outcome
  }

  func restore(_ version: Int64, run: Int64 = 9) async throws -> StepOutcome {
    let nodes = fixture.nodes.withLock { $0 }
    let node = try #require(nodes.first { $0.relation == relation })
    let options = StepOptions(context: CompilationContext(), force: true, restores: version)
    return try await fixture.carry(node, run: run, options: options).outcome
  }

  /// The rows of a moment, each as one text, in order.
  func rows(_ moment: TableMoment) throws -> [String] {
    try browser.page(TablePageRequest(relation: relation, moment: moment, count: 1_000)).rows
      .map { $0.map { $0 ?? "∅" }.joined(separator: " ") }.sorted()
  }

  func query(_ sql: String) throws -> [String] {
    try browser.query(sql, count: 1_000).rows.map { $0.map { $0 ?? "∅" }.joined(separator: " ") }
  }
}
