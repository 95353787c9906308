import SQLiteKit
import Synchronization
import TestSupport
import Testing

@Suite("A schema that changes all the time") struct SchemaRaceTests {
  @Test("stops nobody from reading the tables that are there")
  func reads() async throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/many.db"
    let options = Connection.Options(busyTimeout: 60_000)
    let first = try Connection(path: path, options: options)
    try first.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE wanted (n); INSERT INTO wanted VALUES (1)")
    try first.transaction { for number in 0..<600 { try first.execute("CREATE TABLE t\(number) (a, b, c)") } }
    let isOver = Flag()
    let changing = Task.detached {
      let connection = try Connection(path: path, options: options)
      while !isOver.isRaised { try connection.execute("CREATE TABLE x (a); DROP TABLE x") }
    }
    defer { isOver.raise() }
    for number in 0..<12 {
      let connection = try Connection(path: path, options: options)
      #expect(try connection.queryValue("SELECT n FROM wanted WHERE n + \(number) > 0")?.integer == 1)
      try connection.execute("UPDATE wanted SET n = 1")
      connection.close()
    }
    isOver.raise()
    try await changing.value
  }

  private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isRaised: Bool { value.load(ordering: .relaxed) }
    func raise() { value.store(true, ordering: .relaxed) }
  }
}
