/// The names dbt makes for generic tests.
enum TestNaming {
  /// The name of a test on a node: short enough for a table (63 characters), and in full.
  ///
  /// - Parameters:
  ///   - test: `unique`, `dbt_utils_accepted_range`, `source_not_null`.
  ///   - target: The node's name, `source_table` for sources.
  ///   - arguments: With `column_name`, without `model`.
  static func names(test: String, target: String, arguments: [ConfigEntry]) -> (short: String, full: String) {
    var parts: [String] = []
    for argument in arguments.sorted(by: { $0.key < $1.key }) {
      switch argument.value {
      case .map(let entries): parts += entries.map(\.value.pythonText)
      case .list(let members): parts += members.map(\.pythonText)
      case let scalar: parts.append(scalar.pythonText)
      }
    }
    let identifier = "\(test)_\(target)"
    let full = "\(identifier)_\(parts.map(cleaned).joined(separator: "__"))"
    guard full.unicodeScalars.count >= 64 else { return (full, full) }
    let head = String(String.UnicodeScalarView(identifier.unicodeScalars.prefix(30)))
    return ("\(head)_\(MD5.hex(full))", full)
  }

  /// Runs of anything but ASCII letters, digits and underscores become one underscore.
  private static func cleaned(_ text: String) -> String {
    var result = ""
    var replacing = false
    for scalar in text.unicodeScalars {
      let kept =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
      if kept {
        result.unicodeScalars.append(scalar)
      } else if !replacing {
        result += "_"
      }
      replacing = !kept
    }
    return result
  }

  /// The ten hexadecimal digits that end a test's unique id.
  static func hash(name: String, namespace: String?, test: String, arguments: [ConfigEntry]) -> String {
    var metadata: [ConfigEntry] = [
      ConfigEntry("kwargs", hashable(.map(arguments))), ConfigEntry("name", .string(test)),
      ConfigEntry("namespace", .string(namespace ?? "None")),
    ]
    metadata.sort { $0.key < $1.key }
    return String(MD5.hex(name + ConfigValue.map(metadata).pythonRepr).suffix(10))
  }

  private static func hashable(_ value: ConfigValue) -> ConfigValue {
    switch value {
    case .map(let entries):
      .map(entries.sorted { $0.key < $1.key }.map { ConfigEntry($0.key, hashable($0.value)) })
    case .list(let members): .list(members.map(hashable))
    default: .string(value.pythonText)
    }
  }
}
