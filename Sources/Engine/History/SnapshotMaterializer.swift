import Project
import SQLiteKit

/// `materialized: snapshot`: dbt's snapshots, with dbt's columns and ids, and dbt's results wherever they are a right history.
///
/// Where they are not, this one differs, and says so in the process gate:
/// - a NULL or repeated key, or a NULL `updated_at`, holds the step instead of making rows that never match again;
/// - a key that comes back with an `updated_at` from before its deletion begins when it was seen again, not before it ended;
/// - a change whose `updated_at` did not move on is told, and with the check strategy dated by the clock;
/// - a version of the future whose key is deleted is taken back instead of ending before it began;
/// - a run that would close most keys asks first.
struct SnapshotMaterializer: Materializer {
  func build(_ statement: AuthoredStatement, in context: StepContext) throws -> Candidate {
    guard let relation = context.node.relation else { throw StepFailure(.failed, "nothing to publish to") }
    let settings = try SnapshotSettings(context.node)
    let published = try context.scope.published(relation)
    if let published { try Self.check(published, settings, context.node) }
    var intake = try SnapshotIntake(statement, settings, published, context)
    guard intake.isSound else { return Self.held(intake.findings, intake.layout) }
    try intake.read()
    let expressions = try SnapshotExpressions(intake, settings)
    var matching = published.map { SnapshotMatching(intake, settings, $0, expressions) }
    if try matching?.pair(intake.count) != true { try intake.judge() }
    guard intake.isSound else { return Self.held(intake.findings, intake.layout) }
    let rows = SnapshotRows(intake, settings, expressions, context)
    return try matching.map { try rows.changes($0) } ?? rows.first()
  }

  /// dbt's own look at a table before it adds to it.
  private static func check(_ published: RelationScope.Found, _ settings: SnapshotSettings, _ node: Node) throws {
    let there = Set(published.columns.map { $0.name.lowercased() })
    let missing = [settings.names.scdID, settings.names.validFrom, settings.names.validTo]
      .filter { !there.contains($0.lowercased()) }
    guard published.isStored, missing.isEmpty else {
      throw StepFailure(
        .failed,
        "\(published.relation) is no snapshot: it has no column \(missing.joined(separator: ", ")). If the columns of the "
          + "snapshot were renamed, rename them in the table too, or give the snapshot another alias",
        at: node.location)
    }
  }

  static func held(_ findings: [ProcessFinding], _ layout: SnapshotLayout) -> Candidate {
    var candidate = Candidate(content: .unchanged, columns: layout.result, readName: "", rows: 0)
    candidate.processChecks = findings
    return candidate
  }
}
