import CommandLineKit

enum Output: String, CaseIterable, ArgumentValue { case table, csv }

enum Sample {
  static let select = CommandOption<[String]>.list(
    "--select", "-s", "--models", placeholder: "SELECTOR", help: "Which nodes.")
  static let exclude = CommandOption<[String]>.list("--exclude", placeholder: "SELECTOR", help: "Which nodes not.")
  static let target = CommandOption<String?>.value(
    "--target", "-t", placeholder: "NAME", environment: ["SLUICE_TARGET", "DBT_TARGET"], help: "Where to run.")
  static let threads = CommandOption<Int>.value("--threads", placeholder: "N", default: 4, help: "Steps at a time.")
  static let limit = CommandOption<Int?>.value("--limit", placeholder: "N", help: "Rows at most.")
  static let share = CommandOption<Double?>.value("--share", placeholder: "X", help: "A share.")
  static let output = CommandOption<Output>.value(
    "--output", placeholder: "FORMAT", default: .table, help: "How to print.")
  static let fullRefresh = CommandOption<Bool>.flag(
    "--full-refresh", "-f", environment: ["SLUICE_FULL_REFRESH"], help: "Start afresh.")
  static let quiet = CommandOption<Bool>.flag("--quiet", "-q", help: "Say less.")
  static let color = CommandOption<Bool?>.toggle("--color", help: "Use colours.")
  static let theme = CommandOption<String?>.value("--theme", placeholder: "NAME", help: "Colours.")
  static let secret = CommandOption<Bool>.flag("--secret", isHidden: true, help: "Not shown.")
  static let run = CommandOperand<Int>.required("RUN", "Which run.")
  static let node = CommandOperand<String?>.optional("NODE", "Which node.")
  static let files = CommandOperand<[String]>.rest("FILE", "Files to read.")

  static let root = Command(
    "sluice", summary: "A console for data pipelines.", options: [quiet, color],
    subcommands: [
      Command("console", summary: "Open the console.", options: [theme], action: nothing),
      Command(
        "build", summary: "Build nodes.", discussion: "Builds and checks.",
        examples: [.init("sluice build -s +orders", "orders and all it needs")],
        options: [select, exclude, target, threads, limit, share, output, fullRefresh, secret], operands: [files],
        action: nothing),
      Command("run-show", aliases: ["show-run"], summary: "Show a run.", operands: [run, node], action: nothing),
      Command(
        "source", summary: "Sources.",
        subcommands: [Command("freshness", summary: "How fresh they are.", options: [select, output], action: nothing)]),
      Command("supervise", summary: "Hidden.", isHidden: true, action: nothing),
    ],
    defaultSubcommand: "console")

  static let nothing: Command.Action = { _ in .success }
  static let parser = CommandLineParser(root: root, version: "1.2.3")
}
