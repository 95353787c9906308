import YAML

/// Texts as YAML.
struct YAMLFuzz: FuzzTarget {
  let name = "yaml"
  let words = [
    "- ", ": ", "? ", "{", "}", "[", "]", ",", "&a", "*a", "<<: ", "|", ">-", "|+2", "\"", "'", "#", "---", "...", "\n",
    "\n  ", "\n    ", "\t", "!!str", "!x", "%YAML 1.1", "yes", "0o17", "1:30", "2024-01-01", ".inf", "~", "\\x41",
    "\u{FEFF}", "\u{85}", "\u{2028}", "é", "*a\n", "&a [*a]", "key: ",
  ]
  let seeds: [[UInt8]] =
    Corpus.parts("YAMLTests/Cases/pyyaml.txt", by: "\n").prefix(400).map { Array($0) }
    + Corpus.files("ProjectTests/Fixtures/web/models")
    + [
      "models:\n  - name: a\n    columns: [{name: id, tests: [unique, not_null]}]\n    description: |\n      two\n      lines\n",
      "a: &x {b: 1}\nc:\n  <<: *x\n  d: [1, 2]\n",
    ].map { Array($0.utf8) }

  func fault(_ input: [UInt8]) -> String? {
    let last = input.count { $0 == 0x0A || $0 == 0x0D } + input.count / 2 + 2
    do {
      _ = try YAML.parse(input, file: "f.yml")
      return nil
    } catch {
      if error.position.line < 1 || error.position.column < 1 || error.position.line > last {
        return "an error has a place outside of the text: \(error.position.line):\(error.position.column)"
      }
      return error.message.isEmpty ? "an error has no words" : nil
    }
  }
}
