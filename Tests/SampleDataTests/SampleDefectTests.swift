import SampleData
import Testing

@Suite("Defects of sample data") struct SampleDefectTests {
  /// Lines of a file with one defect, and of the same file without any.
  private func lines(_ defect: SampleDefect, _ name: String) throws -> (faulty: [String], clean: [String]) {
    let faulty = try SampleFolder(SampleOptions(scale: 0.2, defects: [defect]))
    let clean = try SampleFolder(SampleOptions(scale: 0.2))
    return (faulty.lines(name), clean.lines(name))
  }

  @Test("malformed lines are cut off, and only they differ")
  func malformed() throws {
    let (faulty, clean) = try lines(.malformedLines, "feature_usage_events.jsonl")
    let cut = faulty.filter { !$0.hasSuffix("}") }
    #expect(cut.count == (clean.count - 321) / 1000 + 1)
    #expect(zip(faulty, clean).filter { $0 != $1 }.count == cut.count)
  }

  @Test("wrong types are words where revenue should be")
  func wrongTypes() throws {
    let (faulty, clean) = try lines(.wrongTypes, "conversions.jsonl")
    #expect(faulty.filter { $0.contains(#""mrr": "plenty""#) }.count == (clean.count - 3) / 50 + 1)
  }

  @Test("a missing column is missing in every record")
  func missingColumn() throws {
    let (faulty, clean) = try lines(.missingColumn, "user_signups.jsonl")
    #expect(faulty.count == clean.count)
    #expect(faulty.allSatisfy { !$0.contains("company_size") })
    #expect(clean.allSatisfy { $0.contains("company_size") })
  }

  @Test("duplicates are extra lines")
  func duplicates() throws {
    let (faulty, clean) = try lines(.duplicateIDs, "user_signups.jsonl")
    #expect(faulty.count == clean.count + 10)
    #expect(Set(faulty) == Set(clean))
  }

  @Test("events without a user say null")
  func nulls() throws {
    let (faulty, clean) = try lines(.nullIDs, "feature_usage_events.jsonl")
    #expect(faulty.filter { $0.contains(#""user_id": null"#) }.count == (clean.count - 123) / 500 + 1)
  }

  @Test("an empty file has no bytes")
  func empty() throws {
    #expect(try SampleFolder(SampleOptions(scale: 0.1, defects: [.emptyFile])).bytes("conversions.jsonl").isEmpty)
  }

  @Test("orphans have ids that nobody signed up with")
  func orphans() throws {
    let (faulty, clean) = try lines(.orphans, "feature_usage_events.jsonl")
    #expect(faulty.filter { $0.contains(#""user_id": "user_9"#) }.count == (clean.count - 77) / 200 + 1)
  }

  @Test("a shrunken file holds a twentieth")
  func shrunken() throws {
    let (faulty, clean) = try lines(.shrunken, "user_signups.jsonl")
    #expect(faulty.count == clean.count / 20)
    #expect(faulty.elementsEqual(clean.prefix(faulty.count)))
  }

  @Test("defects combine")
  func combined() throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.2, defects: Set(SampleDefect.allCases)))
    #expect(folder.lines("feature_usage_events.jsonl").contains { $0.contains("null") })
    #expect(folder.lines("user_signups.jsonl").allSatisfy { !$0.contains("company_size") })
    #expect(folder.bytes("conversions.jsonl").isEmpty)
  }
}
