/// The themes a console can switch between, by file name.
package struct ThemeCatalogue: Sendable {
  /// One theme and where it comes from.
  package struct Entry: Sendable {
    package let key: String
    package let theme: Theme
  }

  /// In the order in which they are offered.
  package private(set) var entries: [Entry]
  /// Schemes that could not be read.
  package private(set) var problems: [SchemeProblem] = []

  /// The built-in themes: the project's own schemes, the terminal's sixteen colours, and none.
  package init() {
    entries = []
    for (name, yaml) in EmbeddedThemes.files { add(yaml: yaml, key: name) }
    entries.append(Entry(key: "ansi16", theme: .ansi16))
    entries.append(Entry(key: "mono", theme: .mono))
  }

  /// The files are read again: what was wrong with them may be put right.
  package mutating func forgetProblems() { problems = [] }

  /// Adds a scheme file's text; one of the same key takes the place of the earlier.
  package mutating func add(yaml: String, key: String) {
    do {
      let entry = Entry(key: key, theme: Theme(try Base16Scheme(yaml: yaml, file: key)))
      if let index = entries.firstIndex(where: { $0.key == key }) {
        entries[index] = entry
      } else {
        entries.append(entry)
      }
    } catch {
      problems.append(error)
    }
  }

  /// The theme of a key, whatever its case.
  package func theme(_ key: String) -> Theme? {
    entries.first { $0.key == key.lowercased() || $0.theme.name == key }?.theme
  }
}
