import Console
import Engine
import Project

/// A world made up for tests: answers at once, remembers what was asked to be done.
struct FixtureSource: ConsoleDataSource {
  var outline: ProjectOutline
  var pipeline: PipelineStatus
  var planned: [ForeseenStep] = []
  var given: [Waiver] = []
  /// The question that has no answer.
  var broken = ""
  /// What is told, in place of what is made up.
  var told: [EventRecord]?
  /// The check that fails is a unit test.
  var hasUnitTest = false

  var changes: AsyncStream<Void> { AsyncStream { $0.finish() } }
  func project() async throws -> ProjectOutline { outline }
  func status(of run: RunID?) async throws -> PipelineStatus {
    guard let run, run != pipeline.run?.id else { return pipeline }
    return PipelineStatus(run: try await runs(limit: 50).first { $0.id == run }, nodes: pipeline.nodes)
  }

  func checks(of node: NodeID, run: RunID?) async throws -> [CheckRecord] {
    let gates = pipeline[node].gates
    let all: [(GateKind, String, Double, String)] = [
      (.input, "exists", 1, "= 1"), (.input, "not_empty", 5000, "> 0"), (.process, "bad_records", 0, "= 0"),
      (.output, "unique_user_dim_user_id", 0, "!= 0"), (.output, "not_null_user_dim_user_id", 3, "!= 0"),
      (.output, "volume", 4990, "±50 % of 5 000"),
    ]
    return all.enumerated().map { index, check in
      let fails = check.1.hasPrefix("not_null") && gates[check.0]?.state == .fail
      return CheckRecord(
        id: Int64(index + 1), run: RunID(42), node: node, gate: check.0, name: check.1,
        test: hasUnitTest
          ? NodeID("unit_test.shop.user_dim.\(check.1)") : check.3 == "!= 0" ? FixtureProject.id(check.1) : nil,
        state: fails ? .fail : .pass,
        measured: check.1.hasPrefix("not_null") && !fails ? 0 : check.2, population: 5000, threshold: check.3,
        message: fails ? "3 rows of 5000 have no user_id" : "", sql: "select *\nfrom user_dim\nwhere user_id is null",
        location: SourceLocation(file: "models/silver/schema.yml", line: 12), seconds: 0.004, rowsKept: fails ? 3 : 0,
        rowsFailing: fails ? 3 : nil)
    }
  }

  func trend(of check: CheckRecord, runs: Int) async throws -> [CheckRecord] {
    (0..<8).map { index in
      var past = check
      past.run = RunID(Int64(35 + index))
      past.measured = index == 7 ? check.measured : 0
      past.state = index == 7 ? check.state : .pass
      return past
    }
  }

  func failures(of check: CheckRecord) async throws -> FailureComparison? {
    if broken == "rows" { throw WarehouseError("the disk is gone") }
    if hasUnitTest {
      let rows: [[String?]] = [["expected", "7", "smb"], ["actual", "7", nil]]
      return FailureComparison(
        now: FailingRows(columns: ["row", "user_id", "company_size"], rows: rows, total: 2), before: nil, previous: nil)
    }
    let rows: [[String?]] = [
      [nil, "2024-03-01", "smb"], [nil, "2024-03-02", "mid\u{1B}[31mmarket"], [nil, "2024-03-09", "日本"],
    ]
    let columns = ["user_id", "signup_date", "company_size"]
    return FailureComparison(
      now: FailingRows(columns: columns, rows: rows, total: 3),
      before: FailingRows(columns: columns, rows: [rows[0], [nil, "2024-01-31", "smb"]], total: 2), previous: RunID(41))
  }

  var user: String { "ada" }
  func waivers() async throws -> [Waiver] { given }
  func waive(_ check: CheckRecord, until: Instant, reason: String) async throws -> String {
    Waiver(
      check: check.name, node: check.node, until: until, reason: reason, by: user, createdAt: FixtureRun.at(0)
    ).words
  }
  func end(_ waivers: [Waiver]) async throws -> String { "ended \(waivers.map(\.check).joined(separator: ", "))" }

