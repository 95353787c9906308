import Project

/// What the gates ask of files: at the input what can be known before they are read, at the process what reading them
/// showed.
struct FileChecks {
  let context: StepContext

  func beforeReading(_ statement: AuthoredStatement, into journal: GateJournal) {
    for opened in context.files.opened {
      let name = opened.node.name
      journal.add(journal.record("exists", .pass, message: "\(name): \(Self.count(opened.all.count, "file"))"))
      let allowsEmpty = opened.node.source?.file?.options["allow_empty"]?.boolValue ?? false
      for file in opened.files where file.bytes == 0 {
        var record = journal.record(
          "not_empty", allowsEmpty ? .warn : .fail, threshold: "> 0 bytes", message: "\(file.path) is empty")
        record.location = opened.node.source?.file?.location
        journal.add(record)
      }
      checkColumns(opened, statement, into: journal)
    }
  }

  /// A header names every column there is; JSON records may leave some out, so those are judged when all are read.
  private func checkColumns(_ opened: FileInputs.Opened, _ statement: AuthoredStatement, into journal: GateJournal) {
    guard case .csv = opened.source.format else { return }
    let used = statement.translated.inputs.first { $0.relation == opened.relation }?.columns
    let missing = opened.source.unseenColumns.filter { used?.contains($0.lowercased()) ?? true }
    guard !missing.isEmpty else { return }
    var record = journal.record(
      "columns", .fail, message: "\(opened.node.name) lacks \(missing.joined(separator: ", "))")
    record.location = opened.node.location
    journal.add(record)
  }

  func afterReading(_ statement: AuthoredStatement, into journal: GateJournal) throws {
    for opened in context.files.opened where !opened.files.isEmpty {
      try checkRecords(opened, into: journal)
      let used = statement.translated.inputs.first { $0.relation == opened.relation }?.columns
      let missing = context.files.missingColumns(of: opened.relation)
        .filter { used?.contains($0.lowercased()) ?? true }
      if !missing.isEmpty, opened.progress.rows > 0 {
        var record = journal.record(
          "columns", .fail, message: "no record of \(opened.node.name) has \(missing.joined(separator: ", "))")
        record.location = opened.node.location
        journal.add(record)
      }
      if opened.progress.rows == 0, opened.rejected.count == 0,
        opened.node.source?.file?.options["allow_empty"]?.boolValue != true
      {
        journal.add(
          journal.record(
            "not_empty", .fail, threshold: "> 0 records", message: "\(opened.node.name) has no records"))
      }
    }
    try context.checkFilesUnchanged()
  }

  func checkRecords(_ opened: FileInputs.Opened, into journal: GateJournal) throws {
    let bad = opened.rejected.count
    let all = Int64(opened.progress.rows + bad)
    context.progress.rowsRead += Int64(opened.progress.rows)
    context.progress.rowsQuarantined += Int64(bad)
    context.progress.bytesRead += Int64(opened.progress.totalBytes)
    context.progress.bytesTotal += Int64(opened.progress.totalBytes)
    var record = journal.record("bad_records", .pass)
    record.measured = Double(bad)
    record.population = all
    record.rowsFailing = Int64(bad)
    record.location = opened.node.source?.file?.location
    let limit = limits(opened.node)
    record.threshold = limit.words
    guard bad > 0 else {
      record.message = "\(all) records of \(opened.node.name), none bad"
      journal.add(record)
      return
    }
    let isTooMany = Double(bad) > limit.rows && Double(bad) > limit.share * Double(all)
    record.state = isTooMany ? .fail : .warn
    let rows = opened.rejected.records.map { bad in
      [bad.file, String(bad.line), String(bad.byteOffset), bad.column, bad.reason, bad.text]
    }
    record.rowsKept = Int64(rows.count)
    let first = opened.rejected.records.first.map { "; \($0.file):\($0.line): \($0.reason)" } ?? ""
    record.message = "\(bad) of \(all) records of \(opened.node.name) are bad\(first)"
    journal.add(
      record,
      rows: FailingRows(
        columns: ["file", "line", "byte_offset", "column", "reason", "raw_text"], rows: rows, total: Int64(bad)))
  }

  /// How many bad records are let pass: by the source's file options, else by the node that reads it, else none.
  private func limits(_ source: Node) -> (rows: Double, share: Double, words: String) {
    func value(_ key: String) -> Double? {
      source.source?.file?.options[key]?.doubleValue ?? source.config[key]?.doubleValue
        ?? context.gateSetting(key)?.doubleValue
    }
    let rows = value("max_bad_rows")
    let share = value("max_bad_share")
    var words: [String] = []
    if let rows { words.append("≤ \(Int(rows)) rows") }
    if let share { words.append("≤ \(share * 100) %") }
    return (rows ?? 0, share ?? 0, words.isEmpty ? "= 0" : words.joined(separator: " or "))
  }

  static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
