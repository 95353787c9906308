/// Tables and views.
extension StatementWriter {
  mutating func write(_ table: CreateTable) throws(SQLError) {
    kind = .createTable
    let name = name(of: table.target)
    var columns: [String] = []
    if let query = table.query {
      let result = try binder.bind(query, outer: nil, tables: [:])
      result?.forEach { binder.use($0.origins) }
      if table.columns.isEmpty, let result {
        columns = result.map { SQLText.name($0.name) + ($0.type.declaredName.map { " " + $0 } ?? "") }
      }
    }
    if !table.columns.isEmpty {
      columns = try table.columns.map { (column) throws(SQLError) in try definition(column) }
    }
    if table.replaces { add { $0.out.write("DROP TABLE IF EXISTS \(name)") } }
    let exists = table.ifNotExists ? "IF NOT EXISTS " : ""
    guard !columns.isEmpty else {
      add { printer in
        printer.out.write("CREATE TABLE \(exists)\(name) AS\n")
        if let query = table.query { printer.query(query) }
      }
      return
    }
    add { $0.out.write("CREATE TABLE \(exists)\(name) (\(columns.joined(separator: ", ")))") }
    if let query = table.query {
      add { printer in
        printer.out.write("INSERT INTO \(name)\n")
        printer.query(query)
      }
    }
  }

  private func definition(_ column: CreateTable.Column) throws(SQLError) -> String {
    var text = SQLText.name(column.name.text)
    if let type = column.type, let declared = try binder.type(named: type).declaredName { text += " " + declared }
    if column.notNull { text += " NOT NULL" }
    if column.primaryKey { text += " PRIMARY KEY" }
    return text
  }

  mutating func write(_ view: CreateView) throws(SQLError) {
    kind = .createView
    let name = name(of: view.target)
    let columns = try binder.bind(view.query, outer: nil, tables: [:])
    columns?.forEach { binder.use($0.origins) }
    if view.replaces { add { $0.out.write("DROP VIEW IF EXISTS \(name)") } }
    let list =
      view.columns.isEmpty ? "" : " (" + view.columns.map { SQLText.name($0.text) }.joined(separator: ", ") + ")"
    add { printer in
      printer.out.write("CREATE VIEW \(name)\(list) AS\n")
      printer.query(view.query)
    }
  }

  mutating func write(_ alter: Alter) throws(SQLError) {
    kind = .alter
    let name = name(of: alter.target)
    let changed = target
    switch alter.change {
    case .metadata: kind = .metadata
    case .renameColumn(let old, let new):
      add { $0.out.write("ALTER TABLE \(name) RENAME COLUMN \(SQLText.name(old.text)) TO \(SQLText.name(new.text))") }
    case .renameTable(let other):
      guard case .relation(var parts) = other.kind, case .relation(let old) = alter.target.kind else { return }
      // A bare new name stays in its schema.
      if parts.count == 1 { parts = old.dropLast() + parts }
      let new = parts.count > 2 ? Array(parts.dropFirst()) : parts
      let plain = SQLText.quoted(new.map(\.text).joined(separator: "."))
      add { $0.out.write("ALTER TABLE \(name) RENAME TO \(plain)") }
    case .addColumns(let columns):
      for column in columns {
        let text = try definition(column)
        add { $0.out.write("ALTER TABLE \(name) ADD COLUMN \(text)") }
      }
    case .dropColumns(let names):
      for column in names {
        add { $0.out.write("ALTER TABLE \(name) DROP COLUMN \(SQLText.name(column.text))") }
      }
    }
    target = changed
  }
}
