import Glibc
import TestSupport
import Testing

@testable import Console

@Suite struct SavedFilesTests {
  /// Puts a text in a file as editors do: beside it, then renamed over it.
  private func save(_ path: String) {
    _ = TextFile.write("select 1", to: path + ".tmp", replacing: true)
    rename(path + ".tmp", path)
  }

  @Test func `Saved files are told, also in folders made later; what programs write is not`() async throws {
    let folder = TemporaryFolder()
    for name in ["models", "target", ".git"] { mkdir(folder.path + "/" + name, 0o755) }
    let stream = SavedFiles.stream(below: [folder.path], endings: [".sql", ".yml"])
    mkdir(folder.path + "/models/new", 0o755)
    var told: Set<String> = []
    var waiting = stream.makeAsyncIterator()
    // The kernel has told of the folder when it tells of the file made after it.
    save(folder.path + "/models/first.sql")
    told.formUnion(await waiting.next() ?? [])
    for name in ["target/compiled.sql", ".git/x.sql", "models/notes.txt", "models/.hidden.sql"] {
      save(folder.path + "/" + name)
    }
    _ = TextFile.write("version: 2", to: folder.path + "/models/new/schema.yml", replacing: true)
    while told.count < 2 { told.formUnion(await waiting.next() ?? []) }
    #expect(told == [folder.path + "/models/first.sql", folder.path + "/models/new/schema.yml"])
  }

  @Test func `Files that are deleted and folders that are moved in and out are told`() async throws {
    let folder = TemporaryFolder()
    let (models, gold) = (folder.path + "/models", folder.path + "/models/gold")
    for name in [models, gold, folder.path + "/aside", folder.path + "/aside/deep"] { mkdir(name, 0o755) }
    for path in [models + "/a.sql", gold + "/b.sql", folder.path + "/aside/deep/c.sql"] { save(path) }
    var waiting = SavedFiles.stream(below: [models], endings: [".sql"]).makeAsyncIterator()
    // From its first word on the watch is there.
    save(models + "/a.sql")
    #expect(await waiting.next() == [models + "/a.sql"])
    unlink(models + "/a.sql")
    #expect(await waiting.next() == [models + "/a.sql"])
    rename(gold, folder.path + "/gold")
    #expect(await waiting.next() == [gold])
    rename(folder.path + "/aside", models + "/silver")
    #expect(await waiting.next() == [models + "/silver/deep/c.sql"])
    save(models + "/silver/deep/c.sql")
    #expect(await waiting.next() == [models + "/silver/deep/c.sql"])
  }
}