  func wholeRows(of row: FailingRow) async throws -> WholeRows {
    guard let relation = outline.graph[row.check.node]?.relation else { throw WarehouseError("no table") }
    let day = row.cells["signup_date"] ?? nil
    var held = try await publishedVersions(of: relation)[0]
    held.disposition = .quarantined
    return WholeRows(
      relation: relation, version: held, key: [("user_id", nil)],
      page: TablePage(
        columns: ["user_id", "signup_date", "country"].map { AdapterColumn(name: $0, dataType: "TEXT") },
        keyColumns: ["user_id"], rows: [[nil, day, "norway"], [nil, "2024-05-05", "chile"]], isLast: true))
  }

  func parents(of row: FailingRow) async throws -> [UpstreamRows] {
    if broken == "parents" { throw WarehouseError("the disk is gone") }
    return (outline.graph[row.check.node]?.dependsOn ?? []).enumerated().compactMap { index, id in
      guard let relation = outline.graph[id]?.relation else { return nil }
      if index > 0 { return UpstreamRows(node: id, relation: relation, problem: "no column is known to come from it") }
      return UpstreamRows(
        node: id, relation: relation, key: [("signup_day", row.cells["signup_date"] ?? nil)],
        columns: ["uid", "signup_day"], rows: [[nil, row.cells["signup_date"] ?? nil]])
    }
  }

  func origins(of row: FailingRow) async throws -> [RecordOrigin] {
    let day = (row.cells["signup_date"] ?? nil) ?? ""
    return [
      RecordOrigin(
        place: RecordPlace(file: "data/user_signups.jsonl", line: 17), line: "{\"uid\": null, \"day\": \"\(day)\"}")
    ]
  }

  func tables() async throws -> [TableOutline] {
    outline.graph.order.compactMap { outline.graph[$0] }.compactMap { node in
      node.relation.map {
        TableOutline(
          relation: $0, kind: "table", rows: pipeline[node.id].rows, node: node.id,
          hasHistory: node.materialization == .scd2)
      }
    }
  }

  func page(_ request: TablePageRequest) async throws -> TablePage {
    if request.relation.identifier == "feature_states" { return FixtureHistory.page(request) }
    if request.relation.identifier == "feature_conversion_impact" { return FixtureRates.page }
    if case .statement(let text) = request.source {
      if text.contains("nonsense") { throw WarehouseError("there is no column 'nonsense'") }
      return TablePage(
        columns: [AdapterColumn(name: "answer", dataType: "INTEGER")], rows: [["42"]], isLast: true, sql: text)
    }
    let total = 10_000_000
    let columns = ["user_id", "signup_date", "company_size", "industry", "payload"].map {
      AdapterColumn(name: $0, dataType: $0 == "user_id" ? "INTEGER" : "TEXT")
    }
    let end = min(total, request.offset + request.count)
    let rows = (request.offset..<max(request.offset, end)).map { index -> [String?] in
      let id = request.sorts.first?.descends == true ? total - 1 - index : index
      return [
        String(id), "2024-03-\(10 + id % 20)", id % 7 == 0 ? nil : ["smb", "mid-market", "enterprise"][id % 3],
        ["software", "保険", "retail \u{1F6D2}"][id % 3], "{\"a\":[1,2,{\"b\":\"c,d\"}]}",
      ]
    }
    return TablePage(
      columns: columns, keyColumns: ["user_id"], offset: request.offset, rows: rows, isLast: end == total,
      total: request.filters.isEmpty ? Int64(total) : request.total,
      sql: "select * from \(request.relation.tableName)")
  }

  func count(_ request: TablePageRequest) async throws -> Int64 { 1_428_572 }

  /// Of the filter for sizes that are not known: those of every seventh row.
  func place(ofRow index: Int, of request: TablePageRequest, under filters: [RowFilter]) async throws -> Int? {
    let row = request.filters.isEmpty ? index : index * 7
    return filters.isEmpty ? row : row % 7 == 0 ? row / 7 : nil
  }

  /// Of ids that are numbers in their order.
  func place(of text: String, in request: TablePageRequest, from start: Int, backwards: Bool) async throws -> Int? {
    guard Int(text) != nil else { return nil }
    func has(_ id: Int) -> Bool { String(id).contains(text) }
    if !backwards { return (start..<start + 200_000).first(where: has) }
    return (0..<start).last(where: has) ?? (9_900_000..<10_000_000).last(where: has)
  }

