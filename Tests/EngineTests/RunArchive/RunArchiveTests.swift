import Glibc
import Project
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

@Suite("A run in one file says elsewhere what it said here")
struct RunArchiveTests {
  private func project() throws -> ArchivedProject {
    var config = NodeConfig()
    config["tags"] = .list([.string("daily")])
    config["meta"] = .map([ConfigEntry("owner", .string("ada")), ConfigEntry("tiers", .list([.int(1)]))])
    let raw = Node(
      id: NodeID("model.shop.raw"), resourceType: .model, name: "raw", package: "shop", fqn: ["shop", "bronze", "raw"],
      location: SourceLocation(file: "models/raw.sql", line: 3), rawCode: "select 'secret'", config: config,
      materialization: .incremental, relation: RelationName(database: "shop", schema: "bronze", identifier: "raw"),
      layer: "bronze")
    let mart = Node(
      id: NodeID("model.shop.mart"), resourceType: .model, name: "mart", package: "shop", fqn: ["shop", "mart"],
      location: SourceLocation(file: "models/mart.sql"), materialization: .scd2, dependsOn: [raw.id])
    let test = Node(
      id: NodeID("test.shop.not_null"), resourceType: .test, name: "not_null", package: "shop", fqn: ["shop"],
      location: SourceLocation(file: "models/raw.yml"), dependsOn: [raw.id], test: TestDefinition(severity: .warn))
    return ArchivedProject(
      name: "shop", target: "local", root: "/somewhere/shop", graph: try ProjectGraph([raw, mart, test]),
      exportedAt: Instant(microseconds: 7))
  }

  /// A store with two runs, the first ended with a failing check and its rows.
  private func stored() throws -> StoreFixture {
    let store = try StoreFixture()
    let other = try store.ledger.enter(StoreFixture.draft("test"), lock: store.lock)
    let writer = try RunStoreWriter(store.directory)
    func check(_ run: RunID) -> StoreWrite {
      .check(
        CheckRecord(run: run, node: NodeID("model.shop.raw"), gate: .output, name: "not_null", state: .fail),
        FailingRows(columns: ["id"], rows: [["1"], [nil]], total: 20), at: store.at(3))
    }
    try writer.commit(
      store.plan("model.shop.raw", "model.shop.mart"), store.step("model.shop.raw", .runningInput), check(store.run),
      check(other), store.step("model.shop.raw", .heldAtOutput, at: 3), store.step("model.shop.mart", .skipped, at: 3),
      .event(EventRecord(run: store.run, at: store.at(2), kind: "log", message: "mine")),
      .event(EventRecord(run: other, at: store.at(2), kind: "log", message: "not mine")),
      .run(RunChange(run: store.run, state: .failed, at: store.at(4))))
    writer.close()
    return store
  }

  @Test("Runs, steps, checks, events and failing rows of that run, and of no other")
  func whole() throws {
    let store = try stored()
    let path = store.folder.path + "/run.db"
    let summary = try RunArchive.write(store.run, of: store.directory, project: try project(), to: path)
    #expect(summary.events == 1)
    #expect(summary.failingRows == 2)
    #expect(RunArchive.isArchive(path))
    let (there, here) = (try RunStoreReader(archive: path), try RunStoreReader(store.directory))
    #expect(try there.runs().map(\.id) == [store.run])
    #expect(try there.run(store.run)?.state == .failed)
    #expect(try there.steps(of: store.run).map(\.state) == here.steps(of: store.run).map(\.state))
    #expect(try there.events(EventQuery()).map(\.message) == ["mine"])
    let check = try #require(try there.checks(of: store.run).first)
    let rows = try #require(try there.failingRows(check: check.id))
    #expect(rows.columns == ["id"] && rows.rows == [["1"], [nil]] && rows.total == 20)
    // What was asked for, with its variables, stays at home.
    #expect(try there.requestText(of: store.run) == "")
  }

  @Test("The graph comes back as it is drawn: nodes, arrows, groups, places; and no code")
  func graph() throws {
    let store = try stored()
    let path = store.folder.path + "/run.db"
    let before = try project()
    try RunArchive.write(store.run, of: store.directory, project: before, to: path)
    let after = try ArchivedProject(readingArchive: path)
    #expect(after.name == "shop" && after.target == "local" && after.root == "/somewhere/shop")
    #expect(after.exportedAt == before.exportedAt)
    #expect(after.graph.order == before.graph.order && after.graph.parents == before.graph.parents)
    for id in before.graph.order {
      let (old, new) = (try #require(before.graph[id]), try #require(after.graph[id]))
      #expect(new.name == old.name && new.layer == old.layer && new.fqn == old.fqn && new.location == old.location)
      #expect(new.materialization == old.materialization && new.relation == old.relation)
      #expect(new.config.tags == old.config.tags && new.test?.severity == old.test?.severity)
      #expect(new.rawCode.isEmpty)
    }
    #expect(after.graph[NodeID("model.shop.raw")]?.config.meta["owner"] == .string("ada"))
  }

  @Test("What cannot be exported is refused, and nothing is left or overwritten")
  func refused() throws {
    let store = try stored()
    let there = store.folder.path + "/there.db"
    #expect(throws: RunStoreError.self) {
      try RunArchive.write(RunID(99), of: store.directory, project: try project(), to: there)
    }
    // The second run has not ended.
    #expect(throws: RunStoreError.self) {
      try RunArchive.write(RunID(2), of: store.directory, project: try project(), to: there)
    }
    #expect(access(there, F_OK) != 0)
    try RunArchive.write(store.run, of: store.directory, project: try project(), to: there)
    #expect(throws: RunStoreError.self) {
      try RunArchive.write(store.run, of: store.directory, project: try project(), to: there)
    }
    #expect(throws: RunStoreError.self) {
      try RunArchive.write(store.run, of: store.directory, project: try project(), to: "/nowhere/at/all.db")
    }
    #expect(!RunArchive.isArchive(store.directory.stateFile))
    #expect(!RunArchive.isArchive(store.folder.path))
    #expect(!RunArchive.isArchive("/dev/null"))
  }
}
