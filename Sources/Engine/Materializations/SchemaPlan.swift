import Project

/// What becomes of a published table's columns when new rows come with others.
struct SchemaPlan {
  /// The table's columns afterwards.
  var columns: [AdapterColumn]
  var incoming: [AdapterColumn]
  var added: [AdapterColumn]
  var dropped: [String]

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
    guard !new.isEmpty || !gone.isEmpty else { return }
    switch rule {
    case .ignore: break
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
      columns = published.filter { now.contains($0.name.lowercased()) } + new
    }
  }
}
