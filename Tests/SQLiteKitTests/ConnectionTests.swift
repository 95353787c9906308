import SQLiteKit
import TestSupport
import Testing

@Suite struct ConnectionTests {
  @Test func `a query gives back what was written, storage class and all`() throws {
    let connection = try Connection.inMemory()
    try connection.execute("create table t(a, b, c, d, e)")
    let values: [Value] = [nil, 9_223_372_036_854_775_807, 1.5, "a\u{0}b", .blob([0, 255])]
    #expect(try connection.run("insert into t values (?, ?, ?, ?, ?)", values) == 1)
    #expect(try connection.query("select * from t").map(\.values) == [values])
    #expect(try connection.query("select a as x, b from t").first?["b"] == 9_223_372_036_854_775_807)
  }

  @Test func `an error says what, in which statement and where, and never the bound values`() throws {
    let connection = try Connection.inMemory()
    try connection.execute("create table t(secret text unique)")
    try connection.run("insert into t values (?)", ["hunter2"])
    let unique = #expect(throws: SQLiteError.self) { try connection.run("insert into t values (?)", ["hunter2"]) }
    #expect(unique?.code == .constraintUnique)
    #expect(unique?.message == "UNIQUE constraint failed: t.secret")
    #expect(unique?.description.contains("hunter2") == false)
    let script = #expect(throws: SQLiteError.self) { try connection.execute("select 1;\nselect nope from t") }
    #expect(script?.message == "no such column: nope")
    #expect(script?.offset == 17)
    let two = #expect(throws: SQLiteError.self) { try connection.query("select 1; select 2") }
    #expect(two?.code == .misuse)
    #expect(try connection.queryValue("select 1; -- no more") == 1)
    #expect(throws: SQLiteError.self) { try connection.query("select \"nope\"") }
  }

