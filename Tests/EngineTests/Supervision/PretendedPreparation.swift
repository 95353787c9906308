import Project

@testable import Engine

/// Gives a run a small graph and a scripted warehouse instead of a project on disk.
struct PretendedPreparation: RunPreparing {
  var graph: ProjectGraph
  var warehouse: ScriptedWarehouse
  var secrets: [String] = []
  var failure: CompilationFailure?

  init(_ graph: String, _ warehouse: ScriptedWarehouse = ScriptedWarehouse()) throws {
    self.graph = try GraphFixture.graph(graph)
    self.warehouse = warehouse
  }

  func prepare(_ request: RunRequest, context: CompilationContext) throws -> PreparedRun {
    if let failure { throw failure }
    let target = ProjectTarget(
      profileName: "p", name: "local", type: "sqlite", database: "db", schema: "s", threads: 4,
      warehouseDirectory: "/nonexistent", stateDirectory: "/nonexistent")
    let project = LoadedProject(
      root: request.projectDirectory, name: "p", target: target, graph: graph, onRunStart: [], onRunEnd: [],
      compiler: NoCompiler())
    let selection = request.nodes.isEmpty ? Set(graph.order) : Set(request.nodes)
    return PreparedRun(project: project, selection: selection, warehouse: warehouse, secrets: secrets)
  }
}

/// Compiles nothing: a scripted warehouse never asks.
struct NoCompiler: NodeCompiler {
  func compile(
    _ node: Node, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode {
    CompiledNode(id: node.id, sql: "", fingerprint: "")
  }

  func compile(
    inline text: String, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode {
    CompiledNode(id: NodeID("inline"), sql: text, fingerprint: "")
  }
}
