import Project

/// Whether an input has the columns that are used of it, with the types that are declared for them.
struct ColumnsCheck {
  let parent: Node
  let found: RelationScope.Found
  /// Names in whatever case; nil: all columns are used.
  let used: Set<String>?

  func check(into journal: GateJournal) {
    let declared = parent.columns.filter { column in
      used.map { names in names.contains { $0.lowercased() == column.name.lowercased() } } ?? true
    }
    guard declared.contains(where: { $0.dataType != nil }) else { return }
    var problems: [[String?]] = []
    for column in declared {
      guard let type = column.dataType else { continue }
      guard let there = found.columns.first(where: { $0.name.lowercased() == column.name.lowercased() }) else {
        problems.append([column.name, type, nil, "missing"])
        continue
      }
      if !there.dataType.isEmpty, !ContractCheck.isKept(there.dataType, as: type) {
        problems.append([column.name, type, there.dataType, "another type"])
      }
    }
    var record = journal.record("columns", problems.isEmpty ? .pass : .fail, threshold: "as declared")
    record.location = parent.patchLocation ?? parent.location
    record.measured = Double(problems.count)
    record.rowsFailing = Int64(problems.count)
    record.message =
      problems.isEmpty
      ? "\(found.relation) has the columns used, as declared"
      : "\(found.relation): "
        + problems.map {
          "\($0[0] ?? "") is declared \($0[1] ?? ""), \($0[2].map { "but is \($0)" } ?? "but not there")"
        }
        .joined(separator: "; ")
    record.rowsKept = Int64(problems.count)
    journal.add(
      record,
      rows: problems.isEmpty
        ? nil
        : FailingRows(
          columns: ["column", "declared", "there", "problem"], rows: problems, total: Int64(problems.count)))
  }
}
