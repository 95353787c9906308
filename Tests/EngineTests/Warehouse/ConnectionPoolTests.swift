import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("Connections kept from step to step") struct ConnectionPoolTests {
  let fixture = WarehouseFixture()
  private let forced = StepOptions(context: CompilationContext(), force: true)

  @Test("serve the next step as if they were new: other catalogs made since can be read, nothing is left in scratch")
  func serve() async throws {
    let archive = fixture.model("old", "select 7 as n", database: "archive")
    let first = fixture.model("first", "select 1 as n")
    let view = fixture.model("seen", "select n + 1 as n from silver.first", .view, dependsOn: [first])
    let last = fixture.model(
      "last", "select a.n + s.n as n from archive.silver.old a, silver.seen s", dependsOn: [archive])
    let warehouse = try fixture.warehouse()
    for node in [first, view, archive, last, first, last] {
      let reporter = RecordingReporter()
      let outcome = await warehouse.carry(fixture.request(node, options: forced), reporting: reporter)
      #expect(outcome.state == .success, "\(node.name): \(outcome.reason ?? "")")
    }
    #expect(try fixture.rows("select n from \"silver.last\"") == [[9]])
    #expect(try fixture.rows("select max(version) from \"~versions\" where relation = 'silver.last'") == [[1]])
  }

  @Test("are not interrupted by what stops a step that had them before")
  func interrupts() async throws {
    let quick = fixture.model("quick", "select 1 as n")
    let slow = fixture.model(
      "slow",
      "with recursive c(n) as (select 1 union all select n + 1 from c where n < 300000) select count(*) as n from c")
    let warehouse = try fixture.warehouse()
    let early = RecordingReporter()
    _ = await warehouse.carry(fixture.request(quick, options: forced), reporting: early)
    let late = RecordingReporter()
    let request = fixture.request(slow, options: forced)
    async let running = warehouse.carry(request, reporting: late)
    for _ in 0..<100 {
      early.cancel()
      try await Task.sleep(for: .milliseconds(2))
    }
    let outcome = await running
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
  }
}
