import CommandLineKit
import Glibc
import TerminalKit

/// Prints a command's rows on standard output, fitted to the terminal when there is one.
struct DataOutput {
  private var printer: RowPrinter

  init(_ format: OutputFormat, columns: [String]) {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let limits = TableLimits(
      cellWidth: isTerminal ? max(20, min(80, TerminalSize.columns ?? 80)) : nil, usesASCII: !Locale.isUTF8,
      width: { displayWidth($0) })
    printer = RowPrinter(format, columns: columns, limits: limits) { StandardOutput.write($0) }
  }

  mutating func print(_ row: [OutputCell]) { printer.print(row) }

  /// Prints the rest, and says when cells were cut to fit.
  mutating func finish() {
    let cut = printer.finish()
    if cut > 0 { Narration.line("\(Figures.count(cut)) cells are cut to fit; --output csv or json has them whole") }
  }

  static func print(_ format: OutputFormat, columns: [String], rows: some Sequence<[OutputCell]>) {
    var output = DataOutput(format, columns: columns)
    for row in rows { output.print(row) }
    output.finish()
  }
}

/// What the environment says of the language.
enum Locale {
  static var isUTF8: Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = ProcessEnvironment[name], !value.isEmpty else { continue }
      let upper = value.uppercased()
      return upper.contains("UTF-8") || upper.contains("UTF8")
    }
    return false
  }
}
