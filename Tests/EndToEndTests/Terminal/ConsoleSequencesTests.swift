import Engine
import FoundationEssentials
import Glibc
import SampleData
import Testing

/// What the shipped program sends a terminal besides its screens.
@Suite("The console's messages to the terminal", .serialized, .enabled(if: TerminalWindow.binary != nil))
struct ConsoleSequencesTests {
  /// Bytes a program sent, once they hold a text.
  private func sent(_ path: String, holding text: String) -> String {
    var last = ""
    for _ in 0..<600 {
      last = String(decoding: (try? Data(contentsOf: URL(filePath: path))) ?? Data(), as: UTF8.self)
      if last.contains(text) { break }
      usleep(100_000)
    }
    return last
  }

  private func copied(_ text: String) -> String { "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{7}" }

  @Test("y copies the chosen node's name by OSC 52, and tmux has it")
  func copyThroughTmux() async throws {
    let sample = try SampleBuild()
    let window = TerminalWindow(sample.root, memory: sample.folder.path)
    window.allowClipboard()
    #expect(window.wait("user_dim").came)
    window.type(":user_dim")
    window.send("Enter", "1")
    #expect(window.wait("Graph › user_dim").came, "\(window.screen)")
    window.record(to: sample.folder.path + "/sent")
    window.send("y")
    #expect(window.wait("copied 8 bytes by OSC 52 through tmux").came, "\(window.screen)")
    let bytes = sent(sample.folder.path + "/sent", holding: copied("user_dim"))
    #expect(bytes.contains(copied("user_dim")), "\(bytes.debugDescription)")
    // For a tmux that only hands on what is wrapped for it.
    #expect(bytes.contains("\u{1B}Ptmux;\u{1B}" + copied("user_dim") + "\u{1B}\\"), "\(bytes.debugDescription)")
    #expect(window.clipboard == "user_dim")
  }

