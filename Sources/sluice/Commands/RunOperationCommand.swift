import CommandLineKit
import Engine
import Project

/// `sluice run-operation`: calls a macro.
enum RunOperationCommand {
  private static let macro = CommandOperand<String>.required("MACRO", "The macro's name, or package.name.")
  private static let arguments = CommandOption<String?>.value(
    "--args", placeholder: "YAML", help: "Its arguments by name: '{schema_name: raw}'.")

  static let command = Command(
    "run-operation", summary: "Call a macro; what it logs and prints goes to standard output.",
    discussion: """
      The macro may ask the warehouse whatever it likes to know, and change it: run_query and statement blocks run what
      they are given, and adapter.drop_relation drops. No gate looks at what it does.
      """,
    examples: [
      .init("sluice run-operation drop_old_relations", "what a macro of the project does to the warehouse"),
      .init("sluice run-operation generate_source --args '{schema_name: raw}'", "what a macro of a package prints"),
    ],
    options: [arguments] + ProjectOptions.all, operands: [macro], section: "Project"
  ) { given in
    guard let name = given[macro] else { return .usage }
    let project = try ProjectOptions.load(given, command: "run-operation")
    do throws(CompilationFailure) {
      let operation = MacroOperation(macro: name, arguments: try values(given))
      for line in try lines(operation, project, given) where line.isShown { StandardOutput.write(line.text + "\n") }
      return .success
    } catch {
      Narration.error(error.messages.map(\.description).joined(separator: "\n"))
      return .failure
    }
  }

  private static func values(_ given: Arguments) throws(CompilationFailure) -> ConfigValue {
    guard let text = given[arguments] else { return .map([]) }
    do throws(ProjectMessage) {
      let value = try ConfigValue(yaml: text, named: "--args")
      guard case .map = value else {
        throw ProjectMessage(.error, "--args is no mapping", hint: "write '{name: value}'")
      }
      return value
    } catch {
      throw CompilationFailure([error])
    }
  }

  private static func lines(_ operation: MacroOperation, _ project: LoadedProject, _ given: Arguments)
    throws(CompilationFailure) -> [CompiledNode.Line]
  {
    let context = ProjectOptions.context(given)
    let session = OperationSession(project, changing: context) { level, line in
      if level == .warn || level == .error { Narration.line(line) }
    }
    defer { session.close() }
    return try operation.run(in: project, context: context, adapter: session.adapter)
  }
}
