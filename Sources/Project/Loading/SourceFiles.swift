/// Finds the files behind sources: declared in properties or `sluice.yml`, or moved by `--sources DIR`.
struct SourceFiles: Sendable {
  let root: String
  /// `sources:` of `sluice.yml`.
  let settings: ConfigValue
  /// `--sources DIR`, absolute.
  let directory: String?

  private static let optionKeys: Set<String> = [
    "format", "delimiter", "quote", "escape", "header", "null", "nulls", "max_bad_rows", "max_bad_share", "allow_empty",
    "encoding", "compression", "skip", "comment", "timestamp_format", "date_format", "incremental", "once", "layout",
  ]

  /// Where a source table's rows are, if they are in files.
  func location(
    source: String, table: String, identifier: String, relation: RelationName, table tableValue: ConfigValue,
    sourceValue: ConfigValue, at place: SourceLocation
  ) -> FileLocation? {
    var options: [ConfigEntry] = []
    var text: String?
    var words: [String: String] = [:]
    let own = tableValue["external"]
    for holder in [sourceValue, tableValue] {
      for layer in [
        holder, holder["meta"], holder["config"], holder["config"]?["meta"], holder["external"],
        holder["external"]?["options"],
      ] {
        guard let layer, layer.isMap else { continue }
        text = layer["external_location"]?.scalarText ?? text
        options += layer.entries.filter { Self.optionKeys.contains($0.key) }
        for entry in layer.entries { words[entry.key] = entry.value.scalarText ?? words[entry.key] }
      }
    }
    words["name"] = table
    words["identifier"] = identifier
    words["schema"] = relation.schema
    words["database"] = relation.database
    words["source_name"] = source
    let known = words
    text = own?["location"]?.scalarText ?? own?.scalarText ?? text
    let set = settings[source]?["tables"]?[table] ?? settings[source]?[table]
    if let set {
      text = set.scalarText ?? set["location"]?.scalarText ?? set["path"]?.scalarText ?? text
      options += set.entries.filter { $0.key != "location" && $0.key != "path" }
    } else if let folder = settings[source]?["location"]?.scalarText ?? settings[source]?["path"]?.scalarText {
      text = text ?? folder
      options += settings[source]?.entries.filter { Self.optionKeys.contains($0.key) } ?? []
    }
    var paths = text.map { [expanded(plainPath($0), known)] }
    if let moved = moved(paths, source: source, table: table, identifier: identifier) { paths = moved }
    guard let paths else { return nil }
    var merged: ConfigValue = .map([])
    for option in options { merged = merged.setting(option.key, to: option.value) }
    let format = merged["format"]?.scalarText
    return FileLocation(
      paths: paths.map { ProjectFolder.normalized(ProjectFolder.joined(root, $0)) }, format: format,
      options: merged.removing("format"), location: place)
  }

  /// The path inside `read_csv('path', header=true)`, or the text itself.
  private func plainPath(_ text: String) -> String {
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "("), let first = text[open...].firstIndex(of: "'") else {
      return text
    }
    let rest = text[text.index(after: first)...]
    return rest.firstIndex(of: "'").map { String(rest[..<$0]) } ?? text
  }

  /// A path with what stands in braces, as dbt-duckdb's `external_location` has it: the table's own facts and whatever its
  /// `meta` or its source's says.
  private func expanded(_ path: String, _ words: [String: String]) -> String {
    var path = path
    for (name, value) in words.sorted(by: { $0.key.count > $1.key.count }) {
      switch words["formatter"] {
      case "template": path = path.replacing("${\(name)}", with: value).replacing("$\(name)", with: value)
      case "oldstyle": path = path.replacing("%(\(name))s", with: value)
      default: path = path.replacing("{\(name)}", with: value)
      }
    }
    return path
  }

  /// The files that stand for a table below `--sources DIR`.
  private func moved(_ paths: [String]?, source: String, table: String, identifier: String) -> [String]? {
    guard let directory else { return nil }
    for path in paths ?? [] {
      let parts = path.split(separator: "/").map(String.init)
      for count in stride(from: parts.count, through: 1, by: -1) {
        let candidate = ProjectFolder.joined(directory, parts.suffix(count).joined(separator: "/"))
        if matchesSomething(candidate) { return [candidate] }
      }
    }
    for folder in [ProjectFolder.joined(directory, source), directory] {
      for stem in [table, identifier] {
        if ProjectFolder.isFolder(ProjectFolder.joined(folder, stem)) { return [ProjectFolder.joined(folder, stem)] }
        let names = ProjectFolder.names(in: folder).filter { name in
          Self.endings.contains { name == stem + $0 }
        }
        if let name = names.first { return [ProjectFolder.joined(folder, name)] }
      }
    }
    // Named but not there: the input gate says so, with the path that was expected.
    return paths?.first.flatMap { $0.split(separator: "/").last }.map { [ProjectFolder.joined(directory, String($0))] }
  }

  private static let endings = [".jsonl", ".json", ".ndjson", ".csv", ".tsv"].flatMap { [$0, $0 + ".gz", $0 + ".zst"] }

  private func matchesSomething(_ path: String) -> Bool {
    guard WildcardPattern.isPattern(path) else { return ProjectFolder.exists(path) }
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    guard !WildcardPattern.isPattern(folder), let last = path.split(separator: "/").last else {
      return ProjectFolder.exists("/" + folder)
    }
    let pattern = WildcardPattern(String(last))
    return ProjectFolder.names(in: "/" + folder).contains { pattern.matches($0) }
  }
}
