import Engine
import Glibc
import SampleData
import Testing

/// The program that is killed. Apart from the suite: an attribute that reads its own type is a circle to some builds.
private enum ProgramUnderTest {
  static let path = getenv("SLUICE_BINARY").map { String(cString: $0) }
}

/// The real program, killed while it works. `SLUICE_BINARY` names it; without, the tests are left out.
@Suite("Killed runs", .serialized, .enabled(if: ProgramUnderTest.path != nil)) struct CrashTests {
  static let rounds = getenv("SLUICE_LONG") == nil ? 20 : 200

  @Test("leave every published table whole, are seen as crashed, and retry ends as a clean run does")
  func killed() async throws {
    guard let binary = ProgramUnderTest.path else { return }
    let sample = try SampleBuild(SampleOptions(scale: 0.5))
    let other = sample.folder.path + "/other"
    try SamplePipeline.growthAnalytics.generate(into: other, options: SampleOptions(scale: 0.4, seed: 3))

    // What clean runs come to: of the first files, and of the others after them.
    let begun = Instant.now
    try finish(sample, binary, "build", "--full-refresh", "--force")
    let seconds = max(0.05, Instant.now.seconds(since: begun))
    let first = try sample.contents()
    try finish(sample, binary, "build", "--full-refresh", "--force", "--sources", other)
    let second = try sample.contents()
    #expect(first != second)

    var random = SystemRandomNumberGenerator()
    var killed = 0
    for round in 0..<Self.rounds {
      // From one state of the files to the other, by turns, so that there is always something to lose.
      let wanted = round % 2 == 0 ? first : second
      let words =
        ["build", "--full-refresh", "--force", "--detach"] + (round % 2 == 0 ? [] : ["--sources", other])
      let run = ShellOutput.text(command(sample, "'\(binary)'", words) + " 2>/dev/null").split(separator: "\n").first
      let number = try #require(run.flatMap { Int64($0) }, "round \(round): no run was started")
      usleep(UInt32(Double.random(in: 0...(seconds * 1.1), using: &random) * 1e6))
      try kill(sample, RunID(number))
      let state = try settled(sample, RunID(number))
      if state == .crashed { killed += 1 }
      let between = try sample.contents()
      for (table, rows) in between {
        #expect(rows == first[table] || rows == second[table], "round \(round): \(table) is neither old nor new")
      }
      if state == .crashed { try finish(sample, binary, "retry", "--run", "\(number)") }
      let after = try sample.contents()
      for (table, rows) in after { #expect(rows == wanted[table], "round \(round), \(state.rawValue): \(table)") }
    }
    #expect(killed > 0, "no run was killed in time")
  }

  private func command(_ sample: borrowing SampleBuild, _ binary: String, _ words: [String]) -> String {
    "cd '\(sample.root)' && \(binary) " + words.map { "'\($0)'" }.joined(separator: " ")
  }

  /// Runs a command to its end. One that stands still fails the test after three minutes, with what its threads wait for.
  private func finish(_ sample: borrowing SampleBuild, _ binary: String, _ words: String...) throws {
    let limited = command(sample, "timeout 180 '\(binary)'", words)
    let said = ShellOutput.text(limited + " 2>&1; echo \"exit $?\"")
    if said.hasSuffix("exit 124\n") {
      let look = """
        for p in $(pgrep -f 'supervise .*\(sample.root)'); do for t in /proc/$p/task/*; do \
        echo "$t $(cat $t/comm $t/wchan $t/syscall | tr '\\n' ' ')"; done; \
        command -v gdb >/dev/null && gdb -batch -p $p -ex 'thread apply all bt 20'; done 2>&1
        """
      Issue.record("\(words.joined(separator: " ")) stands still: \(ShellOutput.text(look))")
    }
    #expect(said.hasSuffix("exit 0\n"), "\(words.joined(separator: " ")): \(said)")
  }

  /// Kills the process that carries a run, as soon as it has said who it is, unless the run is over before.
  private func kill(_ sample: borrowing SampleBuild, _ run: RunID) throws {
    let ledger = RunLedger(sample.state)
    for _ in 0..<500 {
      if let process = try ledger.identity(of: run) {
        if process.isAlive { Glibc.kill(process.processID, SIGKILL) }
        return
      }
      if try RunStoreReader(sample.state).run(run)?.state.isTerminal ?? true { return }
      usleep(2000)
    }
  }

  /// How the run ended, once it is seen: within five seconds of its death.
  private func settled(_ sample: borrowing SampleBuild, _ run: RunID) throws -> RunState {
    let ledger = RunLedger(sample.state)
    for _ in 0..<500 {
      try ledger.settleDead()
      if let state = try RunStoreReader(sample.state).run(run)?.state, state.isTerminal { return state }
      usleep(10_000)
    }
    Issue.record("run \(run) is not settled five seconds after its process was killed")
    return .running
  }
}
