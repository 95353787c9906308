/// How the fields of a delimited file are written.
package struct CSVOptions: Sendable, Equatable {
  /// What a record of another number of fields than the header's is.
  package enum Ragged: Sendable, Equatable {
    /// A bad record.
    case refused
    /// Accepted: what is missing is NULL, what is too much is left out.
    case accepted
  }

  /// The byte between fields.
  package var delimiter: UInt8
  /// The byte around fields that hold delimiters, quotes or line feeds; nil: there is none.
  package var quote: UInt8?
  /// The byte before a quote that belongs to a quoted field; the quote itself as RFC 4180 has it, or a backslash.
  package var escape: UInt8?
  /// Whether the first record of each file names the columns.
  package var hasHeader: Bool
  /// Unquoted fields of these texts are NULL.
  package var nullTexts: [String]
  /// Records of another number of fields.
  package var ragged: Ragged

  /// Options; the defaults are RFC 4180's, with an empty unquoted field as NULL.
  package init(
    delimiter: UInt8 = UInt8(ascii: ","),
    quote: UInt8? = UInt8(ascii: "\""),
    escape: UInt8? = UInt8(ascii: "\""),
    hasHeader: Bool = true,
    nullTexts: [String] = [""],
    ragged: Ragged = .refused
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.escape = escape
    self.hasHeader = hasHeader
    self.nullTexts = nullTexts
    self.ragged = ragged
  }

  /// Fields between tabs, quoted as in CSV.
  package static let tabSeparated = CSVOptions(delimiter: UInt8(ascii: "\t"))
}