  func summary(of column: String, in request: TablePageRequest) async throws -> ColumnProfile {
    if broken == "profile" { throw WarehouseError("the disk is gone") }
    return ColumnProfile(
      column: AdapterColumn(name: column, dataType: "INTEGER"), rows: 10_000_000, nulls: 12, least: "0",
      greatest: "9999999", mean: 4_999_999.5, kinds: [("integer", 9_999_988)])
  }

  func distribution(_ summary: ColumnProfile, in request: TablePageRequest) async throws -> ColumnProfile {
    var profile = summary
    profile.distribution = .init(
      distinct: 9_999_988,
      quantiles: [
        (0.05, "500000"), (0.25, "2500000"), (0.5, "5000000"), (0.75, "7500000"), (0.95, "9500000"),
      ], histogram: (0..<8).map { ("\($0)000000", Int64(1_250_000 - $0 * 100_000)) },
      commonest: [("7", 12), ("8", 3)])
    return profile
  }

  func madeBy(_ node: NodeID) async throws -> MadeBy {
    let raw = "with users as (\n  select * from {{ ref('user_signups') }}\n)\nselect * from users"
    let compiled = "with users as (\n  select * from bronze.user_signups\n)\nselect * from users"
    return MadeBy(
      written: raw, compiled: compiled, translated: compiled,
      location: SourceLocation(file: "models/silver/user_dim.sql", line: 1),
      commonTables: [
        CommonTableOutline(name: "users", text: "select * from bronze.user_signups"),
        CommonTableOutline(name: "paid", text: "select *\n  from users\n  where plan <> 'free'"),
      ])
  }

  func export(
    _ request: TablePageRequest, columns: [String], as format: ExportFormat, to path: String
  ) async throws -> Int64 { 10_000_000 }

  func frequency(of column: String, in request: TablePageRequest) async throws -> ColumnFrequency {
    if broken == "frequency" { throw WarehouseError("the disk is gone") }
    return ColumnFrequency(
      column: column, values: [("smb", 3_000_000), ("enterprise", 2_500_000), (nil, 1_428_572)], rows: 10_000_000,
      otherValues: 1)
  }

  func history(of relation: RelationName) async throws -> HistoryStrip { FixtureHistory.strip }
  func versions(of key: [String?], in relation: RelationName) async throws -> [KeyVersion] {
    FixtureHistory.versions(of: key.first.flatMap { $0 } ?? "")
  }
  func differences(_ request: VersionDiffRequest) async throws -> VersionDiff {
    throw WarehouseError("this made-up world keeps no rows of old versions")
  }

  func publishedVersions(of relation: RelationName) async throws -> [VersionRecord] {
    (1...3).reversed().map { number in
      VersionRecord(
        id: number, relation: relation, node: FixtureProject.id(relation.identifier), run: RunID(39 + number),
        publishedAt: FixtureRun.at(Double(number) * 3600), rows: 8, columns: [],
        disposition: number == 3 ? .current : .superseded,
        fingerprint: "f\(number)", cause: number == 1 ? "first build" : "input changed")
    }
  }

  func runs(limit: Int) async throws -> [RunRecord] {
    let states: [RunState] = [pipeline.run?.state ?? .success, .success, .warned, .failed, .cancelled, .crashed]
    return states.enumerated().map { index, state in
      var run = FixtureRun.record(state, id: Int64(42 - index), seconds: 4.2 + Double(index))
      run.stepStates = [.success: 6, .warned: state == .warned ? 1 : 0, .failed: state == .failed ? 1 : 0]
      return run
    }
  }

  func steps(of run: RunID) async throws -> [StepRecord] {
    outline.graph.order.compactMap { pipeline.nodes[$0]?.step }
  }

