import CommandLineKit
import Engine
import Project

/// `sluice quarantine`: what the gates kept back, to be looked at, put right and let in.
enum QuarantineCommand {
  private static let node = CommandOperand<String>.required("NODE", "The node's name.")
  private static let reason = CommandOption<String?>.value("--reason", placeholder: "TEXT", help: "Why it is let in.")
  private static let file = CommandOption<String?>.value(
    "--file", placeholder: "FILE", help: "The edited records; else where 'edit' laid them out.")
  private static let noRun = CommandOption<Bool>.flag(
    "--no-run", help: "Admit them, and leave the build to the next run.")

  static let command = Command(
    "quarantine", summary: "Look at what the gates kept back, put it right, and let it in.",
    discussion:
      "Bad records are laid out in a file, edited, and admitted through the gates; a held version is released "
      + "after a look.",
    examples: [
      .init("sluice quarantine edit events", "lays its bad records out in a file"),
      .init("sluice quarantine readmit events", "admits them as they are now, and builds it"),
      .init("sluice quarantine release dim_user --reason 'looked at'", "publishes the version that was held"),
    ],
    subcommands: [list, show, edit, readmit, release], defaultSubcommand: "list", section: "Run")

  private static let list = Command(
    "list", summary: "What is kept back now, a row a node.",
    options: [CommonOptions.output] + ProjectOptions.all
  ) { arguments in
    let (project, lookup) = try opened(arguments)
    var rows: [[OutputCell]] = []
    for id in project.graph.order {
      guard let node = project.graph[id], node.resourceType != .source else { continue }
      if let held = try HeldVersions(project).held(node) {
        rows.append([
          .text(NodeName.short(id)), .text("version"), .integer(held.rows), .integer(held.run.rawValue),
          .text(Times.second(held.publishedAt)), .text("v\(held.id)"),
        ])
      }
      for check in try badRecords(of: id, lookup) {
        rows.append([
          .text(NodeName.short(id)), .text("records"), .integer(check.rowsFailing ?? 0), .integer(check.run.rawValue),
          .null, .text(check.message),
        ])
      }
    }
    DataOutput.print(
      arguments[CommonOptions.output], columns: ["node", "kind", "rows", "run", "since", "what"], rows: rows)
    return .success
  }

  private static let show = Command(
    "show", summary: "The rows of a node that are kept back.",
    options: [CommonOptions.limit, CommonOptions.output] + ProjectOptions.all, operands: [node]
  ) { arguments in
    let (project, lookup) = try opened(arguments)
    let node = try found(arguments[Self.node] ?? "", project)
    let most = arguments[CommonOptions.limit] < 0 ? Int.max : arguments[CommonOptions.limit]
    var isShown = false
    for check in try badRecords(of: node.id, lookup) {
      guard let rows = try lookup.reader.failingRows(check: check.id, limit: most) else { continue }
      Narration.line(check.message)
      DataOutput.print(
        arguments[CommonOptions.output], columns: rows.columns, rows: rows.rows.map { $0.map { OutputCell($0) } })
      isShown = true
    }
    if let held = try HeldVersions(project).held(node) {
      Narration.line("v\(held.id) of \(node.name), held in run \(held.run)")
      let request = TablePageRequest(relation: held.relation, moment: .version(held.id), count: most)
      let page = try WarehouseBrowser(project).page(request)
      DataOutput.print(
        arguments[CommonOptions.output], columns: page.columns.map(\.name),
        rows: page.rows.map { TypedRow.cells($0, page.columns) })
      isShown = true
    }
    if !isShown { Narration.line("nothing of \(node.name) is kept back") }
    return isShown ? .success : .failure
  }

  private static let edit = Command(
    "edit", summary: "Lay a node's bad records out in a file to be edited.", options: ProjectOptions.all,
    operands: [node]
  ) { arguments in
    for correction in try corrections(arguments) {
      let draft = try correction.writeDraft()
      for reason in draft.reasons { Narration.line(reason) }
      if draft.isKept {
        Narration.line("laid out before: what was edited is as it was (delete the file to begin anew)")
      }
      if let path = draft.setAside { Narration.line("the earlier draft, of other records, is now \(path)") }
      StandardOutput.write(correction.draftFile + "\n")
    }
    return .success
  }

