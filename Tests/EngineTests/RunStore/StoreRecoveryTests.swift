import Glibc
import Project
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

@Suite("A damaged run store is never lost in silence")
struct StoreRecoveryTests {
  @Test("A file of rubbish is moved aside, told of, and run numbers go on")
  func rubbish() throws {
    let store = try StoreFixture()
    let second = try store.ledger.enter(StoreFixture.draft(), lock: store.lock)
    store.folder.write("log", to: ".sluice/logs/run-\(second).log")
    for suffix in ["-wal", "-shm"] { unlink(store.directory.stateFile + suffix) }
    store.folder.write(String(repeating: "rubbish ", count: 4_000), to: ".sluice/state.db")
    #expect {
      try RunStoreReader(store.directory)
    } throws: { error in
      (error as? RunStoreError)?.kind == .corrupt
    }
    let third = try store.ledger.enter(StoreFixture.draft(), lock: store.lock)
    #expect(third.rawValue == second.rawValue + 1)
    let reader = try RunStoreReader(store.directory)
    let told = try reader.events(EventQuery(kinds: ["store.recovered"]))
    let aside = try #require(told.first?.message.split(separator: " ").first { $0.contains(".damaged-") })
    let kept = aside.trimming(while: { $0 == ";" })
    #expect(readSmallFile(kept)?.hasPrefix("rubbish") == true)
  }

  @Test("A writer that finds a damaged file says where it was put")
  func writerRecovers() throws {
    let store = try StoreFixture()
    for suffix in ["-wal", "-shm"] { unlink(store.directory.stateFile + suffix) }
    store.folder.write(String(repeating: "x", count: 8_192), to: ".sluice/state.db")
    let writer = try RunStoreWriter(store.directory)
    #expect(writer.movedAside?.contains("state.db.damaged-") == true)
    writer.close()
  }

  @Test("A store of a newer program is refused and left alone")
  func newer() throws {
    let store = try StoreFixture()
    let connection = try Connection(path: store.directory.stateFile)
    try connection.setUserVersion(99)
    connection.close()
    for open in [
      { _ = try RunStoreReader(store.directory) }, { _ = try RunStoreWriter(store.directory) },
      { _ = try store.ledger.enter(StoreFixture.draft(), lock: store.lock) },
    ] as [() throws -> Void] {
      #expect { try open() } throws: { error in (error as? RunStoreError)?.kind == .newer }
    }
  }

  @Test("A foreign database is refused and left alone")
  func foreign() throws {
    let folder = TemporaryFolder()
    let connection = try Connection(path: folder.path + "/state.db")
    try connection.execute("CREATE TABLE mine(x)")
    connection.close()
    #expect { try RunStoreWriter(StateDirectory(folder.path)) } throws: { error in
      (error as? RunStoreError)?.kind == .refused
    }
  }
}

extension Substring {
  fileprivate func trimming(while condition: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, condition(last) { text.removeLast() }
    return String(text)
  }
}
