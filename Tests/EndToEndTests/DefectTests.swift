import Engine
import SampleData
import Testing

@Suite("Defects in the raw files") struct DefectTests {
  /// A defect, the model that stops it, the state in which it stops, and a word of the check that says so.
  struct Case: Sendable, CustomTestStringConvertible {
    let defect: SampleDefect
    let model: String
    let states: [StepState]
    let check: String
    var testDescription: String { defect.rawValue }

    static let all = [
      Case(
        defect: .malformedLines, model: "feature_usage_events", states: [.heldAtInput, .heldAtProcess],
        check: "bad_records"),
      Case(defect: .wrongTypes, model: "conversions", states: [.heldAtInput, .heldAtProcess], check: "bad_records"),
      Case(
        defect: .missingColumn, model: "user_signups", states: [.heldAtInput, .heldAtProcess], check: "columns"),
      Case(defect: .duplicateIDs, model: "user_signups", states: [.heldAtOutput], check: "unique"),
      Case(defect: .nullIDs, model: "feature_usage_events", states: [.heldAtOutput], check: "not_null"),
      Case(defect: .emptyFile, model: "conversions", states: [.heldAtInput], check: "not_empty"),
      Case(defect: .orphans, model: "feature_usage_facts", states: [.heldAtOutput], check: "relationships"),
    ]
  }

  @Test("are stopped where they belong, with rows to look at, and what is published stays", arguments: Case.all)
  func stopped(_ item: Case) async throws {
    let sample = try SampleBuild()
    let clean = try await sample.build()
    #expect(clean.state == .success, "\(clean.story)")
    let before = try sample.contents()
    let faulty = sample.folder.path + "/faulty"
    try SamplePipeline.growthAnalytics.generate(
      into: faulty, options: SampleOptions(scale: 0.1, seed: 2, defects: [item.defect]))
    let run = try await sample.build {
      $0.sourcesDirectory = faulty
      $0.fullRefresh = true
    }
    #expect(run.state == .failed, "\(run.story)")
    #expect(run.state(of: item.model).map { item.states.contains($0) } == true, "\(run.story)")
    let failed = run.checks.filter { $0.state == .fail && $0.node == run.step(item.model)?.node }
    #expect(failed.contains { $0.name.contains(item.check) }, "\(run.story)")
    let after = try sample.contents()
    for table in [item.model, "feature_conversion_impact"] {
      for (name, rows) in after where name.hasSuffix("." + table) { #expect(rows == before[name], "\(name)") }
    }
    if ["bad_records", "unique", "not_null", "relationships"].contains(item.check) {
      let reader = try RunStoreReader(sample.state)
      let rows = try failed.compactMap { try reader.failingRows(check: $0.id) }
      #expect(rows.contains { !$0.rows.isEmpty }, "\(run.story)")
    }
  }

  @Test("a table that shrank is told")
  func shrunken() async throws {
    let sample = try SampleBuild()
    _ = try await sample.build()
    let before = try sample.contents()
    let faulty = sample.folder.path + "/faulty"
    try SamplePipeline.growthAnalytics.generate(
      into: faulty, options: SampleOptions(scale: 0.1, defects: [.shrunken]))
    let run = try await sample.build {
      $0.sourcesDirectory = faulty
      $0.fullRefresh = true
    }
    #expect(
      run.checks.contains { $0.name.contains("volume") && ($0.state == .warn || $0.state == .fail) }, "\(run.story)")
    #expect(run.state == .failed, "\(run.story)")
    #expect(try sample.contents()["gold.feature_conversion_impact"] == before["gold.feature_conversion_impact"])
  }
}
