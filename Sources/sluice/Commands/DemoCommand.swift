import CommandLineKit
import Console
import Engine
import Glibc
import SampleData

/// `sluice demo`: a sample project with its data, built, and the console on it. Needs nothing but the program.
enum DemoCommand {
  private static let folder = CommandOption<String?>.value(
    "--dir", placeholder: "DIR", help: "Where the sample is put. [default: a folder of the user's cache]")
  private static let scale = CommandOption<Double?>.value(
    "--scale", placeholder: "S", help: "Size of its data, as for 'sluice generate'. [default: small]")
  private static let tour = CommandOption<Bool>.flag(
    "--tour", help: "Walk through the console with captions; any key pauses.")
  private static let chaos = CommandOption<String?>.value(
    "--chaos", placeholder: "WHAT",
    help: "What goes wrong after the first build: \(DemoChaos.names), several separated by commas.")
  private static let pipeline = CommandOperand<SamplePipeline?>.optional("PIPELINE", "Which sample.")

  static let command = Command(
    "demo", summary: "Open a sample project, with data, built: needs nothing but this program.",
    options: [folder, scale, tour, chaos, ConsoleCommand.theme, ConsoleCommand.ascii] + RunOptions.following,
    operands: [pipeline], section: "Samples"
  ) { arguments in
    let pipeline = (arguments[pipeline] ?? nil) ?? .growthAnalytics
    let faults = try DemoChaos.faults(arguments[chaos])
    let root = arguments[folder] ?? "\(cache)/\(pipeline.rawValue)"
    let options = SampleOptions(scale: arguments[scale] ?? pipeline.demoScale)
    if access(root + "/dbt_project.yml", F_OK) != 0 {
      try SampleProject(pipeline).write(into: root, pipeline, options: options)
      Narration.line("the sample lies in \(root)")
    } else if faults.isEmpty {
      // An earlier visit may have left faulty data.
      try DemoChaos.mend(root, pipeline, options)
    }
    let place = try ProjectPlace(root: root)
    var request = RunRequest(projectDirectory: place.root, command: .build)
    request.commandLine = "sluice build"
    if !faults.isEmpty { try DemoChaos.mend(root, pipeline, options) }
    let status = try await RunLaunch.start(request, place.state, arguments)
    guard status == .success else { return status }
    let isSeen = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    if !faults.isEmpty {
      // On a tour the visitor starts the run that meets the faults.
      if arguments[tour], !faults.contains(.crash) {
        try DemoChaos.spoil(root, pipeline, options, faults)
      } else {
        let failed = try await DemoChaos.strike(root, pipeline, options, faults, request, place.state, arguments)
        if !isSeen { return failed }
      }
    }
    guard isSeen else { return status }
    return try await ConsoleCommand.open(place, arguments, tour: arguments[tour] ? .demo : nil)
  }

  private static var cache: String {
    (ProcessEnvironment["XDG_CACHE_HOME"] ?? (ProcessEnvironment["HOME"] ?? "/tmp") + "/.cache") + "/sluice/demo"
  }
}
