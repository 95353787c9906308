extension ConfigValue {
  /// The entries of a map; empty for everything else.
  var entries: [ConfigEntry] {
    if case .map(let entries) = self { entries } else { [] }
  }

  var isNull: Bool { self == .null }

  var isMap: Bool {
    if case .map = self { true } else { false }
  }

  /// The map with a key set, in its place when it is there already.
  func setting(_ key: String, to value: ConfigValue) -> ConfigValue {
    var entries = entries
    if let place = entries.firstIndex(where: { $0.key == key }) {
      entries[place].value = value
    } else {
      entries.append(ConfigEntry(key, value))
    }
    return .map(entries)
  }

  /// The map without a key.
  func removing(_ key: String) -> ConfigValue { .map(entries.filter { $0.key != key }) }

  /// The map with the other's keys set over its own.
  func merging(_ other: ConfigValue) -> ConfigValue {
    other.entries.reduce(self) { $0.setting($1.key, to: $1.value) }
  }

  /// A list whatever it was: null is none, a scalar or map is one.
  var asList: [ConfigValue] {
    switch self {
    case .list(let members): members
    case .null: []
    default: [self]
    }
  }
}
