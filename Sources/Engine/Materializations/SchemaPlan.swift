import Project

/// What becomes of a published table's columns when new rows come with others.
struct SchemaPlan {
  /// The table's columns afterwards.
  var columns: [AdapterColumn]
  var incoming: [AdapterColumn]
  var added: [AdapterColumn]
  var dropped: [String]
  /// Columns that take the type the new rows have.
  var retyped: [AdapterColumn] = []

  init(
    published: [AdapterColumn], incoming: [AdapterColumn], _ rule: IncrementalSettings.SchemaChange, _ node: Node
  ) throws {
    let before = Set(published.map { $0.name.lowercased() })
    let now = Set(incoming.map { $0.name.lowercased() })
    let new = incoming.filter { !before.contains($0.name.lowercased()) }
    let gone = published.filter { !now.contains($0.name.lowercased()) }.map(\.name)
    self.incoming = incoming
    added = []
    dropped = []
    columns = published
    if rule == .syncAllColumns { retype(incoming) }
    guard !new.isEmpty || !gone.isEmpty else { return }
    switch rule {
    case .ignore:
      guard gone.isEmpty else {
        throw StepFailure(
          .failed,
          "the query no longer gives \(gone.joined(separator: ", ")), which the table has, and on_schema_change is "
            + "'ignore': select it, build with --full-refresh, or set sync_all_columns",
          at: node.location)
      }
    case .fail:
      var parts: [String] = []
      if !new.isEmpty { parts.append("new: \(new.map(\.name).joined(separator: ", "))") }
      if !gone.isEmpty { parts.append("missing: \(gone.joined(separator: ", "))") }
      throw StepFailure(
        .failed,
        "the columns changed (\(parts.joined(separator: "; "))) and on_schema_change is 'fail': "
          + "build with --full-refresh, or set append_new_columns or sync_all_columns",
        at: node.location)
    case .appendNewColumns:
      added = new
      columns += new
    case .syncAllColumns:
      added = new
      dropped = gone
      columns = columns.filter { now.contains($0.name.lowercased()) } + new
    }
  }

  /// Whether the table must be written anew.
  var rewrites: Bool { !dropped.isEmpty || !retyped.isEmpty }

  private mutating func retype(_ incoming: [AdapterColumn]) {
    for index in columns.indices {
      let column = columns[index]
      guard let new = incoming.first(where: { $0.name.lowercased() == column.name.lowercased() }),
        !new.dataType.isEmpty, !column.dataType.isEmpty, !new.dataType.isSameType(as: column.dataType)
      else { continue }
      columns[index].dataType = new.dataType
      retyped.append(columns[index])
    }
  }

  /// The types the new rows' columns must be cast to, to fit the table.
  var casts: [String: String] {
    var types: [String: String] = [:]
    for column in incoming where !column.dataType.isEmpty {
      guard let kept = columns.first(where: { $0.name.lowercased() == column.name.lowercased() }),
        !kept.dataType.isEmpty, !kept.dataType.isSameType(as: column.dataType)
      else { continue }
      types[column.name.lowercased()] = kept.dataType
    }
    return types
  }
}
