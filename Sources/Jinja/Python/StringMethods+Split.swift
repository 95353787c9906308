/// Splitting and joining.
extension StringMethods {
  static let splitting: BuiltinMethod.Table = Dictionary(uniqueKeysWithValues: [
    textMethod("split", ["sep", "maxsplit"]) { text, values in
      .list(
        try text.pythonSplit(separator: values[0].optionalText(), maximum: values[1].optionalInt() ?? -1).map(
          Value.string))
    },
    textMethod("rsplit", ["sep", "maxsplit"]) { text, values in
      .list(
        try text.pythonSplit(
          separator: values[0].optionalText(), maximum: values[1].optionalInt() ?? -1, fromRight: true
        ).map(Value.string))
    },
    textMethod("splitlines", ["keepends"]) { text, values in
      .list(text.pythonLines(keepEnds: try values[0].flag()).map(Value.string))
    },
    textMethod("partition", ["sep"], required: 1) { text, values in
      let separator = try nonEmpty(values[0])
      let parts = try text.pythonSplit(separator: separator, maximum: 1)
      return .tuple(
        parts.count == 2
          ? [.string(parts[0]), .string(separator), .string(parts[1])]
          : [.string(text), .string(""), .string("")])
    },
    textMethod("rpartition", ["sep"], required: 1) { text, values in
      let separator = try nonEmpty(values[0])
      let parts = try text.pythonSplit(separator: separator, maximum: 1, fromRight: true)
      return .tuple(
        parts.count == 2
          ? [.string(parts[0]), .string(separator), .string(parts[1])]
          : [.string(""), .string(""), .string(text)])
    },
    textMethod("join", ["iterable"], required: 1) { text, values in
      guard let iterable = values[0] else { return .string("") }
      let items: [Value]
      do {
        items = try iterable.elements()
      } catch let failure as Failure where failure.kind == .type {
        throw Failure.type("can only join an iterable")
      }
      var parts: [String] = []
      parts.reserveCapacity(items.count)
      for (index, item) in items.enumerated() {
        guard case .string(let part) = item else {
          throw Failure.type("sequence item \(index): expected str instance, \(item.typeName) found")
        }
        parts.append(part)
      }
      return .string(parts.joined(separator: text))
    },
  ])

  private static func nonEmpty(_ value: Value?) throws -> String {
    let text = try value.requiredText()
    if text.isEmpty { throw Failure.value("empty separator") }
    return text
  }
}

extension String {
  /// `str.split` and `str.rsplit`; no separator means runs of whitespace, a negative maximum means no limit.
  func pythonSplit(separator: String?, maximum: Int, fromRight: Bool = false) throws -> [String] {
    var scalars = Array(unicodeScalars)
    var cut: [ArraySlice<Unicode.Scalar>]
    if fromRight { scalars.reverse() }
    let limit = maximum < 0 ? Int.max : maximum
    if let separator {
      if separator.isEmpty { throw Failure.value("empty separator") }
      var part = Array(separator.unicodeScalars)
      if fromRight { part.reverse() }
      cut = String.cut(scalars, at: part, limit: limit)
    } else {
      cut = String.cutAtSpaces(scalars, limit: limit)
    }
    if fromRight {
      cut.reverse()
      return cut.map { String(scalars: $0.reversed()) }
    }
    return cut.map { String(scalars: $0) }
  }

  private static func cut(_ scalars: [Unicode.Scalar], at part: [Unicode.Scalar], limit: Int)
    -> [ArraySlice<Unicode.Scalar>]
  {
    var pieces: [ArraySlice<Unicode.Scalar>] = []
    var start = 0
    var index = 0
    while index + part.count <= scalars.count, pieces.count < limit {
      if scalars[index] == part[0], scalars[index..<index + part.count].elementsEqual(part) {
        pieces.append(scalars[start..<index])
        index += part.count
        start = index
      } else {
        index += 1
      }
    }
    return pieces + [scalars[start...]]
  }

  private static func cutAtSpaces(_ scalars: [Unicode.Scalar], limit: Int) -> [ArraySlice<Unicode.Scalar>] {
    var pieces: [ArraySlice<Unicode.Scalar>] = []
    var index = 0
    while true {
      while index < scalars.count, scalars[index].isPythonSpace { index += 1 }
      if index == scalars.count { return pieces }
      let start = index
      if pieces.count == limit { return pieces + [scalars[start...]] }
      while index < scalars.count, !scalars[index].isPythonSpace { index += 1 }
      pieces.append(scalars[start..<index])
    }
  }

  /// `str.splitlines`.
  func pythonLines(keepEnds: Bool = false) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    let scalars = unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      switch scalar.value {
      case 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029:
        if keepEnds { line.append(scalar) }
        if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" {
          if keepEnds { line.append("\n") }
          index = scalars.index(after: index)
        }
        lines.append(String(line))
        line.removeAll()
      default: line.append(scalar)
      }
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }
}
