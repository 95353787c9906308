import Jinja
import Testing

@Suite struct StaticCallsTests {
  private func calls(_ source: String) throws -> StaticCalls {
    try Template(parsing: source, name: "m").staticCalls(named: ["ref", "source", "config"])
  }

  @Test func constantCallsAreReadWithoutRendering() throws {
    let found = try calls(
      "{{ config(materialized='table', tags=['a', 'b'], meta={'n': -1}) }}\nselect * from {{ ref('a') }}, {{ ref('p', 'b', v=2) }}"
    )
    #expect(found.isComplete)
    #expect(found.calls.map(\.name) == ["config", "ref", "ref"])
    #expect(found.calls[0]["materialized"] == .string("table"))
    #expect(found.calls[0]["tags"] == .list([.string("a"), .string("b")]))
    #expect(found.calls[2].positional == [.string("p"), .string("b")])
    #expect(found.calls[2]["v"] == .int(2))
    #expect(found.calls[1].line == 2 && found.calls[1].column == 18)
  }

  @Test(arguments: [
    "{% if x %}{{ ref('a') }}{% endif %}", "{% for i in l %}{{ ref('a') }}{% endfor %}", "{{ ref(name) }}",
    "{{ ref(*l) }}", "{{ my_macro() }}", "{% set r = ref %}", "{{ x and ref('a') }}", "{{ ref('a') if x }}",
    "{{ a.b('c') }}", "{% macro m() %}{{ ref('a') }}{% endmacro %}", "{{ l|map(ref)|list }}",
    "{% if is_incremental() %}{% endif %}",
  ])
  func whatHasToBeComputedIsNotComplete(source: String) throws {
    #expect(try !calls(source).isComplete)
  }

  @Test(arguments: [
    "select 1", "{# {{ ref('x') }} #}", "{% raw %}{{ f() }}{% endraw %}", "{{ this }} {{ a.b }}",
    "{% set x = ref('a') %}",
    "{% if x %}a{% endif %}",
  ])
  func whatCallsNothingElseIsComplete(source: String) throws {
    #expect(try calls(source).isComplete)
  }

  @Test func aCallInABranchIsFoundAndMarked() throws {
    let found = try calls("{% if ref('always') %}{{ ref('maybe') }}{% elif ref('later') %}{% endif %}")
    #expect(found.calls.map(\.isConditional) == [false, true, true])
  }
}
