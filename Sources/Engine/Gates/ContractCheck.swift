import Project
import SQLKit

/// Whether the candidate has the columns its contract declares, with types that mean the same storage.
struct ContractCheck {
  let node: Node
  let candidate: [AdapterColumn]
  /// The types the query gives by itself, before the declared ones were put in their place.
  let computed: [AdapterColumn]

  var isEnforced: Bool { node.config["contract"]?["enforced"]?.boolValue ?? false }

  func check(into journal: GateJournal) {
    guard isEnforced else { return }
    var problems: [[String?]] = []
    let present = Dictionary(
      candidate.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for column in node.columns {
      let name = column.name.lowercased()
      guard present[name] != nil else {
        problems.append([column.name, column.dataType, nil, "missing in the result"])
        continue
      }
      guard let declared = column.dataType,
        let own = computed.first(where: { $0.name.lowercased() == name }), !own.dataType.isEmpty,
        !Self.isKept(own.dataType, as: declared)
      else { continue }
      problems.append([column.name, declared, own.dataType, "another type"])
    }
    let declared = Set(node.columns.map { $0.name.lowercased() })
    for column in candidate where !declared.contains(column.name.lowercased()) {
      problems.append([column.name, nil, column.dataType, "not declared"])
    }
    var record = journal.record("contract", problems.isEmpty ? .pass : .fail, threshold: "columns as declared")
    record.location = node.patchLocation ?? node.location
    record.rowsFailing = Int64(problems.count)
    record.rowsKept = Int64(problems.count)
    record.measured = Double(problems.count)
    record.message =
      problems.isEmpty
      ? "\(node.columns.count) columns as declared"
      : problems.map { "\($0[0] ?? ""): \($0[3] ?? "")" }.joined(separator: "; ")
    journal.add(
      record,
      rows: problems.isEmpty
        ? nil
        : FailingRows(
          columns: ["column", "declared", "result", "problem"], rows: problems, total: Int64(problems.count)))
  }

  /// Whether values of one type are kept whole by the storage of another.
  static func isKept(_ type: String, as declared: String) -> Bool {
    let from = ColumnStorage(declared: type)
    let to = ColumnStorage(declared: declared)
    if from == to || from == .any || to == .any { return true }
    switch (from, to) {
    case (.integer, .real), (.integer, .numeric), (.real, .numeric), (.numeric, .real), (.numeric, .integer):
      return true
    default: return false
    }
  }
}
