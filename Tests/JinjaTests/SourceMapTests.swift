import Jinja
import Testing

@Suite struct SourceMapTests {
  private func place(of part: String, in source: String, _ context: [String: Value] = [:]) throws -> String {
    let rendered = try Environment().render(Template(parsing: source, name: "m.sql"), context: context)
    let bytes = Array(rendered.text.utf8)
    let part = Array(part.utf8)
    let offset = try #require(
      bytes.indices.first { bytes[$0...].starts(with: part) }, "\(rendered.text)")
    let location = try #require(rendered.sourceMap.location(ofUTF8Offset: offset))
    #expect(location.template == "m.sql")
    return "\(location.line):\(location.column)\(location.isVerbatim ? "" : "*")"
  }

  @Test(arguments: [
    ("select a\nfrom t", "from", "2:1"),
    ("select {{ x }}, b", "value", "1:8*"),
    ("select {{ x }}, b", "b", "1:17"),
    ("{# c #}\n{% if true %}\n  q\n{% endif %}", "q", "3:3"),
    ("é {{ x }}\r\né z", "z", "2:3"),
    ("{% macro m() %}in\nner{% endmacro %}a\n {{ m() }}", "ner", "3:2*"),
    ("{% for i in [1, 2] %}\n-{{ i }}{% endfor %}", "2", "2:2*"),
    ("{% set s %}text{% endset %}\n{{ s }}end", "end", "2:8"),
    ("{% filter upper %}abc{% endfilter %}", "ABC", "1:1*"),
  ])
  func aPlaceInTheOutputLeadsToThePlaceInTheTemplate(source: String, part: String, expected: String) throws {
    #expect(try place(of: part, in: source, ["x": .string("value")]) == expected)
  }

  @Test func emptyOutputHasNoPlace() throws {
    let rendered = try Environment().render(Template(parsing: "", name: "m"))
    #expect(rendered.sourceMap.location(ofUTF8Offset: 0) == nil)
  }
}
