import CommandLineKit
import Testing

@Suite("The help page") struct HelpPageTests {
  private func page(_ line: String, width: Int = 80) throws -> String {
    let request = try Sample.parser.parse(line.split(separator: " ").map(String.init))
    guard case .help(let command, let path, let inherited) = request else { return "" }
    return HelpPage(command, path: path, inherited: inherited, width: width).text
  }

  @Test("the program's page lists its commands and leaves out hidden ones")
  func program() throws {
    #expect(
      try page("--help") == """
        A console for data pipelines.

        Usage: sluice [options] [COMMAND]

        Commands:
          console   Open the console.
          build     Build nodes.
          run-show  Show a run.
          source    Sources.

        Options:
          -q, --quiet       Say less.
              --[no-]color  Use colours.
          -h, --help        Show this page.
              --version     Show the version.

        """)
  }

  @Test("a command's page tells values, choices, defaults, environment and examples, wrapped to the width")
  func command() throws {
    #expect(
      try page("build --help", width: 72) == """
        Build nodes.

        Usage: sluice build [options] [FILE ...]

        Builds and checks.

        Arguments:
          FILE  Files to read.

        Options:
          -s, --select, --models SELECTOR ...
                                    Which nodes.
              --exclude SELECTOR ...
                                    Which nodes not.
          -t, --target NAME         Where to run. [env: SLUICE_TARGET]
              --threads N           Steps at a time. [default: 4]
              --limit N             Rows at most.
              --share X             A share.
              --output FORMAT       How to print. One of: table, csv.
                                    [default: table]
          -f, --full-refresh        Start afresh. [env: SLUICE_FULL_REFRESH]
          -h, --help                Show this page.

        Common options:
          -q, --quiet       Say less.
              --[no-]color  Use colours.

        Examples:
          sluice build -s +orders
              orders and all it needs

        """)
  }
}
