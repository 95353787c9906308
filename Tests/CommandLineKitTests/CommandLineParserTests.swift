import CommandLineKit
import Testing

@Suite("The command line") struct CommandLineParserTests {
  private func arguments(_ line: String, environment: [String: String] = [:]) throws -> Arguments {
    let request = try Sample.parser.parse(line.split(separator: " ").map(String.init), environment: environment)
    guard case .run(_, let arguments) = request else {
      Issue.record("not a command to run: \(line)")
      return try self.arguments("build")
    }
    return arguments
  }

  private func error(_ line: String, environment: [String: String] = [:]) -> UsageError? {
    do throws(CommandLineParser.Failure) {
      _ = try Sample.parser.parse(line.split(separator: " ").map(String.init), environment: environment)
      return nil
    } catch {
      return error.error
    }
  }

  @Test(
    "a list takes every word up to the next option, and adds up when given again",
    arguments: [
      ("build --select a b c", ["a", "b", "c"]),
      ("build -s a b --threads 2 -s c", ["a", "b", "c"]),
      ("build --models a --select b", ["a", "b"]),
      ("build --select=a --select=b", ["a", "b"]),
      ("build -sa", ["a"]),
      ("build --select +a+ @b tag:x,path:y --full-refresh", ["+a+", "@b", "tag:x,path:y"]),
    ])
  func lists(line: String, expected: [String]) throws {
    #expect(try arguments(line)[Sample.select] == expected)
  }

  @Test("two dashes end a list, and the words after them are operands")
  func dashesEndAList() throws {
    let parsed = try arguments("build -s a b -- c --d")
    #expect(parsed[Sample.select] == ["a", "b"])
    #expect(parsed[Sample.files] == ["c", "--d"])
    let plain = try arguments("build -- -x --threads")
    #expect(plain[Sample.files] == ["-x", "--threads"])
  }

  @Test(
    "a single value may follow after a space, an equals sign or at once, and may begin with a dash",
    arguments: [
      ("build --limit 5", 5), ("build --limit=5", 5), ("build --limit -1", -1), ("build --limit=-1", -1),
      ("build --limit 1 --limit 2", 2),
    ])
  func singleValues(line: String, expected: Int) throws {
    #expect(try arguments(line)[Sample.limit] == expected)
  }

  @Test("an attached value may hold equals signs, or nothing")
  func attachedValues() throws {
    #expect(try arguments("build --target=a=b")[Sample.target] == "a=b")
    #expect(try arguments("build --target=")[Sample.target] == "")
    #expect(try arguments("build -tdev")[Sample.target] == "dev")
  }

  @Test("one-letter switches cluster, and the last of a cluster may take a value")
  func clusters() throws {
    let parsed = try arguments("build -qft dev")
    #expect(parsed[Sample.quiet])
    #expect(parsed[Sample.fullRefresh])
    #expect(parsed[Sample.target] == "dev")
  }

  @Test("defaults stand where nothing is said")
  func defaults() throws {
    let parsed = try arguments("build")
    #expect(parsed[Sample.threads] == 4)
    #expect(parsed[Sample.output] == .table)
    #expect(parsed[Sample.limit] == nil)
    #expect(parsed[Sample.color] == nil)
    #expect(parsed[Sample.select].isEmpty)
    #expect(parsed[Sample.files] == [])
    #expect(!parsed.has(Sample.threads))
  }

  @Test("a toggle is on, off or not said", arguments: [("--color", true), ("--no-color", false)])
  func toggles(word: String, expected: Bool) throws {
    #expect(try arguments("build \(word)")[Sample.color] == expected)
    #expect(try arguments("\(word) build")[Sample.color] == expected)
  }

