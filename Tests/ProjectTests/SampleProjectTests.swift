import FoundationEssentials
import Project
import Testing

@Suite struct `The sample projects` {
  static let folder =
    String(#filePath.dropLast("Tests/ProjectTests/SampleProjectTests.swift".count)) + "sample-data/"

  static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
    ProjectLoader.isProject(folder + $0)
  }.sorted()

  @Test(arguments: names) func `load without a word, and every node compiles`(_ name: String) throws {
    let project = try ProjectLoader.load(Self.folder + name)
    #expect(project.messages.map(\.description) == [])
    #expect(project.target.isEmbedded)
    for id in project.graph.order {
      guard let node = project.graph[id], !node.rawCode.isEmpty || node.test != nil else { continue }
      let compiled = try project.compiler.compile(node, context: CompilationContext(), adapter: NoWarehouse())
      #expect(!compiled.sql.isEmpty, "\(id)")
    }
  }
}
