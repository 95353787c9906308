import CommandLineKit
import Console
import Engine
import Project

/// `sluice show`: rows of a published table, or of a query.
enum ShowCommand {
  private static let inline = CommandOption<String?>.value(
    "--inline", placeholder: "SQL", help: "A query in the project's dialect; ref() and source() work in it.")
  private static let limit = CommandOption<Int>.value(
    "--limit", placeholder: "N", default: 5, help: "Rows at most; -1: all.")
  private static let version = CommandOption<Int?>.value(
    "--version", placeholder: "N", help: "The table as that version has it.")
  private static let effective = CommandOption<String?>.value(
    "--effective", placeholder: "DATE", help: "The rows of a slowly changing table that held on that day.")
  private static let orderBy = CommandOption<String?>.value(
    "--order-by", placeholder: "COLUMNS", help: "Sort by these columns, as plan,-mrr: a minus means downwards.")
  private static let condition = CommandOption<String?>.value(
    "--where", placeholder: "FILTER",
    help: "Only rows that pass, written as for & in the console: 'plan:free mrr>5 !email~test'.")

  static let command = Command(
    "show", summary: "Show rows of a table, or of a query.",
    examples: [
      .init("sluice show -s feature_conversion_impact --limit -1 --output csv", "the whole table as a file"),
      .init("sluice show --inline \"select plan, count(*) from {{ ref('conversions') }} group by plan\"", "a question"),
      .init("sluice show -s feature_states --effective 2024-04-01", "history as it was on a day"),
    ],
    options: [inline, limit, version, effective, condition, orderBy, CommonOptions.output] + SelectionOptions.all
      + ProjectOptions.all, section: "Look"
  ) { arguments in
    guard arguments[inline] == nil || arguments[condition] == nil else {
      throw CommandFailure("--where belongs to --select: a query has its own where")
    }
    var project = try ProjectOptions.load(arguments, command: "show")
    let selected = try arguments[inline] == nil ? SelectionOptions.nodes(arguments, of: project) : []
    project = try StateOptions.deferring(project, selected, arguments)
    let browser = WarehouseBrowser(project)
    let most = arguments[limit] < 0 ? Int.max : arguments[limit]
    if let text = arguments[inline] {
      let session = OperationSession(project)
      defer { session.close() }
      let compiled = try project.compiler.compile(
        inline: text, context: ProjectOptions.context(arguments), adapter: session.adapter)
      print(try browser.query(compiled.sql, count: most), arguments)
      return .success
    }
    let nodes = selected.compactMap { project.graph[$0] }
      .filter { $0.resourceType != .source && $0.resourceType != .test && ($0.relation != nil || !$0.rawCode.isEmpty) }
    guard !nodes.isEmpty, !arguments[CommonOptions.select].isEmpty else {
      throw SelectionOptions.nothing(arguments, for: "show needs to know what: --select a model, or --inline a query")
    }
    for node in nodes {
      if nodes.count > 1 { Narration.line("\(node.name):") }
      if let relation = node.relation, node.rawCode.isEmpty || isThere(relation, project) || asksForRows(arguments) {
        try show(relation, browser, most, arguments)
      } else {
        try preview(node, project, browser, most, arguments)
      }
    }
    return .success
  }

  private static func isThere(_ relation: RelationName, _ project: LoadedProject) -> Bool {
    let session = OperationSession(project)
    defer { session.close() }
    return ((try? session.adapter.columns(of: relation)) ?? nil) != nil
  }

  private static func asksForRows(_ arguments: Arguments) -> Bool {
    arguments[version] != nil || arguments[effective] != nil || arguments[condition] != nil
  }

  /// What a model that is not built would hold: its query is run.
  private static func preview(
    _ node: Node, _ project: LoadedProject, _ browser: WarehouseBrowser, _ most: Int, _ arguments: Arguments
  ) throws {
    let session = OperationSession(project)
    defer { session.close() }
    let compiled = try project.compiler.compile(
      node, context: ProjectOptions.context(arguments), adapter: session.adapter)
    Narration.line("\(node.name) is not built: these are the rows its query gives")
    print(try browser.query(compiled.sql, count: most), arguments)
  }

  /// A table page by page, so that one of any size can be printed.
  private static func show(
    _ relation: RelationName, _ browser: WarehouseBrowser, _ most: Int, _ arguments: Arguments
  ) throws {
    var request = TablePageRequest(relation: relation, count: min(most, 10_000))
    // Read page by page: no vacuum may take the version away in between.
    var hold: VersionHold?
    if let number = arguments[version] {
      request.moment = .version(Int64(number))
      hold = VersionHold(relation, version: Int64(number), in: StateDirectory(browser.stateDirectory))
    }
    defer { withExtendedLifetime(hold) {} }
    if let day = arguments[effective] { request.moment = .effective(day) }
    request.sorts = SortList.parse(arguments[orderBy] ?? "")
    request.filters = FilterExpression.parse(arguments[condition] ?? "")
    var page = try browser.page(request)
    var output = DataOutput(arguments[CommonOptions.output], columns: page.columns.map(\.name))
    var shown = 0
    while true {
      for row in page.rows.prefix(most - shown) { output.print(TypedRow.cells(row, page.columns)) }
      shown += min(page.rows.count, most - shown)
      if page.isLast || shown >= most { break }
      request.offset += page.rows.count
      page = try browser.page(request)
    }
    output.finish()
    if !page.isLast || shown < (page.total ?? 0), arguments[CommonOptions.output] == .table {
      let total = page.total.map { " of \(Figures.count($0))" } ?? ", and there are more"
      Narration.line("\(Figures.count(shown))\(total) rows; --limit -1 shows all")
    }
  }

  private static func print(_ page: TablePage, _ arguments: Arguments) {
    let rows = page.rows.map { TypedRow.cells($0, page.columns) }
    DataOutput.print(arguments[CommonOptions.output], columns: page.columns.map(\.name), rows: rows)
    if !page.isLast { Narration.line("\(Figures.count(rows.count)) rows, and there are more; --limit -1 shows all") }
  }
}
