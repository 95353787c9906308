/// `str.format`: replacement fields in braces.
struct FormatTemplate {
  private let arguments: CallArguments
  /// The next automatic position; nil once a field has named its own.
  private var automatic: Int? = 0
  private var usesAutomatic = false

  static func format(_ text: String, _ arguments: CallArguments) throws -> String {
    var template = FormatTemplate(arguments: arguments)
    return try template.expand(Array(text.unicodeScalars), depth: 2)
  }

  private init(arguments: CallArguments) { self.arguments = arguments }

  private mutating func expand(_ scalars: [Unicode.Scalar], depth: Int) throws -> String {
    if depth < 0 { throw Failure.value("Max string recursion exceeded") }
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      guard scalar == "{" || scalar == "}" else {
        result.append(scalar)
        continue
      }
      if index < scalars.count, scalars[index] == scalar {
        result.append(scalar)
        index += 1
        continue
      }
      if scalar == "}" { throw Failure.value("Single '}' encountered in format string") }
      if index == scalars.count { throw Failure.value("Single '{' encountered in format string") }
      let start = index
      var open = 1
      while index < scalars.count, open > 0 {
        if scalars[index] == "{" { open += 1 } else if scalars[index] == "}" { open -= 1 }
        index += 1
      }
      if open > 0 { throw Failure.value("expected '}' before end of string") }
      result.append(contentsOf: try field(Array(scalars[start..<index - 1]), depth: depth).unicodeScalars)
    }
    return String(result)
  }

  private mutating func field(_ scalars: [Unicode.Scalar], depth: Int) throws -> String {
    var end = 0
    var isInBrackets = false
    while end < scalars.count {
      if scalars[end] == "[" { isInBrackets = true }
      if scalars[end] == "]" { isInBrackets = false }
      if !isInBrackets, scalars[end] == "!" || scalars[end] == ":" { break }
      end += 1
    }
    var value = try resolve(Array(scalars[..<end]))
    var rest = scalars[end...]
    if rest.first == "!" {
      guard rest.count > 1 else { throw Failure.value("end of string while looking for conversion specifier") }
      let conversion = rest[rest.startIndex + 1]
      rest = rest.dropFirst(2)
      guard rest.isEmpty || rest.first == ":" else { throw Failure.value("expected ':' after conversion specifier") }
      switch conversion {
      case "r": value = .string(value.repr())
      case "a": value = .string(asciiOnly(value.repr()))
      case "s": value = .string(try value.text())
      default: throw Failure.value("Unknown conversion specifier \(conversion)")
      }
    }
    let spec = try expand(Array(rest.dropFirst()), depth: depth - 1)
    return spec.isEmpty ? try value.text() : try FormatSpec(spec).format(value)
  }

  /// The value of `name.attribute[key]`.
  private mutating func resolve(_ scalars: [Unicode.Scalar]) throws -> Value {
    let head = scalars.prefix { $0 != "." && $0 != "[" }
    var value = try argument(String(scalars: head))
    var rest = scalars[head.count...]
    while let first = rest.first {
      rest = rest.dropFirst()
      if first == "." {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        if name.isEmpty { throw Failure.value("Empty attribute in format string") }
        rest = rest.dropFirst(name.count)
        value = try arguments.context.attribute(String(scalars: name), of: value)
      } else {
        guard first == "[" else {
          throw Failure.value("Only '.' or '[' may follow ']' in format field specifier")
        }
        let key = rest.prefix { $0 != "]" }
        if key.count == rest.count { throw Failure.value("Missing ']' in format string") }
        if key.isEmpty { throw Failure.value("Empty attribute in format string") }
        rest = rest.dropFirst(key.count + 1)
        let name = String(scalars: key)
        value = try arguments.context.item(Int(name).map(Value.int) ?? .string(name), of: value)
      }
    }
    return value
  }

  private mutating func argument(_ name: String) throws -> Value {
    let position: Int
    if name.isEmpty {
      guard let next = automatic else {
        throw Failure.value("cannot switch from manual field specification to automatic field numbering")
      }
      usesAutomatic = true
      position = next
      automatic = next + 1
    } else if name.unicodeScalars.allSatisfy({ (0x30...0x39).contains($0.value) }), let number = Int(name) {
      if usesAutomatic {
        throw Failure.value("cannot switch from automatic field numbering to manual field specification")
      }
      automatic = nil
      position = number
    } else {
      guard let value = arguments[name] else { throw Failure(.key, pythonQuoted(name)) }
      return value
    }
    guard position < arguments.positional.count else {
      throw Failure(.index, "Replacement index \(position) out of range for positional args tuple")
    }
    return arguments.positional[position]
  }
}
