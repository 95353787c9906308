/// Why a record is bad, where it was found: small, so that it costs nothing to pass on.
struct RecordFault: Error {
  enum Reason {
    case notAnObject, unterminatedObject, trailingBytes, expectedKey, expectedColon, expectedComma, badLiteral
    case badNumber, unterminatedString, controlCharacter, badEscape, loneSurrogate, nulCharacter, invalidUTF8
    case tooDeep, unterminatedValue, duplicateKey, tooLong
    case notAnArray, unterminatedArray
    case unterminatedQuote, textAfterQuote, tooFewFields(Int, Int), tooManyFields(Int, Int)
    case misfit(ColumnKind)
  }

  let reason: Reason
  /// The index of the column, or -1.
  var column = -1
  /// Where the value stands that does not fit; an address and a length, since an error must be Sendable. The record's
  /// chunk is still there when the words are made.
  private var valueAddress: UInt = 0
  private var valueCount = 0

  init(_ reason: Reason, column: Int = -1) {
    self.reason = reason
    self.column = column
  }

  init(_ reason: Reason, column: Int, value start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    self.reason = reason
    self.column = column
    valueAddress = UInt(bitPattern: start)
    valueCount = end - start
  }

  /// The reason in words, with the value that does not fit (its first 100 bytes).
  var words: String {
    guard let start = UnsafePointer<UInt8>(bitPattern: valueAddress) else { return reason.words(value: nil) }
    let shown = UnsafeBufferPointer(start: start, count: min(valueCount, 100))
    return reason.words(value: String(decoding: shown, as: UTF8.self) + (valueCount > 100 ? "…" : ""))
  }
}

extension RecordFault.Reason {
  /// The reason in words; `value` is the text that does not fit.
  func words(value: String?) -> String {
    switch self {
    case .notAnObject: "not a JSON object"
    case .unterminatedObject: "the JSON object does not end"
    case .trailingBytes: "something follows the JSON object"
    case .expectedKey: "a key in quotes is expected"
    case .expectedColon: "a colon is expected behind the key"
    case .expectedComma: "a comma or a closing brace is expected behind the value"
    case .badLiteral: "not a JSON value"
    case .badNumber: "not a JSON number"
    case .unterminatedString: "the string does not end"
    case .controlCharacter: "a control character within a string"
    case .badEscape: "not an escape JSON has"
    case .loneSurrogate: "half a surrogate pair in a \\u escape"
    case .nulCharacter: "the character U+0000"
    case .invalidUTF8: "bytes that are not UTF-8"
    case .tooDeep: "nested deeper than 512 levels"
    case .unterminatedValue: "the nested value does not end"
    case .duplicateKey: "the key occurs twice"
    case .notAnArray: "neither a JSON array nor an object"
    case .unterminatedArray: "the JSON array does not end"
    case .tooLong: "the record is longer than the limit"
    case .unterminatedQuote: "the quoted field does not end"
    case .textAfterQuote: "text behind the closing quote of a field"
    case .tooFewFields(let found, let expected): "\(found) fields where \(expected) are expected"
    case .tooManyFields(let found, let expected): "\(found) fields where \(expected) are expected"
    case .misfit(let kind): "not \(kind.words)\(value.map { ": \($0)" } ?? "")"
    }
  }
}

extension ColumnKind {
  /// The kind with its article, for sentences.
  var words: String {
    switch self {
    case .integer: "a 64-bit integer"
    case .real: "a number"
    case .decimal: "a decimal number"
    case .text: "text"
    case .boolean: "true or false"
    case .date: "a date (YYYY-MM-DD)"
    case .timestamp: "a timestamp (YYYY-MM-DD HH:MM:SS)"
    case .json: "JSON"
    case .untyped: "a value"
    }
  }
}
