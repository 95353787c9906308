import Project
import TestSupport
import Testing

@testable import Engine

@Suite("run_results.json says of a run what dbt would")
struct RunResultsTests {
  @Test("Each node and each test is a result with dbt's word for how it did")
  func statuses() throws {
    let fixture = try ArtifactFixture()
    let json = try RunResults(fixture.run, fixture.reader, project: fixture.project).json
    let results = try #require(json["results"]?.arrayValue)
    let statuses = results.map { "\($0["unique_id"]?.stringValue ?? "") \($0["status"]?.stringValue ?? "")" }
    #expect(
      Set(statuses) == [
        "model.p.good success", "model.p.held error", "model.p.below skipped", "model.p.broken error",
        "test.p.fine pass",
        "test.p.bad fail", "test.p.so_so warn", "test.p.unknown error",
      ])
    #expect(json["elapsed_time"]?.doubleValue == 5)
    #expect(json["metadata"]?["invocation_id"]?.stringValue == fixture.run.invocationID)
    let good = try #require(results.first)
    #expect(good["adapter_response"]?["rows_affected"]?.intValue == 7)
    #expect(good["timing"]?.arrayValue?.last?["completed_at"]?.stringValue == "1970-01-01T00:00:04.000000Z")
    #expect(good["execution_time"]?.doubleValue == 2)
  }

  @Test("It is written whole to the project's target folder")
  func written() throws {
    let fixture = try ArtifactFixture()
    try RunResults(fixture.run, fixture.reader, project: fixture.project).write()
    let text = try FileBytes.read(fixture.store.folder.path + "/target/run_results.json")
    #expect(try JSONValue(parsing: text)["results"]?.arrayValue?.count == 8)
  }
}

@Suite("A run's checks are a JUnit report")
struct JUnitReportTests {
  @Test("A case a check, its counts in the suite, nothing that XML cannot hold")
  func report() throws {
    let fixture = try ArtifactFixture()
    let xml = try JUnitReport(fixture.run, fixture.reader).xml
    #expect(xml.contains("<testsuites name=\"sluice run 1\" tests=\"8\" failures=\"1\" errors=\"2\" skipped=\"1\""))
    #expect(
      xml.contains(
        """
            <testcase classname="model.p.held" name="output: bad" time="0.250">
              <failure message="2 rows &lt;fail&gt; &amp; &quot;more&quot;\u{FFFD}"/>
            </testcase>
        """))
    #expect(xml.contains("<testsuite name=\"model.p.held\" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"0\""))
    #expect(!xml.unicodeScalars.contains("\u{1}"))
  }
}