  @Test("the environment fills in, the first variable that is set first, and the command line wins")
  func environment() throws {
    #expect(try arguments("build", environment: ["DBT_TARGET": "b"])[Sample.target] == "b")
    #expect(try arguments("build", environment: ["DBT_TARGET": "b", "SLUICE_TARGET": "a"])[Sample.target] == "a")
    #expect(try arguments("build -t c", environment: ["SLUICE_TARGET": "a"])[Sample.target] == "c")
    #expect(try arguments("build", environment: ["SLUICE_TARGET": ""])[Sample.target] == nil)
    #expect(try arguments("build", environment: ["SLUICE_FULL_REFRESH": "1"])[Sample.fullRefresh])
    #expect(try !arguments("build", environment: ["SLUICE_FULL_REFRESH": "false"])[Sample.fullRefresh])
    #expect(
      error("build", environment: ["SLUICE_FULL_REFRESH": "maybe"])
        == .invalidValue("maybe", for: "--full-refresh", expected: "true or false"))
  }

  @Test("operands are read by place and type")
  func operands() throws {
    let parsed = try arguments("run-show 42 orders")
    #expect(parsed[Sample.run] == 42)
    #expect(parsed[Sample.node] == .some("orders"))
    #expect(try arguments("show-run 7")[Sample.node] == .some(nil))
    #expect(try arguments("build x y")[Sample.files] == ["x", "y"])
    #expect(try arguments("build -")[Sample.files] == ["-"])
  }

  @Test("without a command the default one is meant, with its options")
  func defaultCommand() throws {
    #expect(try arguments("").path == ["sluice", "console"])
    let parsed = try arguments("--theme dusk -q")
    #expect(parsed.path == ["sluice", "console"])
    #expect(parsed[Sample.theme] == "dusk")
    #expect(parsed[Sample.quiet])
  }

  @Test("subcommands nest")
  func nesting() throws {
    let parsed = try arguments("source freshness --output csv")
    #expect(parsed.path == ["sluice", "source", "freshness"])
    #expect(parsed[Sample.output] == .csv)
  }

  @Test(
    "mistakes are told by what is wrong",
    arguments: [
      ("biuld", UsageError.unknownCommand("biuld", of: "sluice", suggestions: ["build"])),
      ("supervis", .unknownCommand("supervis", of: "sluice", suggestions: [])),
      ("build --selct a", .unknownOption("--selct", suggestions: ["--select"])),
      ("build --full", .unknownOption("--full", suggestions: ["--full-refresh"])),
      ("build -z", .unknownOption("-z", suggestions: ["-f", "-h", "-q"])),
      ("build --limit", .missingValue(option: "--limit", placeholder: "N")),
      ("build --target --full-refresh", .missingValue(option: "--target", placeholder: "NAME")),
      ("build --select --threads 2", .missingValue(option: "--select", placeholder: "SELECTOR")),
      ("build --full-refresh=yes", .unexpectedValue(option: "--full-refresh", value: "yes")),
      ("build --limit many", .invalidValue("many", for: "--limit", expected: "a whole number")),
      ("build --share nan", .invalidValue("nan", for: "--share", expected: "a number")),
      ("build --output pdf", .invalidValue("pdf", for: "--output", expected: "one of table, csv")),
      ("run-show", .missingOperand("RUN")),
      ("run-show one", .invalidValue("one", for: "RUN", expected: "a whole number")),
      ("run-show 1 orders more", .unexpectedOperand("more")),
      ("source freshness orders", .unexpectedOperand("orders", option: "--select")),
      ("source", .missingCommand(of: "sluice source")),
      ("source fresh", .unknownCommand("fresh", of: "sluice source", suggestions: ["freshness"])),
    ] as [(String, UsageError)])
  func mistakes(line: String, expected: UsageError) {
    let found = error(line)
    if line == "build -z" {
      // One letter says little: only that it is unknown matters.
      guard case .unknownOption("-z", _) = found else {
        Issue.record("\(String(describing: found))")
        return
      }
    } else {
      #expect(found == expected)
    }
  }

  @Test("every mistake has a sentence")
  func sentences() {
    #expect(
      UsageError.unknownCommand("biuld", of: "sluice", suggestions: ["build"]).message
        == "'biuld' is not a command of sluice. Did you mean build?")
    #expect(UsageError.unknownOption("--x", suggestions: []).message == "There is no option --x.")
    #expect(UsageError.missingValue(option: "--limit", placeholder: "N").message == "--limit needs a value: --limit N.")
  }

  @Test(
    "help and version are asked for in the usual ways",
    arguments: [
      ("--help", "sluice"), ("help", "sluice"), ("build --help", "sluice build"), ("build -h", "sluice build"),
      ("help build", "sluice build"), ("help source freshness", "sluice source freshness"),
      ("build --select a --help", "sluice build"), ("build --limit --help", "sluice build"),
    ])
  func help(line: String, expected: String) throws {
    let request = try? Sample.parser.parse(line.split(separator: " ").map(String.init))
    if line == "build --limit --help" {
      #expect(error(line) == .missingValue(option: "--limit", placeholder: "N"))
      return
    }
    guard case .help(_, let path, _) = request else {
      Issue.record("no help: \(line)")
      return
    }
    #expect(path.joined(separator: " ") == expected)
  }

  @Test("the version is told at the top only")
  func version() throws {
    guard case .version("1.2.3") = try Sample.parser.parse(["--version"]) else {
      Issue.record("no version")
      return
    }
    #expect(error("build --version") == .unknownOption("--version", suggestions: []))
  }
}
