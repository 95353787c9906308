import YAML

/// The properties of nodes by kind and name, each taken once.
struct PatchCatalog {
  private struct Key: Hashable {
    var kind: PropertiesFile.Kind
    var name: String
  }

  private var entries: [Key: [PropertiesFile.Entry]] = [:]
  private var taken: Set<SourceLocation> = []

  init(_ all: [PropertiesFile.Entry], log: MessageLog) {
    for entry in all {
      let key = Key(kind: entry.kind, name: entry.name)
      if let other = entries[key]?.first(where: { $0.package == entry.package }),
        [.models, .seeds, .snapshots, .analyses].contains(entry.kind)
      {
        log.error(
          "'\(entry.name)' is described twice under '\(entry.kind.rawValue)'; the other stands in \(other.location)",
          at: entry.location, hint: "keep one of them")
        continue
      }
      entries[key, default: []].append(entry)
    }
  }

  /// All entries of a kind.
  func all(_ kind: PropertiesFile.Kind) -> [PropertiesFile.Entry] {
    entries.filter { $0.key.kind == kind }.flatMap(\.value).sorted {
      ($0.file, $0.node.position) < ($1.file, $1.node.position)
    }
  }

  /// What is said of a node, marked as used.
  mutating func take(for node: Node, log: MessageLog) -> PropertiesFile.Entry? {
    let kind: PropertiesFile.Kind
    switch node.resourceType {
    case .model: kind = .models
    case .seed: kind = .seeds
    case .snapshot: kind = .snapshots
    case .analysis: kind = .analyses
    case .test: kind = .dataTests
    default: return nil
    }
    if let entry = take(kind, node.name, package: node.package) { return entry }
    // As in dbt: what models, seeds and snapshots are called is one realm of names.
    let alike: [PropertiesFile.Kind] = [.models, .seeds, .snapshots]
    guard alike.contains(kind) else { return nil }
    for other in alike where other != kind {
      guard let entry = entries[Key(kind: other, name: node.name)]?.first(where: { $0.package == node.package }),
        taken.insert(entry.location).inserted
      else { continue }
      log.warning(
        "'\(node.name)' is a \(node.resourceType.rawValue), and is described under '\(other.rawValue)'",
        at: entry.location, hint: "move the entry under '\(kind.rawValue)'")
      return entry
    }
    return nil
  }

  /// What is said of a name, marked as used.
  mutating func take(_ kind: PropertiesFile.Kind, _ name: String, package: String) -> PropertiesFile.Entry? {
    guard let entry = entries[Key(kind: kind, name: name)]?.first(where: { $0.package == package }) else { return nil }
    taken.insert(entry.location)
    return entry
  }

  /// Tells of properties whose node is not there.
  func warnOfUnused(log: MessageLog) {
    for (key, list) in entries {
      guard [.models, .seeds, .snapshots, .analyses].contains(key.kind) else { continue }
      for entry in list where !taken.contains(entry.location) {
        log.warning(
          "'\(entry.name)' under '\(key.kind.rawValue)' describes nothing: there is no such file", at: entry.location,
          hint: "correct the name, or remove the entry")
      }
    }
  }
}
