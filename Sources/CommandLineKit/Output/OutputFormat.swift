/// The forms rows are printed in; `--output`.
package enum OutputFormat: String, Sendable, CaseIterable, ArgumentValue {
  /// Aligned columns, for people.
  case table
  /// RFC 4180, with a heading.
  case csv
  /// One array of objects.
  case json
  /// One object a line.
  case jsonl
}

/// A value to print.
package enum OutputCell: Sendable, Equatable {
  case null
  case text(String)
  /// A number as it should be read, valid in JSON.
  case number(String)
  case bool(Bool)

  package static func integer(_ value: some BinaryInteger) -> OutputCell { .number(String(value)) }

  package init(_ text: String?) { self = text.map { .text($0) } ?? .null }

  package init(_ value: Double?) {
    guard let value, value.isFinite else {
      self = .null
      return
    }
    self = .number("\(value)")
  }
}
