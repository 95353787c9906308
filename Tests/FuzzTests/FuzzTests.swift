import Glibc
import TestSupport
import Testing
import Threads

@testable import Engine

/// `SLUICE_FUZZ_SECONDS=600` feeds each reader for so long, from a start that differs every time; what is found is kept in
/// `SLUICE_FUZZ_FOLDER`. Without it, a few hundred inputs each, always the same.
@Suite("Any bytes make a result or an error with a place", .serialized)
struct FuzzTests {
  private static func setting(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// `SLUICE_FUZZ_READER=sql` feeds that one alone.
  private static let readers = FuzzTargets.all.map(\.name).filter { setting("SLUICE_FUZZ_READER") ?? $0 == $0 }

  @Test("of every reader", arguments: readers)
  func standsAnyBytes(name: String) async throws {
    let target = try #require(FuzzTargets.all.first { $0.name == name })
    let folder = TemporaryFolder()
    let seconds = Self.setting("SLUICE_FUZZ_SECONDS").flatMap(Double.init)
    let run = FuzzRun(
      target: target, seed: seconds == nil ? 1 : UInt64(getpid()) << 32 | UInt64(time(nil)),
      folder: Self.setting("SLUICE_FUZZ_FOLDER") ?? folder.path)
    // With the stack that steps have: deep nesting is refused before it is used up.
    let outcome = await WorkerThread.run { seconds.map { run.run(seconds: $0) } ?? run.run(inputs: 150) }
    if seconds != nil { print("fuzz \(name): \(outcome.inputs) inputs, \(outcome.faults.count) faults") }
    for (fault, file) in outcome.faults { Issue.record("\(name): \(fault)\n  input in \(file)") }
  }

  /// What was found once, and mended.
  @Test("inputs that once went wrong", arguments: FuzzTargets.all.map(\.name))
  func standsWhatWasFound(name: String) async throws {
    let target = try #require(FuzzTargets.all.first { $0.name == name })
    for (place, input) in (FuzzFindings.all[name] ?? []).enumerated() {
      let fault = await WorkerThread.run { target.fault(Array(input.utf8)) }
      #expect(fault == nil, "finding \(place + 1) of \(name)")
    }
  }
}
