import Engine
import Glibc
import SampleData
import Testing

/// The shipped program in a real terminal, driven by keys.
@Suite("The console in a terminal", .serialized, .enabled(if: TerminalWindow.binary != nil))
struct ConsoleTerminalTests {
  @Test("opens before anything was built, shows every screen, and leaves the terminal as it was")
  func walk() throws {
    let sample = try SampleBuild()
    let window = TerminalWindow(sample.root, memory: sample.folder.path)
    #expect(window.wait("user_dim").came, "\(window.screen)")
    for (key, name) in [("2", "Gates"), ("3", "Tables"), ("4", "Time"), ("5", "Runs"), ("6", "Logs")] {
      window.send(key)
      #expect(window.wait { $0.contains("\(key) \(name)") && $0.contains(name) }.came, "\(window.screen)")
    }
    window.send("?")
    #expect(window.wait("every key").came || window.screen.contains("next"), "\(window.screen)")
    window.send("Escape", "1")
    #expect(window.wait("user_dim").came)
    window.send("q")
    #expect(window.wait(seconds: 20) { _ in window.exitStatus != nil }.came)
    #expect(window.exitStatus == 0)
  }

  @Test("a table is opened, sorted, profiled and charted, and a query is asked")
  func tables() async throws {
    let sample = try SampleBuild()
    #expect(try await sample.build().state == .success)
    let window = TerminalWindow(sample.root, columns: 120, rows: 40, memory: sample.folder.path)
    #expect(window.wait("user_dim").came)
    window.type(":feature_conversion_impact")
    window.send("Enter", "3")
    #expect(window.wait("▾ gold").came, "\(window.screen)")
    window.type("/feature_conversion_impact")
    window.send("Enter")
    window.send("Enter")
    #expect(window.wait("total_users").came, "\(window.screen)")
    window.type("$hhC")
    #expect(window.wait("conversion_rate · rows").came, "\(window.screen)")
    window.type("L")
    #expect(window.wait("lift over").came, "\(window.screen)")
    window.send("Escape", "I")
    #expect(window.wait("distinct").came, "\(window.screen)")
    window.send("Escape", "c")
    #expect(window.wait("judged").came, "\(window.screen)")
    window.send("Enter")
    #expect(window.wait("row 1 of").came, "\(window.screen)")
    window.type(":sql select plan, count(*) as n from bronze.conversions group by plan order by plan")
    window.send("Enter")
    #expect(window.wait("plan").came && window.wait("row 1 of").came, "\(window.screen)")
    window.type(":sql delete from bronze.conversions")
    window.send("Enter")
    #expect(window.wait("SELECT should stand here").came, "\(window.screen)")
    #expect(try !sample.rows("SELECT 1 FROM \"bronze.conversions\" LIMIT 1").isEmpty)
  }

  @Test("a window that is closed leaves the run going, and the next console shows how it ended")
  func closedWindow() throws {
    let sample = try SampleBuild(SampleOptions(scale: 1))
    let window = TerminalWindow(sample.root, memory: sample.folder.path)
    #expect(window.wait("user_dim").came)
    window.send("A")
    #expect(window.wait("to build").came, "\(window.screen)")
    window.send("y")
    guard let reader = firstRun(sample) else {
      Issue.record("no run began: \(window.screen)")
      return
    }
    window.close()
    var state = RunState.running
    for _ in 0..<1200 {
      state = try reader.latestRun()?.state ?? .running
      if state.isTerminal { break }
      usleep(100_000)
    }
    #expect(state == .success)
    let next = TerminalWindow(sample.root, memory: sample.folder.path)
    #expect(next.wait { $0.contains("run 1 ✔ 8/8") }.came, "\(next.screen)")
  }

  /// The run store, once a run is in it.
  private func firstRun(_ sample: borrowing SampleBuild) -> RunStoreReader? {
    for _ in 0..<1200 {
      if let reader = try? RunStoreReader(sample.state), let run = try? reader.latestRun(), run.startedAt != nil {
        return reader
      }
      usleep(50_000)
    }
    return nil
  }

  @Test("a read-only console writes nothing, whatever is pressed and typed")
  func readOnly() async throws {
    let sample = try SampleBuild()
    #expect(try await sample.build().state == .success)
    #expect(ShellOutput.text("ls '\(sample.root)/warehouse'").split(separator: "\n") == ["growth_analytics.db"])
    let before = fingerprints(sample)
    #expect(before.count >= 2)
    let window = TerminalWindow(sample.root, "--read-only", memory: sample.folder.path)
    #expect(window.wait("user_dim").came)
    let statements = [
      "delete from bronze.conversions", "update bronze.conversions set mrr = 0", "drop table bronze.conversions",
      "create table x as select 1", "insert into bronze.conversions select * from bronze.conversions",
      "pragma user_version = 9", "attach database 'x.db' as x", "vacuum",
      "with a as (select 1) delete from bronze.conversions",
    ]
    for screen in ["1", "2", "3", "4", "5", "6"] {
      window.send("Escape", "Escape", screen)
      for key in ["A", "r", "R", "x", "X", "p", "W"] { window.send(key, "y", "Enter", "Escape") }
      for command in ["build", "test", "retry", "cancel"] {
        window.type(":\(command)")
        window.send("Enter", "y", "Escape")
      }
    }
    window.send("Escape", "Escape", "3")
    for statement in statements {
      window.type(":sql \(statement)")
      window.send("Enter", "Escape")
    }
    window.send("Escape", "Escape", "1")
    #expect(window.wait("user_dim").came, "\(window.screen)")
    #expect(window.exitStatus == nil)
    window.close()
    #expect(fingerprints(sample) == before)
    #expect(try RunStoreReader(sample.state).runs(limit: 10).count == 1)
  }

  /// Digests of every database file; what a reader of a write-ahead log leaves beside them does not count.
  private func fingerprints(_ sample: borrowing SampleBuild) -> [String] {
    let command = "cd '\(sample.root)' && sha256sum warehouse/*.db .sluice/*.db models/*/*.sql"
    return ShellOutput.text(command).split(separator: "\n").map(String.init)
  }
}
