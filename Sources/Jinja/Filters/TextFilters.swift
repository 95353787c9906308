/// Filters from text to text.
enum TextFilters {
  static let table: BuiltinFilters.Table = [
    "upper": BuiltinFilters.plain("upper") { value in .string(try value.text().uppercased()) },
    "lower": BuiltinFilters.plain("lower") { value in .string(try value.text().pythonLowercased) },
    "capitalize": BuiltinFilters.plain("capitalize") { value in .string(try value.text().pythonCapitalized) },
    "title": BuiltinFilters.plain("title") { value in .string(titled(try value.text())) },
    "string": BuiltinFilters.plain("string") { value in .string(try value.text()) },
    "trim": BuiltinFilters.define("trim", ["chars"]) { value, values, _ in
      .string(try value.text().pythonStripped(values[0].optionalText()))
    },
    "replace": BuiltinFilters.define("replace", ["old", "new", "count"], required: 2) { value, values, _ in
      .string(
        try value.text().pythonReplacing(
          values[0]?.text() ?? "", with: values[1]?.text() ?? "",
          count: values[2].flatMap { $0.isNone ? nil : $0 }.optionalInt() ?? -1))
    },
    "format": { value, arguments in
      if !arguments.positional.isEmpty, !arguments.keyword.isEmpty {
        throw Failure(.runtime, "can't handle positional and keyword arguments at the same time")
      }
      let values: Value = arguments.keyword.isEmpty ? .tuple(arguments.positional) : .dict(arguments.keyword)
      return .string(try PercentFormat.format(value.text(), values))
    },
    "truncate": BuiltinFilters.define("truncate", ["length", "killwords", "end", "leeway"]) { value, values, _ in
      try truncated(value, values)
    },
    "wordcount": BuiltinFilters.plain("wordcount") { value in
      var count = 0
      var isInWord = false
      for scalar in try value.text().unicodeScalars {
        let isWord = scalar == "_" || scalar.properties.isPythonLetter || scalar.properties.numericType != nil
        if isWord, !isInWord { count += 1 }
        isInWord = isWord
      }
      return .int(count)
    },
  ]

  /// Jinja's `title`: words begin after spaces, hyphens and opening brackets.
  private static func titled(_ text: String) -> String {
    var result = ""
    var isStart = true
    for scalar in text.unicodeScalars {
      let isSeparator = scalar.isPythonSpace || "-({[<".unicodeScalars.contains(scalar)
      if isSeparator {
        result.unicodeScalars.append(scalar)
      } else {
        result += isStart ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
      }
      isStart = isSeparator
    }
    return result
  }

  private static func truncated(_ value: Value, _ values: [Value?]) throws -> Value {
    let length = try values[0].optionalInt() ?? 255
    let end = try values[2].map { try $0.text() } ?? "..."
    let leeway = try values[3].flatMap { $0.isNone ? nil : $0 }.optionalInt() ?? 5
    if length < end.scalarCount {
      throw Failure(.runtime, "expected length >= \(end.scalarCount), got \(length)")
    }
    if leeway < 0 { throw Failure(.runtime, "expected leeway >= 0, got \(leeway)") }
    guard case .string(let text) = value else {
      guard let count = try value.length() else {
        throw Failure.type("object of type '\(value.typeName)' has no len()")
      }
      if count <= length + leeway { return value }
      throw Failure.type("can only concatenate \(value.typeName) (not \"str\") to \(value.typeName)")
    }
    let scalars = Array(text.unicodeScalars)
    if scalars.count <= length + leeway { return value }
    var kept = scalars.prefix(length - end.scalarCount)
    if try !values[1].flag(), let space = kept.lastIndex(of: " ") { kept = kept[..<space] }
    return .string(String(scalars: kept) + end)
  }
}
