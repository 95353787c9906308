internal import TerminalKit

/// The `:` line: a command and its argument, or the name of anything there is.
enum CommandLine {
  /// What could be typed next.
  static func choices(_ text: String, commands: [ConsoleCommand], _ context: ScreenContext) -> [Completion.Choice] {
    guard let space = text.firstIndex(of: " ") else {
      let words = commands.map { Completion.Choice(word: $0.name, help: $0.told) }
      let nodes = GlobalCommands.nodeNames(context).map { Completion.Choice(word: $0, help: "go to this node") }
      let tables = GlobalCommands.tableNames(context).map { Completion.Choice(word: $0, help: "open this table") }
      let runs = RunCommands.numbers(context).map { Completion.Choice(word: $0, help: "go to run \($0)") }
      return Completion.matching(text, in: text.isEmpty ? words : words + nodes + tables + runs)
    }
    guard let command = commands.first(where: { $0.name == text[..<space] }) else { return [] }
    let last = text.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    return Completion.matching(last, in: command.values(context).map { .init(word: $0, help: "") })
  }

  /// The line with its last word replaced.
  static func replacingLastWord(of text: String, by word: String) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    if words.isEmpty { return word }
    words[words.count - 1] = word
    return words.joined(separator: " ")
  }

  /// Does what the line says.
  static func run(_ text: String, commands: [ConsoleCommand], _ context: ScreenContext) -> [Effect] {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = words.first else { return [] }
    let rest = (words.count > 1 ? words[1][...] : "").drop { $0 == " " }
    let argument = String(rest.reversed().drop { $0 == " " }.reversed())
    if let command = commands.first(where: { $0.name == name }) { return command.run(argument, context) }
    if let node = GlobalCommands.node(name, context) { return [.go(.graph, .node(node))] }
    if let relation = GlobalCommands.relation(name, context) { return [.go(.tables, .table(relation))] }
    if let run = RunCommands.run(name) { return [.go(.runs, .run(run))] }
    let close = commands.filter { $0.name.hasPrefix(name) }
    if close.count == 1, let command = close.first { return command.run(argument, context) }
    return [.say("there is no command `\(name)`; Tab completes, ? lists every key", .warn)]
  }
}
