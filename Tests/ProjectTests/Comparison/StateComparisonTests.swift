import FoundationEssentials
import Glibc
import Project
import TestSupport
import Testing

@Suite struct `What changed since an earlier state` {
  /// One edit of `edits.txt`.
  struct Edit: CustomTestStringConvertible {
    var fixture: String
    var name: String
    var file: String
    var old: String
    var new: String
    var testDescription: String { "\(fixture): \(name)" }
  }

  static let edits: [Edit] = ExpectedFacts.fixtures.flatMap { fixture -> [Edit] in
    let data = FileManager.default.contents(atPath: ExpectedFacts.folder + fixture + "/edits.txt") ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map {
        $0.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
      }
      return Edit(fixture: fixture, name: parts[0], file: parts[1], old: parts[2], new: parts[3])
    }
  }

  static let expected: [String: [ExpectedFacts.Fact]] = Dictionary(
    uniqueKeysWithValues: Set(edits.map(\.fixture)).map { fixture in
      (fixture, ((try? ExpectedFacts(fixture: fixture))?.of("state")) ?? [])
    })

  /// The manifests of the fixtures as they were: dbt's and our own.
  static let manifests: [String: [ConfigValue]] = Dictionary(
    uniqueKeysWithValues: expected.keys.map { fixture in
      let data = FileManager.default.contents(atPath: ExpectedFacts.folder + fixture + "/dbt-manifest.json") ?? Data()
      let theirs = try? ConfigValue(json: String(decoding: data, as: UTF8.self))
      let ours = (try? ExpectedFacts.load(fixture)).flatMap { project in
        let writer = ManifestWriter(project, metadata: .init(invocationID: "", generatedAt: ""))
        return try? ConfigValue(json: writer.manifest().json())
      }
      return (fixture, [theirs, ours].compactMap { $0 })
    })

  /// The fixture as it is after an edit.
  private func edited(_ edit: Edit, in folder: TemporaryFolder) throws -> LoadedProject {
    try #require(system("cp -r '\(ExpectedFacts.folder)\(edit.fixture)/.' '\(folder.path)'") == 0)
    let path = folder.path + "/" + edit.file
    if edit.old.isEmpty {
      folder.write(edit.new, to: edit.file)
    } else {
      let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      let parts = text.split(separator: edit.old, maxSplits: 1, omittingEmptySubsequences: false)
      try #require(parts.count == 2, "\(edit.old) is not in \(edit.file)")
      folder.write(parts.joined(separator: edit.new), to: edit.file)
    }
    return try ProjectLoader.load(
      folder.path, options: LoadOptions(environment: ["HOME": "/nonexistent"]) { _ in true })
  }

  @Test(arguments: edits) func `is what dbt finds, with its manifest and with our own`(_ edit: Edit) throws {
    // Fixtures of unit tests are read when they are compared.
    let folder = TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let project = try edited(edit, in: folder)
    let manifests = try #require(Self.manifests[edit.fixture])
    try #require(manifests.count == 2)
    for (manifest, whose) in zip(manifests, ["dbt's", "our own"]) {
      let history = SelectionHistory(previous: PriorState(manifest: manifest, comparedWith: project))
      for fact in Self.expected[edit.fixture] ?? [] where fact.subject.hasPrefix(edit.name + " ") {
        let word = String(fact.subject.dropFirst(edit.name.utf8.count + 1))
        let selection = NodeSelection(select: ["state:" + word], indirect: .empty)
        let found = Set(
          try project.select(selection, history: history).map(\.rawValue).filter { !$0.hasPrefix("analysis.") })
        let wanted = Set(fact.value.stringList ?? [])
        #expect(wanted.subtracting(found).sorted() == [], "missing from state:\(word) with \(whose) manifest")
        #expect(found.subtracting(wanted).sorted() == [], "too much in state:\(word) with \(whose) manifest")
      }
    }
  }
}
