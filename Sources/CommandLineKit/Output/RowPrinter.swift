/// Prints rows in one of the forms of `OutputFormat`, as they come.
///
/// A table has to see rows before it can align them: it keeps the first ones, and lets a later cell that is wider stand
/// out rather than cut it.
package struct RowPrinter {
  private let write: (String) -> Void
  private var form: any RowForm

  /// - Parameters:
  ///   - limits: how a table is fitted to a terminal; nothing is cut without.
  ///   - write: takes pieces of text, in order.
  package init(
    _ format: OutputFormat, columns: [String], limits: TableLimits = TableLimits(), write: @escaping (String) -> Void
  ) {
    self.write = write
    form =
      switch format {
      case .table: TableForm(columns: columns, limits: limits)
      case .csv: CSVForm(columns: columns)
      case .json: JSONForm(columns: columns, isOneArray: true)
      case .jsonl: JSONForm(columns: columns, isOneArray: false)
      }
    emit { $0.begin() }
  }

  package mutating func print(_ row: [OutputCell]) { emit { $0.row(row) } }

  /// Prints what is left.
  /// - Returns: how many cells were cut to fit.
  @discardableResult
  package mutating func finish() -> Int {
    emit { $0.end() }
    return form.cellsCut
  }

  private mutating func emit(_ step: (inout any RowForm) -> String) {
    let text = step(&form)
    if !text.isEmpty { write(text) }
  }
}

/// How a table is fitted to where it is shown.
package struct TableLimits {
  /// The widest a cell may be, in columns; longer ones end in `…`. nil: as wide as it is.
  package var cellWidth: Int?
  /// Rows looked at for the widths of columns.
  package var sampleRows: Int
  /// Columns that a text takes up on the screen.
  package var width: (String) -> Int
  package var usesASCII: Bool

  package init(
    cellWidth: Int? = nil, sampleRows: Int = 1000, usesASCII: Bool = false, width: @escaping (String) -> Int = \.count
  ) {
    self.cellWidth = cellWidth
    self.sampleRows = sampleRows
    self.usesASCII = usesASCII
    self.width = width
  }
}

/// One of the forms rows are printed in.
protocol RowForm {
  mutating func begin() -> String
  mutating func row(_ cells: [OutputCell]) -> String
  mutating func end() -> String
  var cellsCut: Int { get }
}

extension RowForm {
  mutating func begin() -> String { "" }
  mutating func end() -> String { "" }
  var cellsCut: Int { 0 }
}