  @Test("without tmux the plain sequence is sent, once")
  func copyPlainly() async throws {
    let sample = try SampleBuild()
    let window = TerminalWindow(
      sample.root, memory: sample.folder.path, environment: "-u TMUX -u TMUX_PANE TERM=xterm-256color")
    #expect(window.wait("user_dim").came)
    window.record(to: sample.folder.path + "/sent")
    window.send("y")
    #expect(window.wait { $0.contains("by OSC 52") && !$0.contains("through") }.came, "\(window.screen)")
    let bytes = sent(sample.folder.path + "/sent", holding: "\u{1B}]52;c;")
    #expect(
      bytes.split(separator: "\u{1B}]52;c;", omittingEmptySubsequences: false).count == 2, "\(bytes.debugDescription)")
    #expect(!bytes.contains("\u{1B}Ptmux"))
  }

  @Test("alerts ring and tell of a gate that holds and of the run's end; without them the terminal stays silent")
  func alerts() async throws {
    let sample = try SampleBuild(SampleOptions(scale: 0.1, defects: [.duplicateIDs]))
    let window = TerminalWindow(sample.root, memory: sample.folder.path, environment: "TERM_PROGRAM=WezTerm")
    #expect(window.wait("user_dim").came)
    window.record(to: sample.folder.path + "/sent")
    window.send("A")
    #expect(window.wait("to build").came, "\(window.screen)")
    window.send("y")
    #expect(window.wait { $0.contains("run 1 ended: fail") }.came, "\(window.screen)")
    #expect(!window.rang)
    window.type(":alerts on")
    window.send("Enter")
    #expect(window.wait("alerts on").came, "\(window.screen)")
    window.send("A")
    #expect(window.wait("to build").came, "\(window.screen)")
    window.send("y")
    #expect(window.wait { $0.contains("run 2 ended: fail") }.came, "\(window.screen)")
    #expect(window.rang)
    let end = "\u{1B}]9;sluice: run 2 failed\u{7}"
    let bytes = sent(sample.folder.path + "/sent", holding: end)
    #expect(bytes.contains(end), "\(bytes.suffix(2_000).debugDescription)")
    #expect(!bytes.contains("run 1 failed\u{7}"))
  }

  @Test(
    "a theme of the terminal's own sixteen colours gets those, though the terminal knows all colours",
    arguments: ["", "-u TMUX -u TMUX_PANE TERM=xterm-256color"])
  func sixteenColours(environment: String) throws {
    let sample = try SampleBuild()
    let window = TerminalWindow(
      sample.root, memory: sample.folder.path, environment: "-u NO_COLOR \(environment) COLORTERM=truecolor")
    #expect(window.wait("user_dim").came)
    window.record(to: sample.folder.path + "/sent")
    window.type(":theme ansi16")
    window.send("Enter")
    #expect(window.wait("theme ansi16").came, "\(window.screen)")
    // What is muted is bright black; a colour of the wide range is none of theirs.
    let bytes = sent(sample.folder.path + "/sent", holding: "theme ansi16")
    #expect(bytes.contains("\u{1B}[90m"), "\(bytes.suffix(2_000).debugDescription)")
    #expect(!bytes.contains(";2;0;0;"), "\(bytes.suffix(2_000).debugDescription)")
  }

  @Test(
    "what scrolls on the terminal is what a new drawing shows, whichever way one walks",
    arguments: ["", "-u TMUX TERM=xterm-256color", "TERM=vt100"])
  func scrolling(environment: String) throws {
    let sample = try SampleBuild()
    let window = TerminalWindow(
      sample.root, columns: 44, rows: 13, memory: sample.folder.path, environment: environment)
    #expect(window.wait { $0.contains("feature_") }.came, "\(window.screen)")
    window.send("S")
    for (number, keys) in ["lllljj", "hhk", "zllj", "hhhjjj", "kkll", "Flh", "zljkh", "Gh", "lSl"].enumerated() {
      for key in keys { window.type(String(key)) }
      usleep(600_000)
      let walked = window.screen
      window.send("C-l")
      usleep(400_000)
      #expect(window.screen == walked, "after \(number): \(keys)")
    }
  }

  @Test("a version that is looked at survives a vacuum, and goes with the next one after it was left")
  func heldVersion() throws {
    let sample = try SampleBuild()
    let program = TerminalWindow.binary ?? ""
    func sluice(_ words: String) -> String { ShellOutput.text("cd '\(sample.root)' && '\(program)' \(words) 2>&1") }
    // Each time another user, for what is made anew and is the same keeps its version.
    for number in 1...3 {
      let user =
        #"{"user_id": "user_999999\#(number)", "email": "a@b.example", "signup_date": "2024-03-01", "#
        + #""company_size": "1-10", "industry": "Media"}"#
      _ = ShellOutput.text("echo '\(user)' >> '\(sample.data)/user_signups.jsonl'")
      _ = sluice("build")
    }
    let settings = sample.root + "/sluice.yml"
    let text = try String(contentsOfFile: settings, encoding: .utf8) + "\nretention: {versions: 1, days: 0}\n"
    try text.write(toFile: settings, atomically: true, encoding: .utf8)
    let window = TerminalWindow(sample.root, memory: sample.folder.path)
    #expect(window.wait("user_dim").came)
    window.send("4")
    #expect(window.wait("silver.user_dim").came, "\(window.screen)")
    window.type("/silver.user_dim")
    window.send("Enter", "Enter")
    #expect(window.wait("user_id").came, "\(window.screen)")
    window.type("<<<")
    #expect(window.wait("v1 of run 1").came, "\(window.screen)")
    // The first row of v1 stands there: it was read, and is held.
    #expect(window.wait("user_0000001").came, "\(window.screen)")
    let first = sluice("vacuum --output csv").split(separator: "\n").filter { $0.contains("silver.user_dim") }
    #expect(first.count == 2, "\(first)")
    #expect(first.contains { $0.contains("v1") && $0.contains("somebody is reading it") }, "\(first)")
    #expect(first.contains { $0.contains("v2") && $0.contains("gone") }, "\(first)")
    window.send("End")
    #expect(window.wait { !$0.contains("user_0000001") && $0.contains("user_0000") }.came, "\(window.screen)")
    window.send("Escape", "Escape")
    #expect(window.wait("published versions").came, "\(window.screen)")
    let second = sluice("vacuum --output csv").split(separator: "\n").filter { $0.contains("silver.user_dim") }
    #expect(second.count == 1 && second[0].contains("v1") && second[0].contains("gone"), "\(second)")
  }
}
