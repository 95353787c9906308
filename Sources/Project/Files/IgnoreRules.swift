/// `.dbtignore`: patterns of files that are not part of the project, in the words of `.gitignore`.
struct IgnoreRules: Sendable {
  private var rules: [(pattern: WildcardPattern, folderOnly: Bool, keep: Bool, anchored: Bool)] = []

  init() {}

  init(text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      var pattern = String(line)
      while pattern.last?.isWhitespace == true { pattern.removeLast() }
      if pattern.isEmpty || pattern.hasPrefix("#") { continue }
      let keep = pattern.hasPrefix("!")
      if keep { pattern.removeFirst() }
      let folderOnly = pattern.hasSuffix("/")
      if folderOnly { pattern.removeLast() }
      let anchored = pattern.contains("/")
      if pattern.hasPrefix("/") { pattern.removeFirst() }
      rules.append((WildcardPattern(pattern, starCrossesSlash: false), folderOnly, keep, anchored))
    }
  }

  /// Whether a path relative to the project is left out.
  func ignores(_ path: String) -> Bool {
    guard !rules.isEmpty else { return false }
    var ignored = false
    let name = path.split(separator: "/").last.map(String.init) ?? path
    for rule in rules where rule.pattern.matches(rule.anchored ? path : name) { ignored = !rule.keep }
    return ignored
  }
}
