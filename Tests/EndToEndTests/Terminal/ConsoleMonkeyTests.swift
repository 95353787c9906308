import Engine
import Glibc
import SampleData
import Testing

/// Keys at random, in the shipped program, while runs fail and are cancelled. `SLUICE_LONG` makes it ten minutes.
@Suite("A monkey at the console", .serialized, .enabled(if: TerminalWindow.binary != nil))
struct ConsoleMonkeyTests {
  static let seconds = getenv("SLUICE_LONG") == nil ? 6 : 600
  static let seed = getenv("SLUICE_SEED").flatMap { UInt64(String(cString: $0)) } ?? 1

  @Test("breaks nothing, wedges nothing, and makes nothing grow")
  func monkey() throws {
    let sample = try SampleBuild(SampleOptions(scale: 0.2, defects: [.duplicateIDs]))
    let window = TerminalWindow(sample.root, columns: 100, rows: 30, memory: sample.folder.path)
    #expect(window.wait("user_dim").came)
    var random = Self.seed &* 0x9E37_79B9_7F4A_7C15
    func next(_ limit: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((random >> 33) % UInt64(limit))
    }
    // `q` and the keys that suspend are left out: what leaves is no accident.
    let letters = Array("123456789abcdefghijklmnoprstuvwxyzABCDFGHILMNRSTUVWXYZ/&:?!-[]<>{}0$^_ ~*+.,")
    let named = [
      "Enter", "Escape", "Tab", "Up", "Down", "Left", "Right", "PPage", "NPage", "Home", "End", "BSpace", "F1",
    ]
    let begun = Instant.now
    var early = 0
    var greatest = 0
    var restarts = 0
    var rounds = 0
    while Instant.now.seconds(since: begun) < Double(Self.seconds) {
      rounds += 1
      for _ in 0..<6 {
        if next(4) == 0 {
          window.send(named[next(named.count)])
        } else {
          window.type(String((0..<(1 + next(8))).map { _ in letters[next(letters.count)] }))
        }
      }
      // Now and then a run is started or stopped on purpose, and the window changes its size.
      switch next(12) {
      case 0:
        window.send("Escape", "Escape", "1")
        window.send("A", "y")
      case 1:
        window.type(":cancel")
        window.send("Enter", "y")
      case 2: window.resize(20 + next(140), 3 + next(50))
      default: break
      }
      if let status = window.exitStatus {
        // Completion may find `quit`: leaving in order is no fault.
        #expect(status == 0, "seed \(Self.seed), round \(rounds): it ended with \(status)\n\(window.screen)")
        restarts += 1
        window.restart()
        window.wait(seconds: 20) { !$0.isEmpty }
      }
      let memory = window.memoryInUse
      greatest = max(greatest, memory)
      if Instant.now.seconds(since: begun) < Double(Self.seconds) / 4 { early = max(early, memory) }
    }
    // It still answers.
    window.resize(100, 30)
    for _ in 0..<6 { window.send("Escape") }
    window.send("1")
    #expect(window.wait("1 Graph").came, "seed \(Self.seed): \(window.screen)")
    // Wherever the graph was left (as dots, folded, scrolled away), a question mark brings the
    // keys and Escape takes them off.
    window.send("?")
    #expect(window.wait("╭ Help ").came, "seed \(Self.seed): \(window.screen)")
    window.send("Escape")
    #expect(window.wait { !$0.contains("╭ Help ") }.came, "seed \(Self.seed): \(window.screen)")
    #expect(greatest < early + 48 << 10, "seed \(Self.seed): \(early) kB grew to \(greatest) kB")
    print("monkey: \(rounds) rounds, \(restarts) restarts, \(early / 1024) MB early, \(greatest / 1024) MB at most")
  }
}
