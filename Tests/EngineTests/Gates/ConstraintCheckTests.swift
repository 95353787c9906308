import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("An enforced contract")
struct ConstraintCheckTests {
  let fixture = WarehouseFixture()
  private let enforced: [String: ConfigValue] = ["contract": .map([ConfigEntry("enforced", .bool(true))])]

  private func column(_ name: String, _ constraints: ConfigValue...) -> ColumnProperties {
    ColumnProperties(name: name, dataType: "INTEGER", constraints: constraints)
  }

  private func constraint(_ type: String, _ expression: String? = nil) -> ConfigValue {
    .map([ConfigEntry("type", .string(type))] + (expression.map { [ConfigEntry("expression", .string($0))] } ?? []))
  }

  @Test("puts its columns in its own order")
  func order() async throws {
    let columns = [column("b"), column("a")]
    try await fixture.carry(fixture.model("t", "select 1 as a, 2 as b", config: enforced, columns: columns))
    #expect(try fixture.rows("select * from \"silver.t\"") == [[2, 1]])
  }

  @Test(
    "holds what breaks a constraint the platform keeps",
    arguments: [
      ("not_null", nil, "select null as a", false), ("not_null", nil, "select 1 as a", true),
      ("unique", nil, "select 1 as a union all select 1", false),
      ("unique", nil, "select null as a union all select null", true),
      ("primary_key", nil, "select null as a", false), ("check", "a > 0", "select 0 as a", false),
      ("check", "a > 0", "select 1 as a", true), ("check", "a > 0", "select null as a", true),
      ("foreign_key", nil, "select 7 as a", true),
    ] as [(String, String?, String, Bool)])
  func constraints(_ kind: String, _ expression: String?, _ sql: String, _ holds: Bool) async throws {
    let columns = [column("a", constraint(kind, expression))]
    let outcome = try await fixture.carry(fixture.model("t", sql, config: enforced, columns: columns)).outcome
    #expect(outcome.state == (holds ? .success : .heldAtOutput), "\(outcome.reason ?? "")")
    // Without a contract dbt only notes them.
    let free = WarehouseFixture()
    #expect(try await free.carry(free.model("t", sql, columns: columns)).outcome.state == .success)
  }
}
