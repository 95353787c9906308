import Glibc
import Project
import TestSupport
import Testing

@Suite struct `The cache of a reading` {
  private static let cachePath = "target/partial_parse.sluice"

  /// A project in a folder whose files are old enough for a cache to trust their times.
  private func project(_ files: [String: String] = [:]) -> TemporaryFolder {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\nprofile: p\nvars: {day: monday}\n", to: "dbt_project.yml")
    folder.write(
      """
      {{ config(tags=[env_var('TAG', 'none')], meta={'day': var('day')}) }}
      select * from {{ ref('b') }} where t = '{{ target.name }}'
      """, to: "models/a.sql")
    folder.write("select 1 as id", to: "models/b.sql")
    folder.write("{% macro m() %}1{% endmacro %}", to: "macros/m.sql")
    for (name, text) in files { folder.write(text, to: name) }
    usleep(40_000)
    return folder
  }

  private func options(_ change: (inout LoadOptions) -> Void = { _ in }) -> LoadOptions {
    var options = LoadOptions()
    options.usesCache = true
    change(&options)
    return options
  }

  private func load(_ folder: TemporaryFolder, _ options: LoadOptions) throws -> LoadedProject {
    try ProjectLoader.load(folder.path, options: options)
  }

  @Test(arguments: ExpectedFacts.fixtures) func `gives back every node, field by field`(_ fixture: String) throws {
    let folder = TemporaryFolder()
    try #require(system("cp -r '\(ExpectedFacts.folder)\(fixture)/.' '\(folder.path)'") == 0)
    usleep(40_000)
    let options = self.options { $0.environment = ["HOME": "/nonexistent"] }
    let first = try load(folder, options)
    #expect(exists(folder, Self.cachePath))
    let second = try load(folder, options)
    #expect(dumped(first) == dumped(second))
    #expect(first.messages == second.messages)
    let plain = try ProjectLoader.load(folder.path, options: LoadOptions(environment: ["HOME": "/nonexistent"]))
    #expect(dumped(plain) == dumped(second))
  }

  @Test func `compiles what it gives back as what was read`() throws {
    let folder = project(["models/a.sql": "select {{ m() }} from {{ ref('b') }}"])
    _ = try load(folder, options())
    let again = try load(folder, options())
    let node = try #require(again.graph[NodeID("model.p.a")])
    let sql = try again.compiler.compile(node, context: CompilationContext(), adapter: NoWarehouse()).sql
    #expect(sql.hasPrefix("select 1 from "))
  }

  @Test func `is written once while nothing changes`() throws {
    let folder = project()
    func inode() -> UInt64 {
      var status = stat()
      return stat(folder.path + "/" + Self.cachePath, &status) == 0 ? UInt64(status.st_ino) : 0
    }
    _ = try load(folder, options())
    let first = inode()
    #expect(first != 0)
    _ = try load(folder, options())
    #expect(inode() == first)
    folder.write("select 2 as id", to: "models/b.sql")
    usleep(40_000)
    _ = try load(folder, options())
    #expect(inode() != first)
  }

  struct Change: CustomTestStringConvertible {
    var testDescription: String
    var edit: @Sendable (TemporaryFolder, inout LoadOptions) -> Void
    var check: @Sendable (LoadedProject) -> Bool
  }

  static let changes: [Change] = [
    Change(testDescription: "a model") { folder, _ in
      folder.write("select 2 as id", to: "models/b.sql")
    } check: {
      $0.graph[NodeID("model.p.b")]?.rawCode == "select 2 as id"
    },
    Change(testDescription: "a model of the same size and time") { folder, _ in
      var before = stat()
      stat(folder.path + "/models/b.sql", &before)
      folder.write("select 3 as id", to: "models/b.sql")
      let times = [before.st_atim, before.st_mtim]
      utimensat(AT_FDCWD, folder.path + "/models/b.sql", times, 0)
    } check: {
      $0.graph[NodeID("model.p.b")]?.rawCode == "select 3 as id"
    },
    Change(testDescription: "a new file") { folder, _ in
      folder.write("select 1", to: "models/c.sql")
    } check: {
      $0.graph[NodeID("model.p.c")] != nil
    },
    Change(testDescription: "a file taken away") { folder, _ in
      folder.write("select 1", to: "models/a.sql")
      unlink(folder.path + "/models/b.sql")
    } check: {
      $0.graph[NodeID("model.p.b")] == nil
    },
    Change(testDescription: "the project file") { folder, _ in
      folder.write("name: p\nversion: '1.0'\nmodels: {+schema: other}\n", to: "dbt_project.yml")
      folder.write("select 1", to: "models/a.sql")
    } check: {
      $0.graph[NodeID("model.p.b")]?.relation?.schema == "main_other"
    },
    Change(testDescription: "a var") { _, options in
      options.vars = .map([ConfigEntry("day", .string("sunday"))])
    } check: {
      $0.graph[NodeID("model.p.a")]?.config.meta["day"] == .string("sunday")
    },
    Change(testDescription: "an environment variable") { _, options in
      options.environment = ["TAG": "set"]
    } check: {
      $0.graph[NodeID("model.p.a")]?.config.tags == ["set"]
    },
    Change(testDescription: "a profile") { folder, _ in
      folder.write("p: {target: x, outputs: {x: {type: sqlite, schema: elsewhere}}}", to: "profiles.yml")
    } check: {
      $0.graph[NodeID("model.p.b")]?.relation?.schema == "elsewhere"
    },
    Change(testDescription: "a macro that names relations") { folder, _ in
      folder.write("{% macro generate_schema_name(n, node) %}made{% endmacro %}", to: "macros/m.sql")
    } check: {
      $0.graph[NodeID("model.p.b")]?.relation?.schema == "made"
    },
    Change(testDescription: ".dbtignore") { folder, _ in
      folder.write("select 1", to: "models/a.sql")
      folder.write("b.sql\n", to: ".dbtignore")
    } check: {
      $0.graph[NodeID("model.p.b")] == nil
    },
    Change(testDescription: "sluice.yml") { folder, _ in
      folder.write("dialect: snowflake\n", to: "sluice.yml")
    } check: {
      $0.target.type == "snowflake"
    },
  ]

