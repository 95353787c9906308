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
    try pipeline.generate(into: "\(root)/data", options: options)
  }

  /// Spoils the data and runs into the faults. What came late is told apart from what is wrong: it goes first, in a run of
  /// its own, and is left alone by the run after it.
  static func strike(
    _ root: String, _ pipeline: SamplePipeline, _ options: SampleOptions, _ faults: Set<Fault>, _ request: RunRequest,
    _ state: StateDirectory, _ arguments: Arguments
  ) async throws -> ExitStatus {
    var status = ExitStatus.success
    if faults.contains(.late) {
      try spoil(root, pipeline, options, [.late])
      status = try await RunLaunch.start(request, state, arguments)
    }
    guard faults != [.late] else { return status }
    try spoil(root, pipeline, options, faults)
    var request = request
    // The spoiled files stand in place of those that were loaded, not beside them.
    request.fullRefresh = true
    request.commandLine = "sluice build --full-refresh"
    if faults.contains(.late) {
      request.exclude = ["+config.materialized:scd2"]
      request.commandLine += " --exclude +config.materialized:scd2"
    }
    return try await run(request, state, faults, arguments)
  }

  /// A run that is to crash is killed as soon as one of its steps has ended and another goes on.
  private static func run(
    _ request: RunRequest, _ state: StateDirectory, _ faults: Set<Fault>, _ arguments: Arguments
  ) async throws -> ExitStatus {
    guard faults.contains(.crash) else { return try await RunLaunch.start(request, state, arguments) }
    let run = try RunClient(state).start(request)
    for _ in 0..<4_000 {
      usleep(2_000)
      guard let reader = try? RunStoreReader(state), let record = try reader.run(run) else { continue }
      if record.state.isTerminal { break }
      let states = try reader.steps(of: run).map(\.state)
      if states.contains(.success), states.contains(where: \.isRunning), let process = record.processID {
        kill(process, SIGKILL)
        Narration.line("run \(run) was killed in the middle of its work; r on the Runs screen resumes it")
        break
      }
    }
    return .failure
  }
}
