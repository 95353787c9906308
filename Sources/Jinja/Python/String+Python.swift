/// Python's notions of case, space and padding.
extension String {
  /// First character in title case, the rest lower.
  var pythonCapitalized: String {
    guard let first = unicodeScalars.first else { return self }
    return first.properties.titlecaseMapping + String(unicodeScalars.dropFirst()).pythonLowercased
  }

  /// `str.lower`: as `lowercased()`, with the sigma that ends a word.
  var pythonLowercased: String {
    let lowered = lowercased()
    guard utf8.contains(0xCE), unicodeScalars.contains("Σ") else { return lowered }
    let scalars = Array(unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      guard scalar == "Σ" else {
        result += scalar.properties.lowercaseMapping
        continue
      }
      let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
      let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
      result += before && !after ? "ς" : "σ"
    }
    return result
  }

  /// `str.title`: every run of letters capitalized.
  var pythonTitle: String {
    var result = ""
    var isInWord = false
    for scalar in unicodeScalars {
      result += isInWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
      isInWord = scalar.properties.isCased
    }
    return result
  }

  var isPythonTitle: Bool {
    var isInWord = false
    var hasCase = false
    for scalar in unicodeScalars {
      if scalar.properties.isUppercase || scalar.properties.generalCategory == .titlecaseLetter {
        if isInWord { return false }
        isInWord = true
        hasCase = true
      } else if scalar.properties.isLowercase {
        if !isInWord { return false }
        hasCase = true
      } else {
        isInWord = false
      }
    }
    return hasCase
  }

  /// `str.strip` and its halves; without characters, whitespace.
  func pythonStripped(_ characters: String?, left: Bool = true, right: Bool = true) -> String {
    let set = characters.map { Array($0.unicodeScalars) }
    func drops(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? scalar.isPythonSpace }
    var view = unicodeScalars[...]
    if left { view = view.drop(while: drops) }
    if right { while let last = view.last, drops(last) { view.removeLast() } }
    return String(view)
  }

  enum Alignment {
    case left, right, center
  }

  /// Fills up to a width in code points.
  func padded(to width: Int, with fill: Value?, _ alignment: Alignment) throws -> String {
    let character =
      try fill?.stringValue
      ?? {
        if let fill { throw Failure.type("The fill character must be a unicode character, not \(fill.typeName)") }
        return " "
      }()
    guard character.unicodeScalars.count == 1 else {
      throw Failure.type("The fill character must be exactly one character long")
    }
    let missing = try limitedWidth(width) - scalarCount
    guard missing > 0 else { return self }
    func repeated(_ count: Int) -> String { String(repeating: character, count: count) }
    switch alignment {
    case .left: return self + repeated(missing)
    case .right: return repeated(missing) + self
    case .center:
      // CPython's rule for the odd one out.
      let before = missing / 2 + (missing & width & 1)
      return repeated(before) + self + repeated(missing - before)
    }
  }
}

extension Unicode.Scalar {
  /// `str.isspace` of one character.
  var isPythonSpace: Bool {
    value < 0x80
      ? UInt8(value).isSpace
      : properties.isWhitespace || value == 0x85
  }
}

extension Unicode.Scalar.Properties {
  /// `str.isalpha` of one character.
  var isPythonLetter: Bool {
    switch generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}
