// SQLite's C interface, with the parts Swift cannot import (casts to function pointers, variadics) as inline functions.
#ifndef SLUICE_CSQLITE_SHIM_H
#define SLUICE_CSQLITE_SHIM_H
#include <sqlite3.h>

/// `SQLITE_TRANSIENT`: SQLite copies the bytes before the call returns.
static inline sqlite3_destructor_type sluice_sqlite_transient(void) { return SQLITE_TRANSIENT; }
/// `SQLITE_STATIC`: the bytes stay valid for as long as SQLite needs them.
static inline sqlite3_destructor_type sluice_sqlite_static(void) { return SQLITE_STATIC; }

static inline int sluice_sqlite_db_config_int(sqlite3 *db, int op, int value) {
  int now = 0;
  return sqlite3_db_config(db, op, value, &now);
}
static inline int sluice_sqlite_config_int(int op, int value) { return sqlite3_config(op, value); }
static inline int sluice_sqlite_config_none(int op) { return sqlite3_config(op); }
#endif
