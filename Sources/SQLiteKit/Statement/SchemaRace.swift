import CSQLite
import Glibc

/// Runs a call of SQLite that may find the schema changed by others while it reads it. SQLite itself tries twice; while
/// tables are made all the time, and there are thousands to read, that is not enough.
@inline(__always)
func againstSchemaRaces(_ call: () -> Int32, betweenTries: () -> Void = {}) -> Int32 {
  var code = call()
  var tries: UInt32 = 0
  while code & 0xFF == SQLITE_SCHEMA, tries < 200 {
    tries += 1
    betweenTries()
    usleep(min(5_000, 100 * tries))
    code = call()
  }
  return code
}
