import CommandLineKit
import Engine
import Glibc
import SampleData

/// What `sluice demo --chaos` lets go wrong, so that there is something to look at.
enum DemoChaos {
  /// One fault, by the word of the command line.
  enum Fault: String, CaseIterable {
    /// Usage events without a user: a check of the output gate fails, and its rows are kept.
    case nulls
    /// Signups come without a column: the input gate holds them.
    case drift
    /// Releases come late and out of order: no gate fails, history is rewritten.
    case late
    /// The run's process is killed in the middle of it.
    case crash
  }

  static var names: String { Fault.allCases.map(\.rawValue).joined(separator: ", ") }

  static func faults(_ text: String?) throws(UsageError) -> Set<Fault> {
    var faults: Set<Fault> = []
    for word in (text ?? "").split(separator: ",") {
      guard let fault = Fault(rawValue: String(word)) else {
        throw .invalidValue(String(word), for: "--chaos", expected: "one or several of \(names)")
      }
      faults.insert(fault)
    }
    return faults
  }

  /// Puts sound data in place of what an earlier chaos left.
  static func mend(_ root: String, _ pipeline: SamplePipeline, _ options: SampleOptions) throws {
    for number in 2...9 { unlink("\(root)/data/feature_releases_\(number).json") }
    try pipeline.generate(into: "\(root)/data", options: options)
  }

  static func spoil(
    _ root: String, _ pipeline: SamplePipeline, _ options: SampleOptions, _ faults: Set<Fault>
  ) throws {
    var options = options
    if faults.contains(.nulls) { options.defects.insert(.nullIDs) }
    if faults.contains(.drift) { options.defects.insert(.missingColumn) }
    if faults.contains(.late) { options.releases = .max }
    // A crash needs something to be done: other data of the same kind.
    if faults == [.crash] { options.seed += 1 }
    try pipeline.generate(into: "\(root)/data", options: options)
  }

  /// Runs into the faults; a run that is to crash is killed as soon as one of its steps has ended.
  static func run(
    _ request: RunRequest, _ state: StateDirectory, _ faults: Set<Fault>, _ arguments: Arguments
  ) async throws -> ExitStatus {
    guard faults.contains(.crash) else { return try await RunLaunch.start(request, state, arguments) }
    let run = try RunClient(state).start(request)
    for _ in 0..<2_000 {
      usleep(5_000)
      guard let reader = try? RunStoreReader(state), let record = try reader.run(run) else { continue }
      if record.state.isTerminal { break }
      let done = try reader.steps(of: run).contains { $0.state == .success || $0.state.isRunning }
      if done, let process = record.processID {
        kill(process, SIGKILL)
        Narration.line("run \(run) was killed in the middle of its work; r on the Runs screen resumes it")
        break
      }
    }
    return .failure
  }
}
