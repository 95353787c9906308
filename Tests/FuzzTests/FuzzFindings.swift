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
    ],
  ]
}
