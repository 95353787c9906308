/// Finds stages in a bound tree. The tree stays as it is: what a stage replaces is noted, and printed otherwise.
final class Stager {
  let binder: Binder
  let options: StagingOptions
  var replacements = PrinterReplacements()
  var lookups: [LookupStage] = []
  var groupings: [GroupingStage] = []
  /// The WITH clauses around the query being looked at.
  private var withs: [WithClause] = []
  /// How often each CTE is read, by its printed name.
  private(set) var commonTableUses: [String: Int] = [:]
  /// Every CTE by its printed name.
  private var commonTables: [String: CommonTable] = [:]

  init(_ binder: Binder, options: StagingOptions) {
    self.binder = binder
    self.options = options
    for (_, table, _) in binder.commonTables { commonTables[table.printedName] = table }
  }

  /// - Parameter printed: the whole query as it is printed, for what is left as it is.
  func stage(_ query: Query, printed: String) -> StagedQuery {
    count(query)
    // A recursive or doubly named CTE makes "the one place it is read" meaningless: leave such queries whole.
    let isSimple =
      commonTables.count == binder.commonTables.count
      && !binder.commonTables.contains { $0.around.last?.recursive == true }
    if isSimple, let latest = latestRows(query) {
      return StagedQuery(
        lookups: [], groupings: [], final: CuttableQuery(pieces: [printed]), latest: latest)
    }
    if isSimple {
      findLookups(query)
      findGroupings(query)
    }
    var staged = StagedQuery(
      lookups: lookups, groupings: groupings, final: final(query, isSimple: isSimple, printed),
      projection: isSimple ? projection(query) : nil)
    if isSimple, case .select(let select) = query.body, let driving = finalDriving(query) {
      staged.thinnedFinal = thinned(query, select, columns: select.items.count, driving: driving)
    }
    return staged
  }

  // MARK: The final query

  private func final(_ query: Query, isSimple: Bool, _ printed: String) -> CuttableQuery {
    guard isSimple else { return CuttableQuery(pieces: [printed]) }
    if query.isUnordered, case .select(let select) = query.body,
      let groups = replacements.selects[ObjectIdentifier(select)],
      replacements.regroupings[ObjectIdentifier(select)] == nil
    {
      return cuttable(query, over: groups, in: select)
    }
    let driving = finalDriving(query)
    if driving == nil, replacements.isEmpty { return CuttableQuery(pieces: [printed]) }
    return cuttable(query, driving: driving)
  }

  /// A query whose rows are computed of groups one by one: the groups' table is what is cut.
  private func cuttable(_ query: Query, over groups: String, in select: Select) -> CuttableQuery {
    var printer = Printer(capacity: 1024)
    printer.replacements = replacements
    printer.replacements.selects[ObjectIdentifier(select)] = Self.hole
    printer.query(query)
    return cut(printer.out.text, driving: groups)
  }

  private func finalDriving(_ query: Query) -> TableExpression? {
    guard query.isUnordered, case .select(let select) = query.body, select.isRowWise,
      replacements.selects[ObjectIdentifier(select)] == nil
    else { return nil }
    return drivingTable(of: select)
  }

  /// Prints a query with a hole in the place of its driving relation.
  func cuttable(_ query: Query, driving: TableExpression?) -> CuttableQuery {
    var printer = Printer(capacity: 1024)
    printer.replacements = replacements
    if let driving { printer.replacements.tables[ObjectIdentifier(driving)] = Self.hole }
    printer.query(query)
    return cuttable(printer, driving: driving)
  }

  func cuttable(_ printer: Printer, driving: TableExpression?) -> CuttableQuery {
    guard let name = driving?.printedName else { return CuttableQuery(pieces: [printer.out.text]) }
    return cut(printer.out.text, driving: name)
  }

  private func cut(_ text: String, driving: String) -> CuttableQuery {
    let bytes = Array(text.utf8)
    let hole = Array(Self.hole.utf8)
    guard
      let start = bytes.indices.first(where: { bytes[$0] == hole[0] && bytes[$0...].starts(with: hole) })
    else { return CuttableQuery(pieces: [text]) }
    return CuttableQuery(
      pieces: [
        String(decoding: bytes[..<start], as: UTF8.self),
        String(decoding: bytes[(start + hole.count)...], as: UTF8.self),
      ], driving: driving)
  }

  /// A text no SQL contains.
  static let hole = "\u{1}driving\u{1}"

  // MARK: Which relation drives

  /// The relation whose rows, cut into parts, cut the rows of this SELECT: the outermost on the left of its joins, looked for
  /// also inside derived tables and CTEs that are read once and work row by row.
  func drivingTable(of select: Select) -> TableExpression? {
    guard let from = select.from else { return nil }
    return drivingTable(from)
  }

  private func drivingTable(_ table: TableExpression) -> TableExpression? {
    switch table.kind {
    case .join(let join):
      switch join.kind {
      case .inner, .left, .cross: return drivingTable(join.left)
      case .right, .full, .semi, .anti: return nil
      }
    case .grouped(let inner): return table.alias == nil ? drivingTable(inner) : nil
    case .query(let query, lateral: false): return drivingTable(inside: query)
    case .relation(let parts):
      if parts.count == 1, let printed = table.printedName, let common = commonTable(printed) {
        return commonTableUses[common.printedName] == 1 ? drivingTable(inside: common.query) : nil
      }
      guard let name = table.printedName, replacements.tables[ObjectIdentifier(table)] == nil,
        let rows = options.rowCount(name), rows >= options.rowsWorthCutting
      else { return nil }
      return table
    default: return nil
    }
  }

  private func drivingTable(inside query: Query) -> TableExpression? {
    guard query.with == nil, query.isUnordered, case .select(let select) = query.body, select.isRowWise,
      replacements.selects[ObjectIdentifier(select)] == nil
    else { return nil }
    return drivingTable(of: select)
  }

  func commonTable(_ printedName: String) -> CommonTable? {
    commonTables.first { SQLText.name($0.key) == printedName }?.value
  }

  // MARK: How often CTEs are read

  private func count(_ query: Query) {
    query.forEachTable { table in
      if case .relation(let parts) = table.kind, parts.count == 1, let name = table.printedName,
        let common = self.commonTable(name)
      {
        self.commonTableUses[common.printedName, default: 0] += 1
      }
    }
  }
}

extension Query {
  /// Its rows come in no order of its own and none is left out.
  fileprivate var isUnordered: Bool { orderBy.isEmpty && limit == nil && offset == nil }
}

extension Select {
  /// Each of its rows comes of one row of each relation in FROM: nothing is grouped, ranked, made distinct or cut off.
  var isRowWise: Bool {
    guard let shape, shape.aggregates == 0, shape.windows == 0, windows.isEmpty, qualify == nil, top == nil,
      groupingSets == nil
    else {
      return false
    }
    if case .no = distinct, case .none = groupBy { return having == nil }
    return false
  }
}
