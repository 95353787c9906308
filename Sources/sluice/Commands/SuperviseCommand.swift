import CommandLineKit
import Engine

/// `sluice supervise`: the process that carries a run. Started by the others, never by hand.
enum SuperviseCommand {
  private static let run = CommandOperand<Int>.required("RUN", "The run to carry.")
  private static let state = CommandOption<String?>.value("--state-dir", placeholder: "DIR", help: "The run store.")
  private static let lock = CommandOption<Int?>.value(
    "--lock-fd", placeholder: "FD", help: "The descriptor that holds the run's sign of life.")

  static let command = Command(
    "supervise", summary: "Carry a run that is entered in the store.", options: [state, lock], operands: [run],
    section: "Run", isHidden: true
  ) { arguments in
    guard let run = arguments[run], let state = arguments[state] else { return .usage }
    let code = await Supervisor.main(
      run: RunID(Int64(run)), directory: StateDirectory(state), lockDescriptor: arguments[lock].map { Int32($0) },
      preparation: ProjectPreparation(environment: ProcessEnvironment.all))
    return ExitStatus(code)
  }
}
