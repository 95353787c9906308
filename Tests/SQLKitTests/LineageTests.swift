import SQLKit
import Testing

/// What a translation tells besides the SQL: where values come from, what is read, how CTEs are shown, which types there are.
@Suite struct LineageTests {
  static let shop = FixedSchema(relations: [
    "people": ResolvedRelation(
      sqliteName: "people",
      columns: [
        ColumnType("id", "int"), ColumnType("name", "text"), ColumnType("dept", "text"),
        ColumnType("salary", "decimal(10,2)"), ColumnType("active", "boolean"),
      ], hasRowID: true),
    "orders": ResolvedRelation(
      sqliteName: "orders",
      columns: [
        ColumnType("id", "int"), ColumnType("person_id", "int"), ColumnType("amount", "decimal(10,2)"),
        ColumnType("placed", "date"), ColumnType("status", "text"), ColumnType("_row", "int", isHidden: true),
      ], hasRowID: true),
  ])

  struct Case: Sendable, CustomTestStringConvertible {
    var sql: String
    /// `name: type < relation.column, …`.
    var columns: [String]
    /// `relation: columns` that the result depends on.
    var reads: [String]
    var testDescription: String { sql }
  }

  static let cases = [
    Case(
      sql: """
        with p as (select * from people where active),
        o as (select person_id, sum(amount) as spent from orders group by person_id)
        select p.id, upper(p.name) as name, coalesce(o.spent, 0) + p.salary as total
        from p left join o on o.person_id = p.id
        """,
      columns: [
        "id: BIGINT < people.id", "name: TEXT < people.name", "total: DECIMAL(22,2) < orders.amount, people.salary",
      ],
      reads: ["people: active id name salary", "orders: amount person_id"]),
    Case(
      sql: "select id, name from people union all select person_id, status from orders",
      columns: ["id: BIGINT < people.id, orders.person_id", "name: TEXT < people.name, orders.status"],
      reads: ["people: id name", "orders: person_id status"]),
    Case(
      sql: "select * except (salary) from people",
      columns: [
        "id: BIGINT < people.id", "name: TEXT < people.name", "dept: TEXT < people.dept",
        "active: BOOLEAN < people.active",
      ],
      reads: ["people: active dept id name"]),
    Case(
      sql: """
        with a as (select id, dept from people), b as (select a.*, 1 as one from a)
        select * from b qualify row_number() over (partition by dept order by id) = 1
        """,
      columns: ["id: BIGINT < people.id", "dept: TEXT < people.dept", "one: BIGINT < "],
      reads: ["people: dept id"]),
    Case(
      sql: """
        select count(*) as n, max(placed) as last, cast(sum(amount) as double) as s, name || '!' as x
        from people, orders where people.id = person_id group by name
        """,
      columns: [
        "n: BIGINT < ", "last: DATE < orders.placed", "s: DOUBLE < orders.amount", "x: TEXT < people.name",
      ],
      reads: ["people: id name", "orders: amount person_id placed"]),
    Case(
      sql: "select (select max(placed) from orders o where o.person_id = p.id) as last from people p",
      columns: ["last: DATE < orders.placed"], reads: ["people: id", "orders: person_id placed"]),
    // A hidden column is there for who names it, and no star gives it.
    Case(
      sql: "select o.*, _row as place from orders o",
      columns: [
        "id: BIGINT < orders.id", "person_id: BIGINT < orders.person_id", "amount: DECIMAL(10,2) < orders.amount",
        "placed: DATE < orders.placed", "status: TEXT < orders.status", "place: BIGINT < orders._row",
      ],
      reads: ["orders: _row amount id person_id placed status"]),
  ]

  @Test("Columns lead back to those they are computed from", arguments: cases)
  func columns(_ test: Case) throws {
    let result = try translateQuery(test.sql, from: .databricks, resolver: Self.shop)
    let columns = (result.outputColumns ?? []).map { column in
      let sources = column.lineage.map { "\($0.relation.name).\($0.column)" }.joined(separator: ", ")
      return "\(column.name): \(column.declaredType ?? "?") < \(sources)"
    }
    #expect(columns == test.columns)
    let reads = result.inputs.map { "\($0.relation): \(($0.columnsUsed ?? []).sorted().joined(separator: " "))" }
    #expect(reads == test.reads)
  }

  @Test("A CTE is shown by a query of its own, with those it needs")
  func previews() throws {
    let sql = "with a as (select id from people), b as (select id + 1 as next from a) select * from b"
    let result = try translateQuery(sql, from: .duckdb, resolver: Self.shop)
    #expect(result.ctes.map(\.name) == ["a", "b"])
    #expect(result.ctes[0].sql == "WITH a AS (SELECT id\nFROM people AS people)\nSELECT * FROM a")
    #expect(result.ctes[1].sql.hasSuffix("SELECT * FROM b"))
    #expect(Array(sql.utf8)[result.ctes[1].range].elementsEqual("select id + 1 as next from a".utf8))
    var options = TranslationOptions()
    options.previewsCTEs = false
    #expect(try translateQuery(sql, from: .duckdb, resolver: Self.shop, options: options).ctes.isEmpty)
  }

  @Test("SQL laid out for reading has a clause a line")
  func layout() {
    let sql = "with a as (select id,name from people where active) select a.id from a left join orders o on o.id=a.id"
    #expect(
      formatSQL(sql, from: .duckdb).split(separator: "\n").map { $0.drop { $0 == " " } } == [
        "with a as (", "select id,", "name", "from people", "where active", ")", "select a.id", "from a",
        "left join orders o on o.id = a.id",
      ])
  }

  @Test(
    "A column that no group has one value of is refused at its place, where the dialect refuses it",
    arguments: [
      ("select dept, count(*) from people group by id", 7), ("select id, max(name) from people", 7),
      ("select p.dept, max(o.amount) as m, p.id from people p join orders o on o.person_id = p.id group by dept", 35),
      ("select upper(dept) || name as x, count(*) from people group by dept", 22),
    ])
  func ungrouped(sql: String, offset: Int) throws {
    let error = #expect(throws: SQLError.self) {
      try translateQuery(sql, from: .snowflake, resolver: Self.shop)
    }
    #expect(error?.offset == offset)
    #expect(error?.message.contains("neither aggregated nor in GROUP BY") == true)
    _ = try translateQuery(sql, from: .sqlite, resolver: Self.shop)
  }

  @Test("Calls that may fail on their data say where they stand, when asked to")
  func faultPlaces() throws {
    var options = TranslationOptions()
    options.notesFaultPlaces = true
    let sql = "select id, cast(name as int) as n from people"
    let result = try translateQuery(sql, from: .databricks, resolver: Self.shop, options: options)
    #expect(result.sql.contains("fault_place(11, name"))
  }
}
