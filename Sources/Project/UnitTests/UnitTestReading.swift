import Jinja

/// Reads the entry of a unit test.
struct UnitTestReading {
  let compiler: ProjectCompiler
  let node: Node

  private var entry: ConfigValue { node.details.properties }

  func read() throws(CompilationFailure) -> UnitTestCase {
    guard let model = node.dependsOn.first else { throw problem("it names no model", hint: "add 'model: …'") }
    var given: [UnitTestCase.Given] = []
    for input in entry["given"]?.listValue ?? [] {
      guard let text = input["input"]?.scalarText else {
        throw problem("an entry of 'given' names no input", hint: "write: - input: ref('…')")
      }
      let target = try resolve(text, model)
      given.append(
        UnitTestCase.Given(
          input: text, node: target, fixture: try fixture(input, of: "the input \(text)", seed: target)))
    }
    guard let expect = entry["expect"] else { throw problem("it expects nothing", hint: "add 'expect: {rows: […]}'") }
    var overrides = UnitTestOverrides()
    overrides.test = node.name
    overrides.macros = Self.values(entry["overrides"]?["macros"])
    overrides.vars = Self.values(entry["overrides"]?["vars"])
    overrides.environment = Self.values(entry["overrides"]?["env_vars"])
    return UnitTestCase(
      model: model, given: given, expected: try fixture(expect, of: "'expect'", seed: nil), overrides: overrides)
  }

  private static func values(_ value: ConfigValue?) -> [String: ConfigValue] {
    guard case .map(let entries)? = value else { return [:] }
    return Dictionary(entries.map { ($0.key, $0.value) }) { $1 }
  }

  private func problem(_ message: String, hint: String? = nil) -> CompilationFailure {
    CompilationFailure([
      ProjectMessage(.error, "unit test '\(node.name)': \(message)", at: node.location, hint: hint, node: node.id)
    ])
  }

  /// The node an input means.
  private func resolve(_ input: String, _ model: NodeID) throws(CompilationFailure) -> NodeID {
    if input.trimmingBlanks() == "this" { return model }
    let context = NodeContext(state: compiler.state, node: node, package: node.package, phase: .parsing)
    do throws(JinjaError) {
      let text = input.holdsJinja ? input : "{{ \(input) }}"
      _ = try compiler.state.rendering.value(of: text, name: node.location.file, in: context)
    } catch {
      throw problem("the input '\(input)' cannot be read: \(error.message)")
    }
    if let call = context.record.refs.first {
      switch compiler.project.lookup.resolve(call, from: node.package) {
      case .found(let id): return id
      case .disabled: throw problem("the input '\(input)' is disabled")
      case .missing(let hint):
        throw problem("the input '\(input)' is nothing", hint: hint.map { "did you mean '\($0)'?" })
      }
    }
    if let call = context.record.sources.first {
      if let id = compiler.project.lookup.resolve(call, from: node.package) { return id }
      throw problem("the input '\(input)' is declared in no properties file")
    }
    throw problem("the input '\(input)' is neither ref(…), source(…) nor this")
  }

  // MARK: Fixtures

  private func fixture(
    _ value: ConfigValue, of what: String, seed: NodeID?
  ) throws(CompilationFailure) -> UnitTestCase.Fixture {
    let file = value["fixture"]?.scalarText
    switch value["format"]?.scalarText?.lowercased() ?? "dict" {
    case "dict":
      guard case .list(let rows)? = value["rows"] else {
        if let seed, value["rows"] == nil, let rows = try rows(ofSeed: seed) { return .rows(rows) }
        throw problem("\(what) has no list of rows", hint: "write 'rows: [{column: value}]', or say 'format: csv'")
      }
      return .rows(
        try rows.map { (row) throws(CompilationFailure) in
          guard case .map(let entries) = row else { throw problem("a row of \(what) is no mapping of columns") }
          return entries
        })
    case "csv":
      let text = if let file { try self.text(of: file, "csv", what) } else { value["rows"]?.scalarText }
      guard let text else { throw problem("\(what) has no CSV text under 'rows', nor a 'fixture'") }
      return .rows(try rows(ofCSV: text, what))
    case "sql":
      let text = if let file { try self.text(of: file, "sql", what) } else { value["rows"]?.scalarText }
      guard let text else { throw problem("\(what) has no query under 'rows', nor a 'fixture'") }
      return .query(text)
    case let word: throw problem("\(what) has the format '\(word)'", hint: "it is one of dict, csv, sql")
    }
  }

  /// Empty values are NULL, as in dbt.
  private func rows(ofCSV text: String, _ what: String) throws(CompilationFailure) -> [[ConfigEntry]] {
    var reader = SeedRecords(text, delimiter: UInt8(ascii: ","))
    guard let header = reader.next()?.values.map({ $0.trimmingBlanks() }) else {
      throw problem("\(what) is empty", hint: "give it a line of column names")
    }
    var rows: [[ConfigEntry]] = []
    while let record = reader.next() {
      if record.values == [""] { continue }
      guard record.values.count <= header.count else {
        throw problem("line \(record.line) of \(what) has \(record.values.count) values for \(header.count) columns")
      }
      rows.append(
        zip(header, record.values + Array(repeating: "", count: header.count - record.values.count)).map {
          ConfigEntry($0, $1.isEmpty ? .null : .string($1))
        })
    }
    return rows
  }

  private func text(of name: String, _ ending: String, _ what: String) throws(CompilationFailure) -> String {
    let package = compiler.state.packages[node.package] ?? compiler.state.root
    var tried: [String] = []
    for folder in package.file.testPaths {
      let path = ProjectFolder.joined(folder, "fixtures/\(name).\(ending)")
      tried.append(path)
      if let text = ProjectFolder.text(ProjectFolder.joined(package.root, path)) { return text }
    }
    throw problem("there is no fixture '\(name)' for \(what)", hint: "put it at \(tried.joined(separator: " or "))")
  }

  /// A seed without rows is taken as its file has it.
  private func rows(ofSeed id: NodeID) throws(CompilationFailure) -> [[ConfigEntry]]? {
    guard let seed = compiler.project.graph[id], seed.resourceType == .seed,
      let text = ProjectFolder.text(seed.details.absolutePath)
    else { return nil }
    return try rows(ofCSV: text, "the seed \(seed.name)")
  }
}
