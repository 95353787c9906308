import Jinja

/// A macro called by itself: dbt's `run-operation`.
public struct MacroOperation: Sendable {
  /// `macro`, or `package.macro`.
  public var macro: String
  /// Its arguments by name.
  public var arguments: ConfigValue

  /// A call that is still to be made.
  public init(macro: String, arguments: ConfigValue) {
    self.macro = macro
    self.arguments = arguments
  }

  /// Calls the macro; what it queries is asked of the adapter.
  ///
  /// - Returns: What it logged and printed, in order.
  /// - Throws: That there is no such macro, that it takes no such argument, or what went wrong in it, with its place.
  public func run(
    in project: LoadedProject, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> [CompiledNode.Line] {
    guard let compiler = project.compiler as? ProjectCompiler else { return [] }
    let entry = try find(in: compiler.state)
    let rendering = compiler.makeContext(nil, package: entry.package, context: context, adapter: adapter)
    do throws(JinjaError) {
      _ = try compiler.state.rendering.call(
        entry, [], keyword: arguments.entries.map { (name: $0.key, value: $0.value.jinja) }, in: rendering)
    } catch {
      throw CompilationFailure([ProjectMessage(error)])
    }
    return rendering.record.lines.map { CompiledNode.Line(text: $0.text, isShown: $0.info) }
  }

  private func find(in state: ProjectState) throws(CompilationFailure) -> MacroEntry {
    let parts = macro.split(separator: ".").map(String.init)
    let macros = state.macros
    let found =
      parts.count == 2
      ? macros.macro(parts[1], in: parts[0])
      : macros.visible(macro, from: state.root.name) ?? macros.builtIn(macro)
        ?? macros.all.first { $0.name == macro }
    guard let found else {
      let names = macros.all.map { $0.package == state.root.name ? $0.name : "\($0.package).\($0.name)" }
      throw CompilationFailure([
        ProjectMessage(
          .error, "there is no macro '\(macro)'",
          hint: NearMiss.best(macro, among: names).map { "did you mean '\($0)'?" }
            ?? "write its name, or package.name")
      ])
    }
    let known = found.definition.parameters
    for argument in arguments.entries where !found.definition.takesKeywords && !known.contains(argument.key) {
      throw CompilationFailure([
        ProjectMessage(
          .error, "the macro '\(macro)' takes no argument '\(argument.key)'", at: found.location,
          hint: NearMiss.best(argument.key, among: known).map { "did you mean '\($0)'?" }
            ?? (known.isEmpty ? "it takes none" : "it takes: \(known.joined(separator: ", "))"))
      ])
    }
    return found
  }
}