  func events(after position: Int64, limit: Int) async throws -> [EventRecord] {
    if let told { return told.filter { $0.id > position } }
    return (1...40).filter { Int64($0) > position }.map { index in
      EventRecord(
        id: Int64(index), run: RunID(42), at: FixtureRun.at(Double(index) / 10),
        level: index % 13 == 0 ? .error : index % 7 == 0 ? .warn : index % 5 == 0 ? .debug : .info, kind: "step.state",
        node: outline.graph.order[index % outline.graph.order.count],
        message: index % 13 == 0 ? "not_null failed: 3 rows" : "entered running_process at row \(index * 100)")
    }
  }

  func preview(_ command: RunInvocation) async throws -> [ForeseenStep] {
    outline.graph.order.prefix(3).enumerated().map { index, node in
      ForeseenStep(
        node: node, action: index == 0 ? .reuse : .build, reason: index == 0 ? "nothing changed" : "its SQL changed")
    }
  }
  func start(_ command: RunInvocation) async throws -> RunID? { RunID(43) }
  func cancel(_ run: RunID) async throws {}
}

/// The history of a slowly changing table, made up for tests.
enum FixtureHistory {
  static let columns = ["feature_id", "feature_name", "version", "effective_from", "effective_to", "is_current"].map {
    AdapterColumn(name: $0, dataType: "TEXT")
  }

  /// Feature, version, from, to.
  static let rows: [(String, String, String, String)] = [
    ("f1", "1", "2024-01-10", "2024-04-02"), ("f1", "2", "2024-04-02", "9999-12-31"),
    ("f2", "1", "2024-02-01", "2024-05-01"),
    ("f2", "2", "2024-06-15", "9999-12-31"), ("f3", "1", "2024-02-01", "9999-12-31"),
    ("f4", "1", "2024-03-20", "9999-12-31"),
  ]

  static var strip: HistoryStrip {
    let instants = Set(rows.flatMap { [$0.2, $0.3] }).subtracting(["9999-12-31"]).sorted()
    return HistoryStrip(
      fromColumn: "effective_from", toColumn: "effective_to", keyColumns: ["feature_id"],
      changes: instants.map { at in
        .init(at: at, opened: rows.count { $0.2 == at }, closed: rows.count { $0.3 == at })
      })
  }

  static func page(_ request: TablePageRequest) -> TablePage {
    let shown = rows.filter { row in
      guard case .effective(let at) = request.moment else { return true }
      return row.2 <= at && at < row.3
    }
    return TablePage(
      columns: columns, keyColumns: ["feature_id"],
      rows: shown.map { [$0.0, "Feature \($0.0)", $0.1, $0.2, $0.3, $0.3 == "9999-12-31" ? "1" : "0"] }, isLast: true,
      total: Int64(shown.count))
  }

  static func versions(of key: String) -> [KeyVersion] {
    let mine = rows.filter { $0.0 == key }
    return mine.enumerated().map { index, row in
      KeyVersion(
        from: row.2, to: row.3 == "9999-12-31" ? nil : row.3, changed: index == 0 ? [] : ["version"],
        values: ["feature_id": row.0, "version": row.1],
        badges: index > 0 && mine[index - 1].3 != row.2 ? ["revived"] : [])
    }
  }
}

/// Rates made up for charts: features, cohorts, numbers above and below each other.
enum FixtureRates {
  static var page: TablePage {
    let rates: [(String, String, Double)] = [
      ("dashboards", "used_before_conversion", 0.31), ("dashboards", "available_not_used", 0.22),
      ("dashboards", "not_available", 0.18), ("api_access", "used_before_conversion", 0.44),
      ("api_access", "available_not_used", 0.25), ("api_access", "not_available", 0.2),
      ("exports", "used_before_conversion", 0.15), ("exports", "available_not_used", 0.24),
    ]
    return TablePage(
      columns: [
        AdapterColumn(name: "feature_name", dataType: "STRING"), AdapterColumn(name: "cohort", dataType: "STRING"),
        AdapterColumn(name: "total_users", dataType: "BIGINT"),
        AdapterColumn(name: "conversion_rate", dataType: "DOUBLE"),
      ], keyColumns: ["feature_name", "cohort"],
      rows: rates.enumerated().map { index, rate in [rate.0, rate.1, String(500 + index * 40), String(rate.2)] },
      isLast: true, total: Int64(rates.count))
  }
}
