import YAML

extension SourceLocation {
  /// Where a node of a file is.
  init(_ node: YAMLNode, file: String) {
    self.init(file: file, line: node.position.line, column: node.position.column)
  }

  init(_ position: YAMLPosition, file: String) {
    self.init(file: file, line: position.line, column: position.column)
  }
}

extension ProjectMessage {
  /// A YAML error as a message of the project.
  init(_ error: YAMLError) {
    self.init(
      .error, error.message, at: SourceLocation(error.position, file: error.file), hint: error.advice)
  }
}

/// Warns of keys written twice anywhere in a document: the earlier one is lost.
func reportDuplicates(_ node: YAMLNode, file: String, log: MessageLog) {
  switch node.content {
  case .scalar: break
  case .sequence(let members): for member in members { reportDuplicates(member, file: file, log: log) }
  case .mapping(let mapping):
    for duplicate in mapping.duplicates {
      log.warning(
        "the key '\(duplicate.key)' is written twice; what line \(duplicate.first.line) says is lost",
        at: SourceLocation(duplicate.second, file: file), hint: "keep one of them")
    }
    for entry in mapping { reportDuplicates(entry.value, file: file, log: log) }
  }
}
