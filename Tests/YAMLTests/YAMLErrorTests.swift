import Testing
import YAML

@Suite struct `A document that cannot be read` {
  struct Slip: CustomTestStringConvertible {
    var document: String
    var message: String
    var testDescription: String { document }
  }

  @Test(arguments: [
    Slip(
      document: "a:\n\tb: 1\n",
      message:
        "p.yml:2:1: found character that cannot start any token while scanning for the next token (indent with spaces; a tab stands here)"
    ),
    Slip(
      document: "a: b: c\n",
      message:
        "p.yml:1:5: mapping values are not allowed in this context (a value with ': ' in it needs quotes; otherwise check the indentation)"
    ),
    Slip(
      document: "a: {{ x }}\n",
      message: "p.yml:1:5: found unhashable key: a mapping cannot be a key (put a value that starts with {{ in quotes)"),
    Slip(document: "a: *x\n", message: "p.yml:1:4: found undefined alias 'x' (define it with &x before this line)"),
    Slip(
      document: "a: 2024-02-30\n",
      message: "p.yml:1:4: '2024-02-30' looks like a date but is none (put it in quotes or correct it)"),
    Slip(
      document: "a: !secret x\n",
      message: "p.yml:1:4: could not determine a constructor for the tag '!secret' (remove the tag)"),
  ]) func `says where, what and what to do`(_ slip: Slip) {
    #expect {
      try YAML.parse(slip.document, file: "p.yml")
    } throws: { error in
      "\(error)" == slip.message
    }
  }

  @Test func `aliases of aliases are refused before they fill the memory`() {
    var document = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let names = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      document += "a\(level): &a\(level) [\(names)]\n"
    }
    #expect(throws: YAMLError.self) { try YAML.parse(document) }
  }

  @Test func `a thousand open brackets are refused`() {
    #expect(throws: YAMLError.self) { try YAML.parse(String(repeating: "[", count: 1_000)) }
  }

  @Test func `a node inside itself is refused`() {
    #expect(throws: YAMLError.self) { try YAML.parse("a: &x [1, *x]") }
  }

  @Test func `bytes that are no UTF-8 are refused with their place`() {
    #expect {
      try YAML.parse([0x61, 0x3A, 0x0A, 0x62, 0xFF], file: "b.yml")
    } throws: { error in
      (error as? YAMLError)?.position == YAMLPosition(line: 2, column: 2)
    }
  }
}
