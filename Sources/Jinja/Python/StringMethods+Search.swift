/// Finding, counting and replacing.
extension StringMethods {
  static let searching: BuiltinMethod.Table = Dictionary(uniqueKeysWithValues: [
    textMethod("find", ["sub", "start", "end"], required: 1) { text, values in
      .int(try Search(text, values).first ?? -1)
    },
    textMethod("rfind", ["sub", "start", "end"], required: 1) { text, values in
      .int(try Search(text, values).last ?? -1)
    },
    textMethod("index", ["sub", "start", "end"], required: 1) { text, values in
      guard let index = try Search(text, values).first else { throw Failure.value("substring not found") }
      return .int(index)
    },
    textMethod("rindex", ["sub", "start", "end"], required: 1) { text, values in
      guard let index = try Search(text, values).last else { throw Failure.value("substring not found") }
      return .int(index)
    },
    textMethod("count", ["sub", "start", "end"], required: 1) { text, values in
      .int(try Search(text, values).count)
    },
    textMethod("startswith", ["prefix", "start", "end"], required: 1) { text, values in
      .bool(try anyPart(text, values, "startswith") { $0.starts(with: $1) })
    },
    textMethod("endswith", ["suffix", "start", "end"], required: 1) { text, values in
      .bool(try anyPart(text, values, "endswith") { $0.reversed().starts(with: $1.reversed()) })
    },
    textMethod("replace", ["old", "new", "count"], required: 2) { text, values in
      .string(
        text.pythonReplacing(
          try values[0].requiredText("replace() argument 1"), with: try values[1].requiredText("replace() argument 2"),
          count: try values[2].optionalInt() ?? -1))
    },
    textMethod("translate", ["table"], required: 1) { text, values in
      guard let entries = try values[0]?.mappingEntries() else {
        throw Failure.type("'\(values[0]?.typeName ?? "NoneType")' object is not subscriptable")
      }
      let table = DictObject(entries.map { ($0.key, $0.value) })
      var result = ""
      for scalar in text.unicodeScalars {
        switch table[.int(Int(scalar.value))] {
        case nil: result.unicodeScalars.append(scalar)
        case .some(.none): break
        case .some(.int(let code)):
          if let mapped = UInt32(exactly: code).flatMap(Unicode.Scalar.init) { result.unicodeScalars.append(mapped) }
        case .some(let value): result += value.str()
        }
      }
      return .string(result)
    },
    textMethod("maketrans", ["x", "y", "z"], required: 1) { _, values in
      let table = DictObject()
      if let entries = try values[0]?.mappingEntries() {
        for (key, value) in entries {
          guard case .string(let name) = key else {
            table[key] = .some(value)
            continue
          }
          guard let scalar = name.unicodeScalars.first, name.unicodeScalars.count == 1 else {
            throw Failure.value("string keys in translate table must be of length 1")
          }
          table[.int(Int(scalar.value))] = .some(value)
        }
        return .dict(table)
      }
      let from = Array(try values[0].requiredText().unicodeScalars)
      let to = Array(try values[1].requiredText().unicodeScalars)
      guard from.count == to.count else {
        throw Failure.value("the first two maketrans arguments must have equal length")
      }
      for (a, b) in zip(from, to) { table[.int(Int(a.value))] = .some(.int(Int(b.value))) }
      for scalar in try values[2].optionalText()?.unicodeScalars ?? "".unicodeScalars {
        table[.int(Int(scalar.value))] = .some(.none)
      }
      return .dict(table)
    },
  ])

  private static func anyPart(
    _ text: String, _ values: [Value?], _ name: String,
    _ matches: (ArraySlice<Unicode.Scalar>, [Unicode.Scalar]) -> Bool
  ) throws -> Bool {
    let window = try Search.window(text, values)
    guard let window else { return false }
    func check(_ value: Value) throws -> Bool {
      guard case .string(let part) = value else {
        if case .undefined(let undefined) = value { throw undefined.failure }
        throw Failure.type("\(name) first arg must be str or a tuple of str, not \(value.typeName)")
      }
      return matches(window, Array(part.unicodeScalars))
    }
    if case .tuple(let parts)? = values[0] { return try parts.contains(where: check) }
    return try check(values[0] ?? .none)
  }

  /// Where a part occurs in a window of a text; positions are code points of the whole text.
  private struct Search {
    private let window: ArraySlice<Unicode.Scalar>?
    private let part: [Unicode.Scalar]

    init(_ text: String, _ values: [Value?]) throws {
      part = Array(try values[0].requiredText().unicodeScalars)
      window = try Search.window(text, values)
    }

    /// `text[start:end]`; nil when it starts behind the text's end.
    static func window(_ text: String, _ values: [Value?]) throws -> ArraySlice<Unicode.Scalar>? {
      let scalars = Array(text.unicodeScalars)
      func bound(_ value: Value?, _ fallback: Int) throws -> Int {
        if case .some(.none) = value { return fallback }
        guard let number = try value.optionalInt() else { return fallback }
        return number < 0 ? max(0, number + scalars.count) : number
      }
      let start = try bound(values[1], 0)
      let end = min(try bound(values[2], scalars.count), scalars.count)
      return start > end ? nil : scalars[start..<end]
    }

    private func matches(at index: Int) -> Bool {
      guard let window else { return false }
      return window[index..<index + part.count].elementsEqual(part)
    }

    private var candidates: ClosedRange<Int>? {
      guard let window, window.count >= part.count else { return nil }
      return window.startIndex...(window.endIndex - part.count)
    }

    var first: Int? { candidates?.first(where: matches) }
    var last: Int? { candidates?.last(where: matches) }

    var count: Int {
      guard let window, let candidates else { return 0 }
      if part.isEmpty { return window.count + 1 }
      var count = 0
      var index = candidates.lowerBound
      while index <= candidates.upperBound {
        if matches(at: index) {
          count += 1
          index += part.count
        } else {
          index += 1
        }
      }
      return count
    }
  }
}

extension String {
  /// `str.replace`; a negative count replaces all.
  func pythonReplacing(_ old: String, with new: String, count: Int) -> String {
    if count == 0 { return self }
    var left = count < 0 ? Int.max : count
    if old.isEmpty {
      var result = String.UnicodeScalarView()
      for scalar in unicodeScalars {
        if left > 0 {
          result.append(contentsOf: new.unicodeScalars)
          left -= 1
        }
        result.append(scalar)
      }
      if left > 0 { result.append(contentsOf: new.unicodeScalars) }
      return String(result)
    }
    let part = Array(old.utf8)
    guard var next = firstRange(of: part) else { return self }
    let bytes = Array(utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var start = 0
    while left > 0 {
      result += bytes[start..<next.lowerBound]
      result += new.utf8
      start = next.upperBound
      left -= 1
      guard let following = firstRange(of: part, from: start) else { break }
      next = following
    }
    result += bytes[start...]
    return String(decoding: result, as: UTF8.self)
  }
}
