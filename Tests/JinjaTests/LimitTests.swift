import Jinja
import Testing

@Suite struct LimitTests {
  private func outcome(_ source: String) -> String {
    do {
      let text = try Environment().render(Template(parsing: source, name: "t")).text
      return text.isEmpty ? "nothing" : "text"
    } catch {
      return error.kind.rawValue
    }
  }

  private func repeated(_ part: String, _ count: Int) -> String { String(repeating: part, count: count) }

  @Test func deepNestingIsAnErrorAndNeverACrash() {
    let depth = 20_000
    #expect(outcome("{{ " + repeated("(", depth) + "1" + repeated(")", depth) + " }}") == "syntax")
    #expect(outcome("{{ " + repeated("[", depth) + repeated("]", depth) + " }}") == "syntax")
    #expect(outcome("{{ " + repeated("{1:", depth) + "1" + repeated("}", depth) + " }}") == "syntax")
    #expect(outcome("{{ " + repeated("-", depth) + "1 }}") == "syntax")
    #expect(outcome("{{ " + repeated("not ", depth) + "1 }}") == "syntax")
    #expect(outcome("{{ " + repeated("1 if 1 else ", depth) + "1 }}") == "syntax")
    #expect(outcome("{{ 1" + repeated(" + 1", depth) + " }}") == "syntax")
    #expect(outcome("{{ 1" + repeated(" and 1", depth) + " }}") == "syntax")
    #expect(outcome("{{ 1" + repeated("|string", depth) + " }}") == "syntax")
    #expect(outcome("{{ a" + repeated(".b", depth) + " }}") == "syntax")
    #expect(outcome("{{ a" + repeated("[0]", depth) + " }}") == "syntax")
    #expect(outcome("{{ f" + repeated("()", depth) + " }}") == "syntax")
    #expect(outcome(repeated("{% if 1 %}", depth) + repeated("{% endif %}", depth)) == "syntax")
    #expect(outcome(repeated("{% for x in [1] %}", depth) + repeated("{% endfor %}", depth)) == "syntax")
    #expect(outcome("{% set " + repeated("(", depth) + "a" + repeated(")", depth) + " = 1 %}") == "syntax")
  }

  @Test func longButFlatIsFine() {
    #expect(outcome("{{ 1" + repeated(" ~ 1", 20_000) + " }}") == "text")
    #expect(outcome("{{ [" + repeated("1, ", 20_000) + "] }}") == "text")
    #expect(outcome(repeated("{% if 1 %}x{% endif %}", 5_000)) == "text")
    #expect(outcome("{{ 1" + repeated(" + 1", 300) + " }}") == "text")
  }

  @Test(arguments: [
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) ~ '' }}{% endif %}{% endmacro %}{{ f(1000) }}",
    "{% macro f() %}{{ caller is defined }}{% call f() %}x{% endcall %}{% endmacro %}{{ f() }}",
    "{% macro f() %}{% for i in [1] %}{% if 1 %}{% set x %}{{ [f()] }}{% endset %}{% endif %}{% endfor %}{% endmacro %}{{ f() }}",
    "{% set l = [1] %}{% do l.append(l) %}{% for x in l recursive %}{% if x %}{{ loop(l) }}{% endif %}{% endfor %}",
  ])
  func endlessRecursionIsAnError(source: String) {
    #expect(outcome(source) == "recursion")
  }

  @Test(arguments: [
    "{{ 9223372036854775807 + 1 }}", "{{ 2 ** 64 }}", "{{ 'x' * 9999999999 }}", "{{ [1] * 9999999999 }}",
    "{{ -9223372036854775807 - 2 }}", "{{ 'x'.center(9999999999) }}", "{{ '%9999999999d' % 1 }}",
    "{{ '{:9999999999}'.format(1) }}", "{{ range(1000000) }}",
  ])
  func whatWouldNotFitIsAnOverflow(source: String) {
    #expect(outcome(source) == "overflow")
  }

  @Test func valuesInsideThemselvesPrintAsInPython() throws {
    let source = "{% set l = [1] %}{% do l.append(l) %}{{ l }}{% set d = {} %}{% do d.update(k=d) %}{{ d }}"
    #expect(try Environment().render(Template(parsing: source, name: "t")).text == "[1, [...]]{'k': {...}}")
  }
}
