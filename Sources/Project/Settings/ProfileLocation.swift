/// Where `profiles.yml` is read from.
public struct ProfileLocation: Sendable {
  public let folder: String
  public var path: String { ProjectFolder.joined(folder, "profiles.yml") }

  /// The first folder of those searched that has the file; nil: there is none.
  public static func find(root: String, options: LoadOptions) -> ProfileLocation? {
    let reader = ProfileReader(root: ProjectFolder.absolute(root), options: options, log: MessageLog()) { node, _ in
      ConfigValue(node)
    }
    return reader.folders.first { ProjectFolder.exists(ProjectFolder.joined($0, "profiles.yml")) }.map {
      ProfileLocation(folder: $0)
    }
  }
}

extension ProjectTarget {
  /// What may be shown of the target: no passwords, no keys.
  public var openFields: [(name: String, value: String)] {
    var shown: [(String, String)] = [
      ("profile", profileName), ("target", name), ("type", type), ("database", database), ("schema", schema),
      ("threads", "\(threads)"),
    ]
    for entry in fields.entries {
      guard !ProjectState.isHidden(entry.key), !shown.contains(where: { $0.0 == entry.key }),
        let text = entry.value.scalarText
      else { continue }
      shown.append((entry.key, text))
    }
    return shown
  }
}
