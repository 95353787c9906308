package import Engine

extension RecordPlace {
  /// `data/users.jsonl:17`: below the project's folder from there on, for the end is what matters.
  package func words(in root: String?) -> String {
    guard let root, !root.isEmpty, file.hasPrefix(root + "/") else { return "\(file):\(line)" }
    return "\(file.dropFirst(root.count + 1)):\(line)"
  }
}
