import Jinja
import Testing

@Suite struct TemplateTests {
  private func render(_ source: String, _ context: [String: Value] = [:]) throws -> String {
    try Environment().render(Template(parsing: source, name: "t.sql"), context: context).text
  }

  @Test(arguments: [
    ("select {{ a + 1 }}", "select 42"),
    ("{% for x in [1, 2, 3] if x != 2 %}{{ loop.index }}:{{ x }} {% endfor %}", "1:1 2:3 "),
    ("{% macro m(a, b='z') %}<{{ a }}{{ b }}>{% endmacro %}{{ m(1) }}{{ m(b=2, a=3) }}", "<1z><32>"),
    ("{% set ns = namespace(n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", "6"),
    ("{% macro w() %}[{{ caller(5) }}]{% endmacro %}{% call(x) w() %}{{ x * 2 }}{% endcall %}", "[10]"),
    ("a\n{%- if a == 41 -%} b {%- endif %}\n", "ab"),
    ("{{ [1, 2.5, 'x', none, {'k': (1,)}] }}", "[1, 2.5, 'x', None, {'k': (1,)}]"),
  ])
  func aTemplateRendersAsJinjaDoes(source: String, expected: String) throws {
    #expect(try render(source, ["a": .int(41)]) == expected)
  }

  @Test func anErrorCarriesItsPlaceAndTheRunningMacros() throws {
    let source =
      "{% macro inner(x) %}\n  {{ x.missing.more }}\n{% endmacro %}\n{% macro outer() %}\n{{ inner({}) }}\n{% endmacro %}\n{{ outer() }}"
    let error = try #require(throws: JinjaError.self) { try render(source) }
    #expect(error.kind == .undefined)
    #expect(error.message == "'dict object' has no attribute 'missing'")
    #expect(error.line == 2)
    #expect(
      error.macroStack == [
        .init(macro: "inner", template: "t.sql", line: 2),
        .init(macro: "outer", template: "t.sql", line: 5),
        .init(macro: nil, template: "t.sql", line: 7),
      ])
  }

  @Test func returnLeavesTheMacroFromInsideLoopsWithAnyValue() throws {
    let environment = Environment()
    environment.globals["return"] = .object(FunctionObject("return") { throw ReturnSignal($0.positional[0]) })
    let template = try Template(
      parsing:
        "{% macro m() %}{% for i in [1, 2] %}{% for j in [3] %}{{ return([i, j]) }}{% endfor %}{% endfor %}{% endmacro %}{{ m()[1] }}",
      name: "t")
    #expect(try environment.render(template).text == "3")
  }
}
