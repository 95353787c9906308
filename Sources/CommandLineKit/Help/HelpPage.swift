/// The help of a command as plain text, made from its declaration.
package struct HelpPage: Sendable {
  private let command: Command
  private let path: [String]
  private let inherited: [any AnyCommandOption]
  private let width: Int

  /// - Parameters:
  ///   - inherited: options of the commands above, which this one takes too.
  ///   - width: columns to wrap at; at least 40 are used.
  package init(_ command: Command, path: [String], inherited: [any AnyCommandOption] = [], width: Int = 80) {
    self.command = command
    self.path = path
    self.inherited = inherited
    self.width = max(40, min(width, 110))
  }

  /// The page, ending with a line end.
  package var text: String {
    var parts = ["\(command.summary)", "Usage: \(usage)"]
    if !command.discussion.isEmpty { parts.append(TextWrap.paragraphs(command.discussion, width: width)) }
    if !command.operands.isEmpty {
      parts.append(section("Arguments", command.operands.map { ($0.declaration.name, operandText($0.declaration)) }))
    }
    parts += subcommandSections
    parts += optionSections
    if !command.examples.isEmpty {
      let lines = command.examples.map { "  \($0.line)\n      \($0.effect)" }
      parts.append("Examples:\n" + lines.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The usage line without the word "Usage".
  package var usage: String {
    var words = path
    if command.options.contains(where: { !$0.declaration.isHidden }) || !inherited.isEmpty { words.append("[options]") }
    if !command.subcommands.isEmpty { words.append(command.defaultSubcommand == nil ? "COMMAND" : "[COMMAND]") }
    for operand in command.operands {
      let declaration = operand.declaration
      switch declaration.arity {
      case .required: words.append(declaration.name)
      case .optional: words.append("[\(declaration.name)]")
      case .rest: words.append("[\(declaration.name) ...]")
      }
    }
    return words.joined(separator: " ")
  }

  private var subcommandSections: [String] {
    let shown = command.subcommands.filter { !$0.isHidden }
    var order: [String] = []
    for item in shown where !order.contains(item.section) { order.append(item.section) }
    return order.map { name in
      section(name, shown.filter { $0.section == name }.map { ($0.name, $0.summary) })
    }
  }

  private var optionSections: [String] {
    var rows = command.options.filter { !$0.declaration.isHidden }.map { row($0.declaration) }
    rows.append(("-h, --help", "Show this page."))
    if path.count == 1 { rows.append(("    --version", "Show the version.")) }
    var sections = [section("Options", rows)]
    let above = inherited.filter { !$0.declaration.isHidden }.map { row($0.declaration) }
    if !above.isEmpty { sections.append(section("Common options", above)) }
    return sections
  }

  private func row(_ option: OptionDeclaration) -> (String, String) {
    let short = option.names.filter { !$0.hasPrefix("--") }
    var long = option.names.filter { $0.hasPrefix("--") }
    if option.hasNegation, let first = long.first { long[0] = "--[no-]\(first.dropFirst(2))" }
    var names = short.isEmpty ? "    " + long.joined(separator: ", ") : (short + long).joined(separator: ", ")
    if option.arity != .none { names += " \(option.placeholder)" }
    if option.arity == .many { names += " ..." }
    var text = option.summary
    if !option.choices.isEmpty { text += " One of: \(option.choices.joined(separator: ", "))." }
    if let value = option.defaultText { text += " [default:\(TextWrap.noBreak)\(value)]" }
    if let variable = option.environment.first { text += " [env:\(TextWrap.noBreak)\(variable)]" }
    return (names, text)
  }

  private func operandText(_ operand: OperandDeclaration) -> String {
    operand.choices.isEmpty ? operand.summary : "\(operand.summary) One of: \(operand.choices.joined(separator: ", "))."
  }

  private func section(_ title: String, _ rows: [(String, String)]) -> String {
    let indent = min(28, (rows.map { $0.0.count }.max() ?? 0) + 4)
    let lines = rows.map { name, text -> String in
      let wrapped = TextWrap.lines(text, width: width - indent)
      let hanging = String(repeating: " ", count: indent)
      var first = "  \(name)"
      if first.count + 2 > indent {
        first += "\n\(hanging)"
      } else {
        first += String(repeating: " ", count: indent - first.count)
      }
      return first + wrapped.joined(separator: "\n\(hanging)")
    }
    return "\(title):\n" + lines.joined(separator: "\n")
  }
}
