import FoundationEssentials
import Project
import TestSupport
import Testing

@Suite struct `A secret of the profile` {
  private static let password = "correct-horse-battery"

  private func project(_ model: String) throws -> (TemporaryFolder, LoadedProject) {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\nprofile: p\n", to: "dbt_project.yml")
    folder.write(
      """
      p:
        target: prod
        outputs:
          prod:
            type: postgres
            host: db.example.com
            user: loader
            schema: main
            dbname: shop
            password: "{{ env_var('DBT_ENV_SECRET_PASSWORD') }}"
            token: \(Self.password)
      """, to: "profiles.yml")
    folder.write(model, to: "models/a.sql")
    var options = LoadOptions(environment: ["DBT_ENV_SECRET_PASSWORD": Self.password]) { _ in true }
    options.usesCache = true
    return (folder, try ProjectLoader.load(folder.path, options: options))
  }

  @Test func `stands neither in artifacts, nor in the cache, nor in what a template can see`() throws {
    let (folder, project) = try project("select '{{ target }}' as t, '{{ target.host }}' as h")
    let manifest = ManifestWriter(project, metadata: .init(invocationID: "", generatedAt: "")).manifest().json()
    #expect(!manifest.contains(Self.password))
    let node = try #require(project.graph[NodeID("model.p.a")])
    let sql = try project.compiler.compile(node, context: CompilationContext(), adapter: NoWarehouse()).sql
    #expect(sql.contains("db.example.com"))
    #expect(!sql.contains(Self.password))
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where name.hasPrefix("target/") {
      let bytes = FileManager.default.contents(atPath: folder.path + "/" + name) ?? Data()
      #expect(!String(decoding: bytes, as: UTF8.self).contains(Self.password), "\(name)")
    }
  }

  @Test func `is not told with the target's other fields`() throws {
    let (_, project) = try project("select 1")
    let told = project.target.openFields.map { "\($0.name)=\($0.value)" }
    #expect(told.contains("host=db.example.com"))
    #expect(!told.contains { $0.contains(Self.password) || $0.hasPrefix("password") || $0.hasPrefix("token") })
  }

  @Test func `may not be read by a model`() {
    #expect {
      try project("select '{{ env_var('DBT_ENV_SECRET_PASSWORD') }}'")
    } throws: { error in
      let text = "\((error as? CompilationFailure)?.messages ?? [])"
      return text.contains("may only be read in profiles.yml") && !text.contains(Self.password)
    }
  }
}
