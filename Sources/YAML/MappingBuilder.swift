/// Collects the entries of one mapping as Python's dict would: merged ones first, a repeated key keeps its place and
/// takes the later value.
struct MappingBuilder {
  private let file: String
  private let start: YAMLPosition
  private var own: [YAMLMapping.Entry] = []
  private var merged: [YAMLMapping.Entry] = []

  init(file: String, start: YAMLPosition) {
    self.file = file
    self.start = start
  }

  mutating func add(key: YAMLNode, value: YAMLNode) throws(YAMLError) {
    guard key.scalar != nil else {
      let braces = key.style == .flow && key.mapping != nil
      throw YAMLError(
        "found unhashable key: \(key.kindInWords) cannot be a key",
        advice: braces ? "put a value that starts with {{ in quotes" : nil, file: file, at: key.position)
    }
    own.append(.init(key: key, value: value))
  }

  /// Folds in what `<<` points at: a mapping, or a list of mappings of which the earlier win.
  mutating func merge(_ value: YAMLNode) throws(YAMLError) {
    switch value.content {
    case .mapping(let mapping):
      merged.append(contentsOf: mapping.entries)
    case .sequence(let members):
      for member in members.reversed() {
        guard let mapping = member.mapping else {
          throw YAMLError(
            "expected a mapping for merging, but found \(member.kindInWords)", file: file, at: member.position)
        }
        merged.append(contentsOf: mapping.entries)
      }
    case .scalar:
      throw YAMLError(
        "expected a mapping or list of mappings for merging, but found \(value.kindInWords)",
        advice: "write '<<: *anchor' with the anchor on a mapping", file: file, at: value.position)
    }
  }

  func finish() -> YAMLMapping {
    var entries: [YAMLMapping.Entry] = []
    entries.reserveCapacity(own.count + merged.count)
    var places: [KeyIdentity: Int] = [:]
    for entry in merged {
      let identity = KeyIdentity(entry.key)
      if let place = places[identity] {
        entries[place].value = entry.value
      } else {
        places[identity] = entries.count
        entries.append(entry)
      }
    }
    let inherited = entries.count
    var duplicates: [YAMLMapping.Duplicate] = []
    var written: [Int: YAMLPosition] = [:]
    for entry in own {
      let identity = KeyIdentity(entry.key)
      guard let place = places[identity] else {
        places[identity] = entries.count
        entries.append(entry)
        continue
      }
      // Overriding a merged key is what merge keys are for; writing one's own key twice is a slip.
      if place >= inherited || written[place] != nil {
        let first = written[place] ?? entries[place].key.position
        duplicates.append(.init(key: entry.key.text, first: first, second: entry.key.position))
      } else {
        written[place] = entry.key.position
      }
      entries[place].value = entry.value
    }
    return YAMLMapping(entries, duplicates: duplicates)
  }
}

/// When two keys are one key to Python: `1`, `1.0` and `true` are.
private enum KeyIdentity: Hashable {
  case number(Double)
  case other(YAMLScalar)

  init(_ key: YAMLNode) {
    switch key.scalar ?? .null {
    case .bool(let value): self = .number(value ? 1 : 0)
    case .integer(let value) where value.magnitude < 1 << 53: self = .number(Double(value))
    case .float(let value): self = .number(value)
    case let scalar: self = .other(scalar)
    }
  }
}
