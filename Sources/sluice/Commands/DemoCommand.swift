import CommandLineKit
import Engine
import Glibc
import SampleData

/// `sluice demo`: a sample project with its data, built, and the console on it. Needs nothing but the program.
enum DemoCommand {
  private static let folder = CommandOption<String?>.value(
    "--dir", placeholder: "DIR", help: "Where the sample is put. [default: a folder of the user's cache]")
  private static let scale = CommandOption<Double>.value(
    "--scale", placeholder: "S", default: 1, help: "Size of its data; 1 is 5 000 users.")
  private static let pipeline = CommandOperand<SamplePipeline?>.optional("PIPELINE", "Which sample.")

  static let command = Command(
    "demo", summary: "Open a sample project, with data, built: needs nothing but this program.",
    options: [folder, scale, ConsoleCommand.theme, ConsoleCommand.ascii] + RunOptions.following, operands: [pipeline],
    section: "Samples"
  ) { arguments in
    let pipeline = (arguments[pipeline] ?? nil) ?? .growthAnalytics
    let root = arguments[folder] ?? "\(cache)/\(pipeline.rawValue)"
    if access(root + "/dbt_project.yml", F_OK) != 0 {
      try SampleProject(pipeline).write(into: root, pipeline, options: SampleOptions(scale: arguments[scale]))
      Narration.line("the sample lies in \(root)")
    }
    let place = try ProjectPlace(root: root)
    var request = RunRequest(projectDirectory: place.root, command: .build)
    request.commandLine = "sluice build"
    let status = try await RunLaunch.start(request, place.state, arguments)
    guard status == .success, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return status }
    return try await ConsoleCommand.open(place, arguments)
  }

  private static var cache: String {
    (ProcessEnvironment["XDG_CACHE_HOME"] ?? (ProcessEnvironment["HOME"] ?? "/tmp") + "/.cache") + "/sluice/demo"
  }
}
