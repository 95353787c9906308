import Project
import Testing

@Suite struct `A project as dbt reads it` {
  /// Configuration that dbt-duckdb adds or that artifacts only fill in on writing.
  private static let ignoredConfig: Set<String> = ["static_analysis"]

  @Test(arguments: ExpectedFacts.fixtures) func `has the same nodes`(_ fixture: String) throws {
    let expected = try ExpectedFacts(fixture: fixture)
    let project = try ExpectedFacts.load(fixture)
    // dbt keeps a test of a disabled model among its nodes, switched off.
    let off = expected.of("config").filter { $0.value["enabled"] == .bool(false) }.map(\.subject)
    let wanted = Set(expected.of("node").map(\.subject)).subtracting(off)
    let found = Set(project.graph.nodes.keys.map(\.rawValue))
    #expect(wanted.subtracting(found).sorted() == [])
    #expect(found.subtracting(wanted).sorted() == [])
    #expect(Set(expected.of("disabled").map(\.subject)) == Set(project.disabled.map(\.id.rawValue)))
  }

  @Test(arguments: ExpectedFacts.fixtures) func `has the same facts about each node`(_ fixture: String) throws {
    let expected = try ExpectedFacts(fixture: fixture)
    let project = try ExpectedFacts.load(fixture)
    for fact in expected.facts {
      guard let node = project.graph[NodeID(fact.subject)] else { continue }
      let found: ConfigValue
      switch fact.kind {
      case "fqn": found = .list(node.fqn.map { .string($0) })
      case "depends": found = .list(node.dependsOn.map(\.rawValue).sorted().map { .string($0) })
      case "description": found = .string(node.description)
      case "columns": found = .list(node.columns.map(\.name).sorted().map { .string($0) })
      case "path":
        let file = project.listing(of: [node.id], output: .path).first ?? ""
        found = .list([.string(node.details.path), .string(file)])
      case "alias": found = .string(node.details.alias)
      case "checksum": found = .string(node.details.checksum)
      case "relation": found = .string(project.renderedRelation(of: node) ?? "")
      default: continue
      }
      #expect(found == fact.value, "\(fact.kind) of \(fact.subject)")
    }
  }

  @Test(arguments: ExpectedFacts.fixtures) func `has the same configuration`(_ fixture: String) throws {
    let expected = try ExpectedFacts(fixture: fixture)
    let project = try ExpectedFacts.load(fixture)
    for fact in expected.of("config") {
      // Groups have no configuration; dbt 1.10 shows stray parts of the models' tree there.
      guard let node = project.graph[NodeID(fact.subject)], node.resourceType != .group,
        case .map(let entries) = fact.value
      else { continue }
      for entry in entries where !Self.ignoredConfig.contains(entry.key) {
        let found = node.config[entry.key]?.sortedByKey
        if entry.key == "tags" {
          // A column's tags are its tests' too; dbt keeps those beside the configuration, and repeats others.
          #expect(Set(entry.value.stringList ?? []).isSubset(of: found?.stringList ?? []), "tags of \(fact.subject)")
          continue
        }
        #expect(found == entry.value.sortedByKey, "\(entry.key) of \(fact.subject)")
      }
      let extra = Set(node.config.values.filter { $0.value != .null }.keys).subtracting(entries.map(\.key))
      #expect(extra.sorted() == [], "of \(fact.subject)")
    }
  }

  @Test(arguments: ExpectedFacts.fixtures) func `selects the same nodes`(_ fixture: String) throws {
    let expected = try ExpectedFacts(fixture: fixture)
    let project = try ExpectedFacts.load(fixture)
    for fact in expected.of("select") {
      var found: Set<String> = []
      let selection = try NodeSelection(line: fact.subject)
      do throws(SelectionError) {
        let words = fact.subject.split(separator: " ").map(String.init)
        var history = SelectionHistory()
        if let place = words.firstIndex(of: "--state").map({ words[$0 + 1] }) {
          history = try SelectionHistory(stateDirectory: project.root + "/" + place, for: project)
        }
        found = Set(try project.select(selection, history: history).map(\.rawValue))
      } catch {
        found = ["error"]
      }
      // dbt's `ls` leaves analyses out unless they are asked for by type.
      found = found.filter { !$0.hasPrefix("analysis.") }
      let wanted = Set(fact.value.stringList ?? [])
      #expect(wanted.subtracting(found).sorted() == [], "missing from \(fact.subject)")
      #expect(found.subtracting(wanted).sorted() == [], "too much in \(fact.subject)")
    }
  }

  @Test(arguments: ExpectedFacts.fixtures) func `compiles to the same SQL`(_ fixture: String) throws {
    let expected = try ExpectedFacts(fixture: fixture)
    let project = try ExpectedFacts.load(fixture)
    for fact in expected.of("sql") {
      guard let node = project.graph[NodeID(fact.subject)] else { continue }
      let compiled = try project.compiler.compile(node, context: CompilationContext(), adapter: NoWarehouse())
      #expect(folded(compiled.sql) == fact.value.stringValue, "\(fact.subject)")
    }
  }
}
