import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("information_schema")
struct InformationSchemaTests {
  let fixture = WarehouseFixture()

  @Test("lists what is published, as rows")
  func lists() async throws {
    let first = fixture.model("orders", "select 1 as id, 'x' as note")
    try await fixture.carry(first)
    try await fixture.carry(fixture.model("recent", "select * from silver.orders", .view, dependsOn: [first]))
    let asked = fixture.model(
      "asked",
      """
      select table_schema || '.' || table_name as name, table_type as kind from shop.information_schema.tables
      union all select table_name || '.' || column_name, cast(ordinal_position as text)
      from information_schema.columns where table_name = 'orders'
      """)
    let outcome = try await fixture.carry(asked).outcome
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(
      try fixture.rows("select name, kind from \"silver.asked\" order by 1") == [
        ["orders.id", "1"], ["orders.note", "2"], ["silver.orders", "BASE TABLE"], ["silver.recent", "VIEW"],
      ])
    // What it says may change without any table it names: it is asked anew each run.
    #expect(try await fixture.warehouse().assess(fixture.request(asked, run: 2)).canReuse == false)
  }
}