  @Test func `a transaction is all or nothing, and one inside another a savepoint`() throws {
    struct Stop: Error {}
    let connection = try Connection.inMemory()
    try connection.execute("create table t(a)")
    try connection.transaction {
      try connection.run("insert into t values (1)")
      #expect(throws: Stop.self) {
        try connection.transaction {
          try connection.run("insert into t values (2)")
          throw Stop()
        }
      }
    }
    #expect(throws: Stop.self) {
      try connection.transaction(.exclusive) {
        try connection.run("insert into t values (3)")
        throw Stop()
      }
    }
    #expect(!connection.isInTransaction)
    #expect(try connection.query("select a from t").map(\.values) == [[1]])
  }

  @Test func `run tells the rows changed, and 0 for what changes none`() throws {
    let connection = try Connection.inMemory()
    try connection.execute("create table t(a); insert into t values (1), (2)")
    #expect(try connection.run("update t set a = a + 1") == 2)
    #expect(try connection.run("create table u(a)") == 0)
    #expect(try connection.run("delete from t where a = 9") == 0)
  }

  @Test func `a cached statement still in use is not handed out twice`() throws {
    let connection = try Connection.inMemory()
    let sql = "select value from json_each('[1,2]')"
    let first = try connection.prepareCached(sql)
    _ = try first.step()
    let second = try connection.prepareCached(sql)
    #expect(first !== second)
    _ = try second.step()
    #expect(first.int64(0) == 1)
    #expect(try first.step())
    #expect(second.int64(0) == 1)
  }

  @Test func `an interrupt stops a statement, and a closed connection is left alone`() throws {
    let connection = try Connection.inMemory()
    let handle = connection.interruptHandle
    var steps = 0
    try connection.createFunction("stop_here", argumentCount: 1, options: []) { arguments, result in
      steps += 1
      if steps == 100 { handle.interrupt() }
      result.set(arguments.int64(0))
    }
    let error = #expect(throws: SQLiteError.self) {
      try connection.query(
        "with recursive r(n) as (select 1 union all select n + 1 from r) select count(stop_here(n)) from r")
    }
    #expect(error?.code == .interrupted)
    connection.close()
    handle.interrupt()
    let closed = #expect(throws: SQLiteError.self) { try connection.query("select 1") }
    #expect(closed?.code == .misuse)
  }

  @Test func `a progress handler that says no ends the statement`() throws {
    let connection = try Connection.inMemory()
    var calls = 0
    try connection.setProgressHandler(every: 1_000) {
      calls += 1
      return calls < 3
    }
    let endless = "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r"
    let error = #expect(throws: SQLiteError.self) { try connection.query(endless) }
    #expect(error?.code == .interrupted)
    #expect(calls == 3)
    try connection.setProgressHandler(nil)
    #expect(try connection.queryValue("select 1") == 1)
  }

  @Test(
    arguments: [
      "select * from t", "with a as (select 1) select * from a", "pragma table_info(t)", "pragma user_version",
      "explain query plan select * from t", "begin", "select count(*) from pragma_table_info('t')",
    ])
  func `the read-only authorizer lets reads pass`(_ sql: String) throws {
    let connection = try Connection.inMemory()
    try connection.execute("create table t(a)")
    try connection.setReadOnlyAuthorizer()
    _ = try connection.query(sql)
  }

  @Test(
    arguments: [
      "insert into t values (1)", "create table u(a)", "create temp table u(a)", "drop table t", "delete from t",
      "update t set a = 1", "attach ':memory:' as x", "pragma user_version = 1", "pragma journal_mode = off",
      "pragma writable_schema = on", "vacuum", "update sqlite_master set sql = ''", "select load_extension('x')",
      "create view v as select 1",
      "alter table t add column b", "analyze", "detach main",
    ])
  func `the read-only authorizer refuses everything else`(_ sql: String) throws {
    let connection = try Connection.inMemory()
    try connection.execute("create table t(a)")
    try connection.setReadOnlyAuthorizer()
    #expect(throws: SQLiteError.self) { try connection.execute(sql) }
    try connection.setAuthorizer(nil)
    #expect(try connection.queryValue("select count(*) from t") == 0)
  }

  @Test func `attached files, data version, checkpoint and backup`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/a.db"
    let writer = try Connection(path: path)
    try writer.apply(.state)
    try writer.execute("create table t(a); insert into t values (7)")
    let reader = try Connection(path: path, mode: .readOnly)
    let before = try reader.dataVersion()
    #expect(try reader.dataVersion() == before)
    try writer.run("insert into t values (8)")
    #expect(try reader.dataVersion() != before)
    let refused = #expect(throws: SQLiteError.self) { try reader.run("insert into t values (9)") }
    #expect(refused?.code.primary == .readOnly)
    reader.close()
    #expect(try writer.checkpoint(.truncate).log == 0)
    let copy = try Connection.inMemory()
    var calls = 0
    #expect(
      try writer.backUp(to: copy, pages: 1) { _, _ in
        calls += 1
        return true
      })
    #expect(calls > 0)
    #expect(try copy.queryValue("select sum(a) from t") == 15)
    try copy.attach(path, as: "other one")
    #expect(try copy.queryValue("select count(*) from \"other one\".t") == 2)
    try copy.detach("other one")
    let missing = #expect(throws: SQLiteError.self) {
      try Connection(path: folder.path + "/none.db", mode: .readWrite)
    }
    #expect(missing?.code.primary == .cannotOpen)
  }

  @Test(arguments: PragmaPreset.allCases)
  func `a preset is what the file then says`(_ preset: PragmaPreset) throws {
    let folder = TemporaryFolder()
    let connection = try Connection(path: folder.path + "/p.db")
    try connection.apply(preset)
    let journal = try connection.queryValue("pragma journal_mode")
    #expect(journal == (preset == .scratch ? "off" : "wal"))
    #expect(try connection.queryValue("pragma secure_delete") == 0)
  }
}
