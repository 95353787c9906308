import YAML

/// One YAML file of properties, split by what its entries describe.
struct PropertiesFile: Sendable {
  /// The kinds of entries, by their top-level key.
  enum Kind: String, CaseIterable, Sendable {
    case models, seeds, snapshots, sources, analyses, macros, exposures, groups, metrics, functions
    case unitTests = "unit_tests"
    case dataTests = "data_tests"
    case semanticModels = "semantic_models"
    case savedQueries = "saved_queries"
  }

  /// One entry with its place.
  struct Entry: Sendable {
    var kind: Kind
    var name: String
    var node: YAMLNode
    var file: String
    var package: String

    var location: SourceLocation { SourceLocation(node, file: file) }
  }

  var path: String
  var package: String
  var entries: [Entry] = []

  /// Reads a file; what cannot be read is told and left out.
  init?(bytes: [UInt8], path: String, package: String, log: MessageLog) {
    self.path = path
    self.package = package
    let root: YAMLNode
    do throws(YAMLError) {
      root = try YAML.parse(bytes, file: path)
    } catch {
      log.add(ProjectMessage(error))
      return nil
    }
    if root.isNull { return }
    guard let mapping = root.mapping else {
      log.error(
        "a properties file is a mapping, not \(root.kindInWords)", at: SourceLocation(root, file: path),
        hint: "start it with 'version: 2' and 'models:'")
      return
    }
    reportDuplicates(root, file: path, log: log)
    for entry in mapping {
      let key = entry.key.text
      if key == "version" || key.hasPrefix(".") || key == "anchors" { continue }
      guard let kind = Kind(rawValue: key == "tests" ? "data_tests" : key) else {
        log.warning(
          "unknown key '\(key)' in a properties file", at: SourceLocation(entry.key, file: path),
          hint: NearMiss.best(key, among: Kind.allCases.map(\.rawValue)).map { "did you mean '\($0)'?" }
            ?? "remove it")
        continue
      }
      read(kind, entry.value, log: log)
    }
  }

  private mutating func read(_ kind: Kind, _ list: YAMLNode, log: MessageLog) {
    if list.isNull { return }
    guard let members = list.sequence else {
      log.error(
        "'\(kind.rawValue)' is \(list.kindInWords), not a list", at: SourceLocation(list, file: path),
        hint: "write each entry as '- name: …'")
      return
    }
    for member in members {
      guard member.mapping != nil else {
        log.error(
          "an entry of '\(kind.rawValue)' is \(member.kindInWords), not a mapping",
          at: SourceLocation(member, file: path), hint: "write it as '- name: …'")
        continue
      }
      guard let name = member["name"].flatMap({ ConfigValue($0).scalarText }), !name.isEmpty else {
        log.error(
          "an entry of '\(kind.rawValue)' has no name", at: SourceLocation(member, file: path),
          hint: "add 'name: …' to it")
        continue
      }
      entries.append(Entry(kind: kind, name: name, node: member, file: path, package: package))
    }
  }
}
