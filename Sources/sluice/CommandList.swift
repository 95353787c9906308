import CommandLineKit

/// Every command, in the order the help page shows them. A new command is one file and one line here.
enum CommandList {
  static let all: [Command] = [
    ConsoleCommand.command,
    BuildCommand.command,
    ModelRunCommand.command,
    TestCommand.command,
    SeedCommand.command,
    SnapshotCommand.command,
    PlanCommand.command,
    RetryCommand.command,
    CancelCommand.command,
    WaiveCommand.command,
    QuarantineCommand.command,
    SuperviseCommand.command,
    ShowCommand.command,
    RunsCommand.command,
    RunShowCommand.command,
    RunDiffCommand.command,
    RunExportCommand.command,
    GatesCommand.command,
    FailuresCommand.command,
    LogsCommand.command,
    VersionsCommand.command,
    DiffCommand.command,
    HistoryCommand.command,
    RestoreCommand.command,
    VacuumCommand.command,
    DoctorCommand.command,
    ListCommand.command,
    ParseCommand.command,
    CompileCommand.command,
    CleanCommand.command,
    DemoCommand.command,
    GenerateCommand.command,
  ]
}
