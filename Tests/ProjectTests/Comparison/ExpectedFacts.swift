import FoundationEssentials
import Project

/// What dbt-core makes of a fixture; `scripts/compare-dbt` writes it.
struct ExpectedFacts {
  struct Fact {
    var kind: String
    var subject: String
    var value: ConfigValue
  }

  var facts: [Fact]

  static let folder = String(#filePath.dropLast("Comparison/ExpectedFacts.swift".count)) + "Fixtures/"

  /// The fixtures that are there.
  static let fixtures: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      FileManager.default.fileExists(atPath: folder + $0 + "/expected.txt")
    }.sorted()

  init(fixture: String) throws {
    let data = FileManager.default.contents(atPath: Self.folder + fixture + "/expected.txt") ?? Data()
    facts = try String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
      return Fact(kind: String(parts[0]), subject: String(parts[1]), value: try ConfigValue(json: String(parts[2])))
    }
  }

  func of(_ kind: String) -> [Fact] { facts.filter { $0.kind == kind } }

  /// Loads the fixture as dbt did: every engine at hand, no environment.
  static func load(_ fixture: String) throws -> LoadedProject {
    try ProjectLoader.load(folder + fixture, options: LoadOptions(environment: ["HOME": "/nonexistent"]) { _ in true })
  }
}

/// SQL with runs of blanks as one.
func folded(_ sql: String) -> String { sql.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

extension NodeSelection {
  /// A line of `selections.txt`: names, then flags.
  init(line: String) throws {
    self.init()
    var target: WritableKeyPath<NodeSelection, [String]> = \.select
    var words = line.split(separator: " ").map(String.init)[...]
    while let word = words.popFirst() {
      switch word {
      case "--exclude": target = \.exclude
      case "--selector": selector = words.popFirst()
      case "--resource-type":
        resourceTypes = (resourceTypes ?? []).union(
          words.popFirst().flatMap(ResourceType.init(rawValue:)).map { [$0] } ?? [])
      case "--state": _ = words.popFirst()
      case "--exclude-resource-type":
        if let type = words.popFirst().flatMap(ResourceType.init(rawValue:)) { excludedTypes.insert(type) }
      case "--indirect-selection": indirect = words.popFirst().flatMap(IndirectSelection.init(rawValue:)) ?? .eager
      default: self[keyPath: target].append(word)
      }
    }
  }
}
