import Project
import SQLiteKit

/// Finds what a step's result depends on, and how that differs from its published version.
struct Fingerprinting {
  let context: StepContext

  func fingerprint(of statement: AuthoredStatement) throws -> StepFingerprint {
    var inputs: [VersionInput] = []
    for relation in Set(statement.translated.inputs.map(\.relation)).sorted() where relation != context.node.relation {
      if let opened = context.files.opened.first(where: { $0.relation == relation }) {
        inputs += opened.all.map { VersionInput($0.path, "\($0.bytes) bytes, \($0.digest)") }
        continue
      }
      let isOfTheRun = InformationSchema.holds(relation)
      inputs.append(
        VersionInput(relation.description, isOfTheRun ? "run \(context.request.run)" : try state(of: relation)))
    }
    if statement.translated.usesCurrentDate {
      inputs.append(VersionInput("day", try today()))
    }
    if !statement.translated.isDeterministic {
      inputs.append(VersionInput("chance", "run \(context.request.run)"))
    }
    inputs += tests
    return StepFingerprint(code: statement.compiled.fingerprint, inputs: inputs)
  }

  /// The tests that guard the output: a version they have not seen does not stand for one they have.
  var tests: [VersionInput] {
    let unitTests = context.request.inputTests.filter { $0.resourceType == .unitTest }
    guard context.request.options.runsTests, !context.request.outputTests.isEmpty || !unitTests.isEmpty else {
      return []
    }
    let words =
      context.request.outputTests.map {
        "\($0.id) \($0.rawCode) \($0.test?.errorIf ?? "") \($0.test?.warnIf ?? "")"
      } + unitTests.map { "\($0.id) \($0.details.properties)" }
    return [VersionInput("tests", StepFingerprint(code: words.sorted().joined(separator: "\n"), inputs: []).digest)]
  }

  /// The version of a published relation; for a view also the versions of what it reads, which change without it.
  private func state(of relation: RelationName, depth: Int = 0) throws -> String {
    guard let alias = try context.scope.alias(of: relation.database), depth < 100 else { return "missing" }
    guard let current = try VersionLog(context.connection, alias: alias, database: relation.database).current(relation)
    else { return try foreignState(of: relation, alias: alias) }
    guard current.kind == .view else { return "v\(current.record.id)" }
    let below = try current.inputs.compactMap { input -> String? in
      let parts = input.name.split(separator: ".", maxSplits: 2).map(String.init)
      guard parts.count == 3 else { return nil }
      let name = RelationName(database: parts[0], schema: parts[1], identifier: parts[2])
      return "\(name.identifier) \(try state(of: name, depth: depth + 1))"
    }
    return below.isEmpty ? "v\(current.record.id)" : "v\(current.record.id) over \(below.joined(separator: ", "))"
  }

  /// A table others made has no versions: its last rowid tells of appended rows, and nothing cheap tells more.
  private func foreignState(of relation: RelationName, alias: String) throws -> String {
    guard let found = try context.scope.published(relation), found.isStored else { return "missing" }
    let last = try context.connection.queryValue("SELECT max(rowid) FROM \(found.sqlName)")?.integer ?? 0
    return "row \(last)"
  }

  private func today() throws -> String {
    if let day = context.compilation.asOf { return day }
    return try context.connection.queryValue("SELECT date('now')")?.text ?? ""
  }

  /// Why this step makes a new version, in words.
  func cause(_ fingerprint: StepFingerprint, _ relation: RelationName) throws -> String {
    guard let current = try VersionLog(context.connection, database: relation.database).current(relation) else {
      return "first build"
    }
    if let difference = fingerprint.difference(from: current) { return difference }
    return context.request.options.context.fullRefresh ? "full refresh" : "forced"
  }
}