  @Test(arguments: changes) func `does not hold after a change of`(_ change: Change) throws {
    let folder = project()
    var options = self.options()
    _ = try load(folder, options)
    _ = try load(folder, options)
    change.edit(folder, &options)
    #expect(change.check(try load(folder, options)))
  }

  @Test func `is put aside when the clock was looked at`() throws {
    let folder = project(["models/a.sql": "{{ config(meta={'t': modules.datetime.datetime.now() | string}) }} select 1"]
    )
    _ = try load(folder, options())
    #expect(!exists(folder, Self.cachePath))
  }

  @Test func `is another for a command whose name templates read`() throws {
    let folder = project(["models/a.sql": "{{ config(meta={'w': flags.WHICH}) }} select 1"])
    _ = try load(folder, options { $0.command = "build" })
    let listed = try load(folder, options { $0.command = "list" })
    #expect(listed.graph[NodeID("model.p.a")]?.config.meta["w"] == .string("list"))
  }

  @Test func `is never believed when damaged`() throws {
    let folder = project()
    let right = dumped(try load(folder, options()))
    let whole = try bytes(folder, Self.cachePath)
    var random = SystemRandomNumberGenerator()
    for round in 0..<60 {
      var broken = whole
      switch round % 3 {
      case 0: broken[Int.random(in: 0..<broken.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      case 1: broken.removeLast(Int.random(in: 1...broken.count, using: &random))
      default:
        broken.insert(UInt8.random(in: 0...255, using: &random), at: Int.random(in: 0...broken.count, using: &random))
      }
      write(broken, folder, Self.cachePath)
      #expect(dumped(try load(folder, options())) == right)
    }
  }

  @Test func `holds no value of an environment variable`() throws {
    let folder = project()
    _ = try load(folder, options { $0.environment = ["TAG": "hush-hush-value"] })
    // The value stands in the node it configures, as it does in a manifest; a variable that only decides is a digest.
    let other = project(["models/a.sql": "{% if env_var('GATE', 'x') == 'y' %}{% endif %}select 1"])
    _ = try load(other, options { $0.environment = ["GATE": "hush-hush-value"] })
    let text = String(decoding: try bytes(other, Self.cachePath), as: UTF8.self)
    #expect(!text.contains("hush-hush-value"))
  }

  @Test func `is not written when the project has mistakes`() {
    let folder = project(["models/a.sql": "{{ ref('nothing') }}"])
    #expect(throws: CompilationFailure.self) { try load(folder, options()) }
    #expect(!exists(folder, "target"))
  }

  @Test func `that cannot be written is no mistake`() throws {
    let folder = project(["target": "a file where the folder should be"])
    #expect(try load(folder, options()).graph.nodes.count == 2)
  }

  // MARK: Looking at files

  private func dumped(_ project: LoadedProject) -> String {
    var text = ""
    for id in project.graph.order { if let node = project.graph[id] { text += described(node) } }
    for node in project.disabled.sorted(by: { $0.id < $1.id }) { text += described(node) }
    return text
  }

  /// Every field of a node by name, those added later among them; dictionaries in order of key.
  private func described(_ value: Any, _ depth: Int = 0) -> String {
    if let config = value as? NodeConfig {
      return described(config.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }, depth)
    }
    if let flags = value as? [String: Bool] { return "\(flags.sorted { $0.key < $1.key })" }
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle != .enum, !mirror.children.isEmpty, depth < 8 else { return "\(value)" }
    return mirror.children.map { "\($0.label ?? "-"): \(described($0.value, depth + 1))" }.joined(separator: "\n")
  }

  private func exists(_ folder: TemporaryFolder, _ path: String) -> Bool { access(folder.path + "/" + path, F_OK) == 0 }

  private func bytes(_ folder: TemporaryFolder, _ path: String) throws -> [UInt8] {
    let file = try #require(fopen(folder.path + "/" + path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }

  private func write(_ bytes: [UInt8], _ folder: TemporaryFolder, _ path: String) {
    guard let file = fopen(folder.path + "/" + path, "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
}
