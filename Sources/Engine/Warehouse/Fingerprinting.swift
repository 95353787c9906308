import Compression
import Project
import SQLiteKit

/// Finds what a step's result depends on, and how that differs from its published version.
struct Fingerprinting {
  let context: StepContext

  /// Names of inputs that are neither relations nor files.
  static let (dayName, chanceName, testsName) = ("day", "chance", "tests")

  func fingerprint(of statement: AuthoredStatement) throws -> StepFingerprint {
    try begin(with: statement).finished()
  }

  /// The part of a fingerprint that is taken before the step reads anything: which versions its inputs have.
  func begin(with statement: AuthoredStatement) throws -> BegunFingerprint {
    var begun = BegunFingerprint(code: statement.compiled.fingerprint)
    for relation in Set(statement.translated.inputs.map(\.relation)).sorted() where relation != context.node.relation {
      if let opened = context.files.opened.first(where: { $0.relation == relation }) {
        begun.sources.append(opened)
        continue
      }
      let isOfTheRun = InformationSchema.holds(relation)
      begun.inputs.append(
        VersionInput(relation.description, isOfTheRun ? "run \(context.request.run)" : try state(of: relation)))
    }
    if statement.translated.usesCurrentDate {
      begun.inputs.append(VersionInput(Self.dayName, try today()))
    }
    if !statement.translated.isDeterministic {
      begun.inputs.append(VersionInput(Self.chanceName, "run \(context.request.run)"))
    }
    begun.inputs += tests
    return begun
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
    return [
      VersionInput(
        Self.testsName, StepFingerprint(code: words.sorted().joined(separator: "\n"), inputs: []).digest)
    ]
  }

  /// The version of a published relation; for a view also the versions of what it reads, which change without it.
  func state(of relation: RelationName, depth: Int = 0) throws -> String {
    guard let alias = try context.scope.alias(of: relation.database), depth < 100 else { return "missing" }
    guard let current = try context.scope.newest(of: relation).current else {
      return try foreignState(of: relation, alias: alias)
    }
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
    let last = try context.connection.queryValue("SELECT max(_rowid_) FROM \(found.sqlName)")?.integer ?? 0
    return "row \(last)"
  }

  func today() throws -> String {
    if let day = context.compilation.asOf { return day }
    return try context.connection.queryValue("SELECT date('now')")?.text ?? ""
  }

  /// Why this step makes a new version, in words: what is not as it was, else what the look at the published version said.
  func cause(_ fingerprint: StepFingerprint, _ relation: RelationName) throws -> String {
    guard let current = try context.scope.newest(of: relation).current else { return "first build" }
    if let difference = fingerprint.difference(from: current) { return difference }
    return context.whyBuilt ?? ReuseAssessor.asked(context) ?? "forced"
  }
}

/// A fingerprint without the files' content, which a step knows when it has read them.
struct BegunFingerprint {
  let code: String
  var inputs: [VersionInput] = []
  var sources: [FileInputs.Opened] = []

  /// - Parameter earlier: a version it is to be held against; a file of another size is another file, and is not read to
  ///   say so once more.
  func finished(to earlier: LoggedVersion? = nil) throws -> StepFingerprint {
    let before = earlier.map { earlier in
      Dictionary(earlier.inputs.map { ($0.name, $0.state) }, uniquingKeysWith: { first, _ in first })
    }
    var all = inputs
    for source in sources {
      for file in source.all {
        if let before, !file.digest.isKnown, before[file.path]?.hasPrefix(file.sizeState + ",") != true {
          all.append(VersionInput(file.path, file.sizeState))
          continue
        }
        do { all.append(VersionInput(file.path, try file.state())) } catch {
          throw FileProblem(node: source.node, reason: error.description)
        }
      }
    }
    return StepFingerprint(code: code, inputs: all)
  }
}
