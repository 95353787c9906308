import Glibc
import Project
import Testing

@testable import Engine

@Suite("Corrections") struct CorrectionsTests {
  @Test("never take the place of one another, whatever became of those before")
  func numbers() throws {
    let fixture = WarehouseFixture()
    let corrections = Corrections(try fixture.project.target)
    let source = NodeID("source.fixture.raw.events")
    func add(_ text: String) throws {
      let correction = Correction(dataFile: "", settled: [text], by: "ada", at: .now, corrected: 1, leftOut: 0)
      try corrections.add(text, ending: "csv", to: source, correction)
    }
    try add("first")
    try add("second")
    fixture.write("not what was written", to: ".sluice/corrections/\(source)/correction-0001.json")
    try add("third")
    let kept = corrections.all(of: source)
    #expect(kept.map(\.settled) == [["second"], ["third"]])
    #expect(kept.map { FolderListing.text($0.dataFile) } == ["second", "third"])
  }
}
