import Project
import TestSupport

@testable import Engine

/// A finished run with a step and a check of every kind.
struct ArtifactFixture {
  let store: StoreFixture
  let reader: RunStoreReader
  let run: RunRecord
  let project: LoadedProject

  struct Missing: Error {}

  init() throws {
    let store = try StoreFixture()
    self.store = store
    let writer = try RunStoreWriter(store.directory)
    let id = store.run
    func node(_ name: String) -> NodeID { GraphFixture.id(name) }
    func check(_ name: String, _ state: GateState, on host: String) -> StoreWrite {
      .check(
        CheckRecord(
          run: id, node: node(host), gate: .output, name: name, test: node("test.\(name)"), state: state,
          threshold: "= 0", message: state == .pass ? "" : "2 rows <fail> & \"more\"\u{1}", sql: "select 1",
          seconds: 0.25,
          rowsFailing: state == .pass ? 0 : 2), nil, at: store.at(5))
    }
    let names = ["good", "held", "below", "broken"]
    try writer.commit(
      .run(RunChange(run: id, state: .running, at: store.at(1))),
      .plan(id, names.map { StepRecord(run: id, node: node($0), state: .queued) }),
      .step(StepChange(run: id, node: node("good"), state: .runningInput, at: store.at(2))),
      check("fine", .pass, on: "good"),
      .step(
        StepChange(
          run: id, node: node("good"), state: .success, at: store.at(4), sql: "select 1",
          progress: StepProgress(rowsWritten: 7))),
      .step(StepChange(run: id, node: node("held"), state: .runningInput, at: store.at(2))),
      check("bad", .fail, on: "held"), check("so_so", .warn, on: "held"), check("unknown", .notEvaluated, on: "held"),
      .step(StepChange(run: id, node: node("held"), state: .heldAtOutput, at: store.at(5), reason: "bad: 2 rows")),
      .step(StepChange(run: id, node: node("below"), state: .skipped, at: store.at(5), reason: "skipped: held")),
      .step(StepChange(run: id, node: node("broken"), state: .runningProcess, at: store.at(2))),
      .step(StepChange(run: id, node: node("broken"), state: .failed, at: store.at(3), reason: "no such column")),
      .run(RunChange(run: id, state: .failed, at: store.at(6))))
    writer.close()
    let reader = try RunStoreReader(store.directory)
    guard let run = try reader.run(id) else { throw Missing() }
    self.reader = reader
    self.run = run
    let graph =
      "good\nheld\nbelow <- held\nbroken\ntest.fine <- good\ntest.bad <- held\ntest.so_so <- held\ntest.unknown <- held"
    let request = RunRequest(projectDirectory: store.folder.path, command: .build)
    project = try PretendedPreparation(graph).prepare(request, context: CompilationContext()).project
  }
}