  private static let readmit = Command(
    "readmit", summary: "Admit a node's corrected records through the gates.",
    options: [file, noRun] + RunOptions.following + ProjectOptions.all, operands: [node]
  ) { arguments in
    let (project, lookup) = try opened(arguments)
    let node = try found(arguments[Self.node] ?? "", project)
    let corrections = try corrections(arguments)
    if arguments[file] != nil, corrections.count > 1 {
      throw CommandFailure(
        "\(node.name) has bad records of \(corrections.map(\.sourceName).joined(separator: " and "))",
        hint: "edit them where 'sluice quarantine edit \(node.name)' lays them out, and leave --file away")
    }
    for correction in corrections {
      if correction.isAdmitted {
        Narration.line("the bad records of \(correction.sourceName) were admitted before")
        continue
      }
      let admitted = try correction.admit(arguments[file], by: TargetLock.user, in: lookup.place.state)
      Narration.line(
        "\(admitted.corrected) records of \(correction.sourceName) admitted"
          + (admitted.leftOut > 0 ? ", \(admitted.leftOut) left out" : ""))
    }
    if arguments[noRun] { return .success }
    var request = RunOptions.request(arguments, .build, place: lookup.place)
    request.nodes = [node.id]
    request.trigger = "readmission"
    request.commandLine = "sluice build --select \(node.name)"
    return try await RunLaunch.start(request, lookup.place.state, arguments)
  }

  private static let release = Command(
    "release", summary: "Publish the version of a node that was held, after a look.",
    options: [reason] + ProjectOptions.all, operands: [node]
  ) { arguments in
    let (project, lookup) = try opened(arguments)
    let node = try found(arguments[Self.node] ?? "", project)
    let version = try HeldVersions(project).release(
      node, reason: arguments[reason] ?? "", by: TargetLock.user, in: lookup.place.state)
    Narration.line("v\(version.id) of \(node.name) is published: \(version.cause)")
    return .success
  }

  // MARK: Finding

  private static func opened(_ arguments: Arguments) throws -> (LoadedProject, RunLookup) {
    (try ProjectOptions.load(arguments, command: "show"), try RunLookup(arguments))
  }

  private static func found(_ name: String, _ project: LoadedProject) throws -> Node {
    let nodes = project.graph.order.compactMap { project.graph[$0] }
      .filter { $0.relation != nil && $0.resourceType != .source && NodeName.matches($0.id, [name]) }
    guard let node = nodes.first else {
      throw CommandFailure("there is no node '\(name)'", hint: "sluice quarantine lists what is kept back")
    }
    guard nodes.count == 1 else {
      throw CommandFailure(
        "'\(name)' means \(nodes.map(\.id.rawValue).joined(separator: ", "))", hint: "give one whole")
    }
    return node
  }

  /// The last word on a node's bad records, when it told of some.
  /// What the node's last look at its files found to be bad, a check a source.
  private static func badRecords(of node: NodeID, _ lookup: RunLookup) throws -> [CheckRecord] {
    let found = try lookup.reader.checkHistory(node, name: "bad_records", limit: 50)
    return found.filter { $0.run == found[0].run && $0.rowsKept > 0 }.reversed()
  }

  private static func corrections(_ arguments: Arguments) throws -> [RecordCorrection] {
    let (project, lookup) = try opened(arguments)
    let node = try found(arguments[Self.node] ?? "", project)
    let corrections = try badRecords(of: node.id, lookup).compactMap { check in
      try lookup.reader.failingRows(check: check.id, limit: Int(check.rowsKept)).map {
        try RecordCorrection(project, node: node, rows: $0)
      }
    }
    if corrections.isEmpty { throw CommandFailure("no bad records of \(node.name) are kept back") }
    return corrections
  }
}
