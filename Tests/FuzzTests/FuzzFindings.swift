/// Inputs that once made a reader crash, hang or lie, cut down to what did it, by the reader's name.
enum FuzzFindings {
  static let all: [String: [String]] = [
    "jinja": [
      // A namespace that holds itself, written out.
      "{% set ns = namespace(n=0) %}{% set ns.n = ns %}{{ ns.n }}"
    ],
    "json": [
      // Two keys that SQLite takes for one column.
      "{\"a\": 1, \"A\": 2}"
    ],
    "sql": [
      // As deep as anything may be nested.
      "SELECT " + String(repeating: "exists (select ", count: 100) + "1" + String(repeating: ")", count: 100),
      // A function SQLite does not have, named by a word of its joins.
      "SELECT left('hello', 0)",
      // The same, named by a word that begins a query.
      "SELECT values (1)ll",
      // A function of two arguments with one.
      "SELECT date_trunc('MONTH'~ timestamp ' AS 2024-05-17 13:45:59') AS x",
      // A parameter with a blank in its name; stars as operands.
      "SELECT 'a' ||: NULL AS x", "SELECT rpad('abc', */ '*') AS x",
      "SELECT array_union(array(1,2), array(2,*/3)) AS x",
      // More stars where one value is wanted, one beside one that is none.
      "SELECT nullif(*, 1) AS x", "SELECT concat('i', 'nb', *) AS x", "SELECT NULL BETWEEN * AND 3 AS x",
      "SELECT 1 IS *",
      "SELECT count(*) AS n, count((* BETWEEN 1 AND 2)) AS m", "SELECT 1 AS a ORDER BY *", "SELECT isnull(*) AS x",
      // Functions named by words that are something else to SQLite, and by no word at all.
      "SELECT isnull(NULL) AS x", "SELECT or(0)", "SELECT null(1, 2)", "SELECT set(NULL, '')",
      "SELECT 1 AS a ORDER BY using(1)",
      "SELECT abs(exists(2))", "SELECT \"1,2\"(1, 2, NULL) AS x",
      // A number without digits, nothing in parentheses, a NUL in a name.
      "SELECT ceil(0x) AS x", "SELECT 7 % () - 3 AS x", "SELECT 1 AS \"a\0b\"", "SELECT 'a\0b'",
    ],
  ]
}
