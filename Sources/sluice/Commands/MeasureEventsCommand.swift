import CommandLineKit
import Engine
import Glibc
import Project

/// `sluice measure-events`: how many events a second the run store of this machine takes; `Benchmarks/overhead.py` asks.
enum MeasureEventsCommand {
  private static let count = CommandOperand<Int>.required("COUNT", "How many events to write.")

  static let command = Command(
    "measure-events", summary: "Write events into a run store of its own, and tell how many a second.",
    options: [CommonOptions.output], operands: [count], section: "Run", isHidden: true
  ) { arguments in
    guard let count = arguments[count], count > 0 else {
      throw CommandFailure("COUNT is a number of events", hint: "such as 500000")
    }
    var template = Array("/tmp/sluice-events-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure("no folder can be made in /tmp", hint: "look at df /tmp")
    }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let directory = StateDirectory(folder)
    defer {
      for name in ["state.db", "state.db-wal", "state.db-shm", "failures.db", "failures.db-wal", "failures.db-shm"] {
        unlink("\(folder)/\(name)")
      }
      for name in ["logs", "scratch", ""] { rmdir("\(folder)/\(name)") }
    }
    let writer = try RunStoreWriter(directory)
    let clock = ContinuousClock()
    let begun = clock.now
    let node = NodeID("model.project.a_node_of_the_usual_length")
    for number in 0..<count {
      writer.append(
        .event(
          EventRecord(
            run: RunID(1), at: .now, level: .info, kind: EventKind.stepState, node: node,
            message: "a_node_of_the_usual_length: output gate",
            details: "{\"state\":\"running_output\",\"attempt\":1,\"number\":\(number)}")))
    }
    let said = clock.now - begun
    try writer.flush()
    let written = clock.now - begun
    writer.close()
    func perSecond(_ duration: Duration) -> Int64 {
      let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
      return Int64(Double(count) / max(seconds, 1e-9))
    }
    DataOutput.print(
      arguments[CommonOptions.output], columns: ["events", "said_per_second", "written_per_second"],
      rows: [[.integer(Int64(count)), .integer(perSecond(said)), .integer(perSecond(written))]])
    return .success
  }
}
