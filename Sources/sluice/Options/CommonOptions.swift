import CommandLineKit

/// Options that several commands share, with the words dbt has for them.
enum CommonOptions {
  static let projectDirectory = CommandOption<String?>.value(
    "--project-dir", placeholder: "DIR", environment: ["DBT_PROJECT_DIR"],
    help: "The project's folder; else the one here, or the nearest above.")

  static let select = CommandOption<[String]>.list(
    "--select", "-s", "--models", "-m", placeholder: "SELECTOR",
    help: "Nodes by name, +graph+, tag:, path:, source: and so on; spaces unite, commas intersect.")
  static let exclude = CommandOption<[String]>.list(
    "--exclude", placeholder: "SELECTOR", help: "Nodes to leave out.")

  static let output = CommandOption<OutputFormat>.value(
    "--output", placeholder: "FORMAT", default: .table, help: "How rows are printed.")
  static let limit = CommandOption<Int>.value(
    "--limit", placeholder: "N", default: 20, help: "Rows at most; -1: all.")

  static let run = CommandOperand<Int?>.optional("RUN", "The run's number; else the last one.")
}
