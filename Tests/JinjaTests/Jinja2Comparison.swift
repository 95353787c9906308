import Glibc
import Jinja
import Testing

/// One template and what Python's jinja2 makes of it; written by `Cases/generate.py`.
struct Jinja2Case: Sendable, CustomTestStringConvertible {
  var name: String
  var line: String

  var testDescription: String { name }

  /// The cases of a file, one a line.
  static func read(_ path: String) throws -> [Jinja2Case] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
      let text = String(decoding: line, as: UTF8.self)
      return Jinja2Case(name: try DictObject(json: text)["name"]?.str() ?? "", line: text)
    }
  }

  /// The template of the case.
  var template: String? { get throws { try DictObject(json: line)["template"]?.str() } }

  /// What differs from jinja2, or nil.
  func difference() throws -> String? {
    let fields = try DictObject(json: line)
    let template = fields["template"]?.str() ?? ""
    var syntax = Syntax.standard
    let environment = Environment()
    if case .dict(let options)? = fields["options"] {
      syntax.trimBlocks = options["trim"] == .bool(true)
      syntax.lstripBlocks = options["lstrip"] == .bool(true)
      syntax.keepTrailingNewline = options["keep"] == .bool(true)
      switch options["undefined"]?.str() {
      case "strict": environment.undefinedBehavior = .strict
      case "chainable": environment.undefinedBehavior = .chainable
      default: break
      }
    }
    var context: [String: Value] = [:]
    if case .dict(let values)? = fields["context"] {
      for (key, value) in values.entries { context[key.str()] = value }
    }
    let expected =
      fields["output"].map { "output " + pythonLike($0.str()) } ?? "error " + (fields["error"]?.str() ?? "")
    var found: String
    var message = ""
    do {
      let parsed = try Template(parsing: template, name: "case", syntax: syntax)
      found = "output " + pythonLike(try environment.render(parsed, context: context).text)
    } catch {
      found = "error \(error.kind)"
      message = " (\(error.message))"
    }
    if found == expected {
      if getenv("JINJA_MESSAGES") != nil, let wanted = fields["message"]?.str(),
        wanted != message.dropFirst(2).dropLast()
      {
        return "\(name): \(template)\n    jinja2: \(wanted)\n    found:  \(message)"
      }
      return nil
    }
    return
      "\(name): \(template)\n    jinja2: \(expected) (\(fields["message"]?.str() ?? ""))\n    found:  \(found)\(message)"
  }

  private func pythonLike(_ text: String) -> String { Value.string(text).repr() }
}

extension DictObject {
  /// The object of a JSON text.
  fileprivate convenience init(json: String) throws {
    self.init()
    if case .dict(let dict) = try JSONReader.value(of: json) { for (key, value) in dict.entries { self[key] = value } }
  }
}

@Suite struct Jinja2Comparison {
  private static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
    separator: "/")

  /// Where this template language and jinja2 mean to differ, by the names of cases, each with its reason.
  private static let known: [String: String] = [:]

  @Test(arguments: ["jinja2.jsonl", "random.jsonl"])
  func everyTemplateGivesWhatJinja2Gives(file: String) throws {
    let cases = try Jinja2Case.read(Jinja2Comparison.folder + "/Cases/" + file)
    #expect(cases.count > 500)
    try compare(cases)
  }

  /// For runs over further made-up expressions; see `Cases/generate.py`.
  @Test(.enabled(if: getenv("JINJA_CASES") != nil))
  func furtherTemplatesGiveWhatJinja2Gives() throws {
    guard let path = getenv("JINJA_CASES") else { return }
    try compare(Jinja2Case.read(String(cString: path)))
  }

  private func compare(_ cases: [Jinja2Case]) throws {
    var differences: [String] = []
    for item in cases where Jinja2Comparison.known[item.name] == nil {
      if let difference = try item.difference() { differences.append(difference) }
    }
    #expect(
      differences.isEmpty, "\(differences.count) of \(cases.count) differ:\n\(differences.joined(separator: "\n"))")
  }
}
