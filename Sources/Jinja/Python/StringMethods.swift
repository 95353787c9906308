/// The methods of `str`.
enum StringMethods {
  static let table: BuiltinMethod.Table = {
    var table: BuiltinMethod.Table = [:]
    for part in [caseChanges, trimming, searching, splitting, padding, predicates, formatting] {
      table.merge(part) { $1 }
    }
    return table
  }()

  private static let caseChanges: BuiltinMethod.Table = Dictionary(uniqueKeysWithValues: [
    textMethod("upper") { text, _ in .string(text.uppercased()) },
    textMethod("lower") { text, _ in .string(text.pythonLowercased) },
    textMethod("casefold") { text, _ in
      .string(
        text.unicodeScalars.contains("ß") ? text.pythonLowercased.replacing("ß", with: "ss") : text.pythonLowercased)
    },
    textMethod("capitalize") { text, _ in .string(text.pythonCapitalized) },
    textMethod("title") { text, _ in .string(text.pythonTitle) },
    textMethod("swapcase") { text, _ in
      .string(
        text.unicodeScalars.map { scalar in
          scalar.properties.isUppercase ? scalar.properties.lowercaseMapping : scalar.properties.uppercaseMapping
        }.joined())
    },
  ])

  private static let trimming: BuiltinMethod.Table = Dictionary(uniqueKeysWithValues: [
    textMethod("strip", ["chars"]) { .string($0.pythonStripped(try $1[0].optionalText())) },
    textMethod("lstrip", ["chars"]) { .string($0.pythonStripped(try $1[0].optionalText(), right: false)) },
    textMethod("rstrip", ["chars"]) { .string($0.pythonStripped(try $1[0].optionalText(), left: false)) },
    textMethod("removeprefix", ["prefix"], required: 1) {
      let prefix = try $1[0].requiredText()
      return .string(
        $0.utf8.starts(with: prefix.utf8) ? String(decoding: $0.utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : $0)
    },
    textMethod("removesuffix", ["suffix"], required: 1) {
      let suffix = try $1[0].requiredText()
      return .string(
        $0.utf8.reversed().starts(with: suffix.utf8.reversed())
          ? String(decoding: $0.utf8.dropLast(suffix.utf8.count), as: UTF8.self) : $0)
    },
  ])

  private static let padding: BuiltinMethod.Table = Dictionary(uniqueKeysWithValues: [
    textMethod("center", ["width", "fillchar"], required: 1) {
      .string(try $0.padded(to: $1[0].requiredInt(), with: $1[1], .center))
    },
    textMethod("ljust", ["width", "fillchar"], required: 1) {
      .string(try $0.padded(to: $1[0].requiredInt(), with: $1[1], .left))
    },
    textMethod("rjust", ["width", "fillchar"], required: 1) {
      .string(try $0.padded(to: $1[0].requiredInt(), with: $1[1], .right))
    },
    textMethod("zfill", ["width"], required: 1) {
      let missing = try limitedWidth($1[0].requiredInt()) - $0.scalarCount
      guard missing > 0 else { return .string($0) }
      let hasSign = $0.hasPrefix("-") || $0.hasPrefix("+")
      return .string(
        (hasSign ? String($0.prefix(1)) : "") + String(repeating: "0", count: missing)
          + (hasSign ? String($0.dropFirst()) : $0))
    },
    textMethod("expandtabs", ["tabsize"]) {
      let size = try limitedWidth($1[0].optionalInt() ?? 8)
      var column = 0
      var result = String.UnicodeScalarView()
      for scalar in $0.unicodeScalars {
        if scalar == "\t" {
          let spaces = size > 0 ? size - column % size : 0
          result.append(contentsOf: repeatElement(" ", count: spaces))
          column += spaces
        } else {
          result.append(scalar)
          column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
        }
      }
      return .string(String(result))
    },
  ])

  private static let predicates: BuiltinMethod.Table = Dictionary(uniqueKeysWithValues: [
    predicate("isalpha") { $0.properties.isPythonLetter },
    predicate("isdigit") {
      $0.properties.generalCategory == .decimalNumber || $0.properties.numericType == .digit
    },
    predicate("isdecimal") { $0.properties.generalCategory == .decimalNumber },
    predicate("isnumeric") { $0.properties.numericType != nil },
    predicate("isalnum") { $0.properties.isPythonLetter || $0.properties.numericType != nil },
    predicate("isspace") { $0.isPythonSpace },
    textMethod("isascii") { text, _ in .bool(text.utf8.allSatisfy { $0 < 0x80 }) },
    textMethod("isprintable") { text, _ in .bool(text.unicodeScalars.allSatisfy(isPrintable)) },
    textMethod("isupper") { text, _ in
      .bool(
        text.unicodeScalars.contains { $0.properties.isUppercase }
          && !text.unicodeScalars.contains { $0.properties.isLowercase })
    },
    textMethod("islower") { text, _ in
      .bool(
        text.unicodeScalars.contains { $0.properties.isLowercase }
          && !text.unicodeScalars.contains { $0.properties.isUppercase })
    },
    textMethod("istitle") { text, _ in .bool(text.isPythonTitle) },
    textMethod("isidentifier") { text, _ in
      let scalars = text.unicodeScalars
      guard let first = scalars.first else { return .bool(false) }
      return .bool(
        (first == "_" || first.properties.isXIDStart) && scalars.allSatisfy { $0.properties.isXIDContinue })
    },
  ])

  private static func predicate(_ name: String, _ test: @escaping @Sendable (Unicode.Scalar) -> Bool)
    -> (String, BuiltinMethod.Body)
  {
    textMethod(name) { text, _ in .bool(!text.isEmpty && text.unicodeScalars.allSatisfy(test)) }
  }

  private static let formatting: BuiltinMethod.Table = [
    "format": { receiver, arguments in
      guard case .string(let text) = receiver else { return receiver }
      return .string(try FormatTemplate.format(text, arguments))
    },
    "format_map": { receiver, arguments in
      guard case .string(let text) = receiver else { return receiver }
      let mapping = try arguments.bind("format_map", ["mapping"], required: 1)[0]
      var named = CallArguments(context: arguments.context)
      for (key, value) in try mapping?.mappingEntries() ?? [] { named.keyword.append((key.str(), value)) }
      return .string(try FormatTemplate.format(text, named))
    },
  ]
}

/// A width or count from a template; absurd ones are refused rather than exhausting memory.
func limitedWidth(_ width: Int) throws -> Int {
  if width > 1 << 24 { throw Failure(.overflow, "the width \(width) is too large") }
  return width
}
