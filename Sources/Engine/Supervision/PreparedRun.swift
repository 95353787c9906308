package import Project

/// A request after the project was loaded and the selection made: all a run is carried with.
package struct PreparedRun: Sendable {
  package var project: LoadedProject
  /// Nodes and tests, as the selector found them.
  package var selection: Set<NodeID>
  package var warehouse: any Warehouse
  package var hooks: RunHooks
  /// What must never be written: passwords of the profile. Those of the environment are known.
  package var secrets: [String]
  /// What is to be told in the run's log: odd things about the project, parts of it that are not carried out.
  package var notes: [String]
  /// Called with the run's records as they will be when it is over: artifacts, alerts. What goes wrong in it is logged.
  package var finished: (@Sendable (RunRecord, RunStoreReader) throws -> Void)?

  package init(
    project: LoadedProject, selection: Set<NodeID>, warehouse: any Warehouse, hooks: RunHooks = RunHooks(),
    secrets: [String] = [], notes: [String] = [],
    finished: (@Sendable (RunRecord, RunStoreReader) throws -> Void)? = nil
  ) {
    self.project = project
    self.selection = selection
    self.warehouse = warehouse
    self.hooks = hooks
    self.secrets = secrets
    self.notes = notes
    self.finished = finished
  }
}

/// Loads a request's project, makes the selection, opens the warehouse.
package protocol RunPreparing: Sendable {
  /// - Throws: What is wrong with the project or the request; it becomes the run's message.
  func prepare(_ request: RunRequest, context: CompilationContext) throws -> PreparedRun
}
