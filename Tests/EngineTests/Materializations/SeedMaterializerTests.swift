import Glibc
import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("A seed is a CSV file as a table")
struct SeedMaterializerTests {
  let fixture = WarehouseFixture()

  private func seed(_ text: String, config: [String: ConfigValue] = [:]) -> Node {
    fixture.write(text, to: "seeds/codes.csv")
    let node = Node(
      id: NodeID("seed.fixture.codes"), resourceType: .seed, name: "codes", package: "fixture",
      fqn: ["fixture", "codes"], location: SourceLocation(file: "seeds/codes.csv"), config: NodeConfig(values: config),
      materialization: .seed, relation: RelationName(database: "shop", schema: "raw", identifier: "codes"))
    let project = Node(
      id: node.id, resourceType: .seed, name: node.name, package: "fixture", fqn: node.fqn,
      location: SourceLocation(file: "\(fixture.root)/seeds/codes.csv"), config: node.config, materialization: .seed,
      relation: node.relation)
    fixture.add(project)
    return project
  }

  @Test("with types found in the file, or as column_types says")
  func loads() async throws {
    let types: ConfigValue = .map([ConfigEntry("code", .string("varchar"))])
    let node = seed("code,n\n007,1\n010,2\n", config: ["column_types": types])
    let (outcome, _) = try await fixture.carry(node)
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(try fixture.rows("select * from \"raw.codes\"") == [["007", 1], ["010", 2]])
    #expect(try await fixture.warehouse().assess(fixture.request(node)).canReuse)
    let changed = seed("code,n\n007,5\n", config: ["column_types": types])
    #expect(try await fixture.warehouse().assess(fixture.request(changed)).canReuse == false)
  }

  @Test("and a file that is gone holds it")
  func holds() async throws {
    let node = seed("code\n1\n")
    unlink("\(fixture.root)/seeds/codes.csv")
    #expect(try await fixture.carry(node).outcome.state == .heldAtInput)
  }
}
