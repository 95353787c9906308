import CommandLineKit
import Glibc

/// The program: reads the command line and runs the command it names.
@main
struct Sluice {
  static let version = "0.1.0"

  static let root = Command(
    "sluice",
    summary: "Build, watch and question data pipelines: a dbt project, its engine and its console in one program.",
    discussion: "Without a command, in a folder with a dbt_project.yml, the console opens.",
    options: GlobalFlags.all, subcommands: CommandList.all, defaultSubcommand: "console")

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    let known = Set(CommandList.all.flatMap { [$0.name] + $0.aliases })
    let words = GlobalFlags.withCommandFirst(Array(CommandLine.arguments.dropFirst()), commands: known)
    let parser = CommandLineParser(root: root, version: version)
    exit(await run(parser, words).code)
  }

  private static func run(_ parser: CommandLineParser, _ words: [String]) async -> ExitStatus {
    let request: CommandLineParser.Request
    do throws(CommandLineParser.Failure) {
      request = try parser.parse(words, environment: ProcessEnvironment.all)
    } catch {
      let place = error.path.joined(separator: " ")
      Narration.error("\(error.error.message)\n  \(place) --help tells what it takes.")
      return .usage
    }
    switch request {
    case .version(let version):
      StandardOutput.write("sluice \(version)\n")
      return .success
    case .help(let command, let path, let inherited):
      StandardOutput.write(
        HelpPage(command, path: path, inherited: inherited, width: TerminalSize.columns ?? 100).text)
      return .success
    case .run(let command, let arguments):
      do {
        return try await command.action?(arguments) ?? .usage
      } catch {
        Narration.error("\(error)")
        return .usage
      }
    }
  }
}
