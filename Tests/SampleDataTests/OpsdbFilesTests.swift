import SampleData
import Testing

@Suite("Data for opsdb") struct OpsdbFilesTests {
  private static let home = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let demo = SampleOptions(scale: SamplePipeline.opsdb.demoScale)

  private static let names: [String] = [
    "user", "account", "contact", "lead", "campaign", "period", "opportunity", "task", "event", "email_message",
    "campaign_member", "campaign_influence", "forecasting_quota", "forecasting_item", "opportunity_contact_role",
    "opportunity_field_history", "hubspot_company", "hubspot_contact", "hubspot_deal",
  ]

  /// Keys of a record whose values hold no brackets: in their order.
  private func keys(_ line: String) -> [String] {
    line.split(separator: ",\"").compactMap { part in
      part.split(separator: "\":").first.map { String($0.drop { $0 == "{" || $0 == "\"" }) }
    }
  }

  private func value(_ name: String, of line: String) -> String {
    guard let start = line.firstRange(of: "\"\(name)\":")?.upperBound else { return "" }
    return String(line[start...].prefix { $0 != "," && $0 != "}" }.filter { $0 != "\"" })
  }

  @Test("what lies in sample-data is the demonstration's size of seed 1, byte for byte")
  func committed() throws {
    let folder = try SampleFolder(Self.demo, of: .opsdb)
    for name in Self.names {
      let committed = SampleFolder.output("gzip -dc '\(Self.home)/sample-data/opsdb/data/\(name).jsonl.gz'")
      #expect(!committed.isEmpty)
      #expect(folder.bytes("\(name).jsonl") == committed, "\(name)")
    }
  }

  @Test("the same seed gives the same files, another seed others")
  func seeds() throws {
    let first = try SampleFolder(SampleOptions(scale: 0.0005, seed: 7), of: .opsdb)
    let again = try SampleFolder(SampleOptions(scale: 0.0005, seed: 7), of: .opsdb)
    let other = try SampleFolder(SampleOptions(scale: 0.0005, seed: 8), of: .opsdb)
    for name in Self.names {
      #expect(first.bytes(name + ".jsonl") == again.bytes(name + ".jsonl"))
      #expect(name == "period" || first.bytes(name + ".jsonl") != other.bytes(name + ".jsonl"), "\(name)")
    }
  }

  @Test("every record of a file has the columns that the project declares, in their order")
  func columns() throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.0005), of: .opsdb)
    for (source, path) in [("salesforce", ""), ("hubspot", "hubspot_")] {
      let file = "\(Self.home)/sample-data/opsdb/models/staging/\(source)/_\(source)__sources.yml"
      var declared: [String: [String]] = [:]
      var table = ""
      for line in String(decoding: SampleFolder.output("cat '\(file)'"), as: UTF8.self).split(separator: "\n") {
        if line.hasPrefix("      - name: ") { table = path + String(line.dropFirst(14)) }
        if line.hasPrefix("          - {name: ") {
          declared[table, default: []].append(String(line.dropFirst(19).prefix { $0 != "," }))
        }
      }
      #expect(declared.count == (source == "salesforce" ? 16 : 3))
      for (table, columns) in declared {
        for line in folder.lines(table + ".jsonl") where keys(line) != columns {
          Issue.record("\(table): \(line)")
          break
        }
      }
    }
  }

  @Test("wide tables are wide, and mostly empty")
  func width() throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.001), of: .opsdb)
    let tasks = folder.lines("task.jsonl")
    let deals = folder.lines("opportunity.jsonl")
    #expect(keys(deals[0]).count > 100)
    #expect(keys(tasks[0]).count > 80)
    let custom = keys(tasks[0]).filter { $0.hasSuffix("_c") }
    let empty = tasks.reduce(0) { $0 + $1.split(separator: "_c\":null").count - 1 }
    #expect(empty > tasks.count * custom.count * 8 / 10)
  }

  @Test("a tenth of the records come twice, and what refers to another finds one that was not deleted")
  func references() throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.002), of: .opsdb)
    func live(_ name: String) -> Set<String> {
      var latest: [String: (synced: String, deleted: Bool)] = [:]
      for line in folder.lines(name + ".jsonl") {
        let (id, synced) = (value("id", of: line), value("_fivetran_synced", of: line))
        #expect(latest[id]?.synced != synced)
        if synced > latest[id]?.synced ?? "" { latest[id] = (synced, value("is_deleted", of: line) == "true") }
      }
      return Set(latest.filter { !$0.value.deleted }.keys)
    }
    let accounts = live("account")
    let contacts = live("contact")
    let tasks = folder.lines("task.jsonl")
    #expect(tasks.count - Set(tasks.map { value("id", of: $0) }).count == 182)
    for line in folder.lines("opportunity.jsonl") { #expect(accounts.contains(value("account_id", of: line))) }
    for line in folder.lines("opportunity_contact_role.jsonl") {
      #expect(contacts.contains(value("contact_id", of: line)))
    }
  }

  @Test("a defect is in the file it is said to be in, and nowhere else", arguments: SampleDefect.allCases)
  func defects(defect: SampleDefect) throws {
    let options = SampleOptions(scale: 0.002)
    var faulty = options
    faulty.defects = [defect]
    let clean = try SampleFolder(options, of: .opsdb)
    let wrong = try SampleFolder(faulty, of: .opsdb)
    let file =
      switch defect {
      case .malformedLines, .nullIDs: "task"
      case .wrongTypes, .orphans: "opportunity"
      case .missingColumn: "lead"
      case .duplicateIDs, .shrunken: "account"
      case .emptyFile: "campaign_influence"
      }
    for name in Self.names {
      #expect((clean.bytes(name + ".jsonl") == wrong.bytes(name + ".jsonl")) == (name != file), "\(name)")
    }
  }
}
