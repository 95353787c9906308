import Jinja
import Testing

/// What the host sees of a render, and what it can put into one.
@Suite struct HostTests {
  @Test func aMacroSeesTheNamesOfTheRenderThatCallsIt() throws {
    let environment = Environment()
    let definition = try #require(
      try Template(parsing: "{% macro where_am_i() %}{{ model }}/{{ suffix }}{% endmacro %}", name: "m.sql").macros
        .first)
    environment.globals["where_am_i"] = environment.macro(definition)
    environment.globals["suffix"] = .string("global")
    let template = try Template(parsing: "{{ where_am_i() }}", name: "t")
    #expect(try environment.render(template, context: ["model": .string("a")]).text == "a/global")
    #expect(try environment.render(template, context: ["model": .string("b")]).text == "b/global")
  }

  @Test func aMacrosOwnResolverComesBeforeTheCallers() throws {
    let environment = Environment()
    let definition = try #require(
      try Template(parsing: "{% set k = 'file' %}{% macro m(x=k) %}{{ x }}{{ k }}{{ v }}{% endmacro %}", name: "m")
        .macros.first)
    environment.globals["m"] = environment.macro(definition) { $0 == "v" ? .string("own") : nil }
    let template = try Template(parsing: "{{ m() }}{{ v }}", name: "t")
    #expect(try environment.render(template, context: ["v": .string("caller")]).text == "filefileowncaller")
  }

  @Test func namesAreLookedUpOnlyWhenTheyAreUsed() throws {
    var asked: [String] = []
    let template = try Template(parsing: "{{ a }}{% if false %}{{ b }}{% endif %}{% set c = 1 %}{{ c }}", name: "t")
    let text = try Environment().render(template) { name in
      asked.append(name)
      return .string(name)
    }.text
    #expect(text == "a1")
    #expect(asked == ["a"])
  }

  @Test func aFunctionSeesTheVariablesTheTemplateAndTheMacroItIsCalledFrom() throws {
    let environment = Environment()
    environment.globals["look"] = .object(
      FunctionObject("look") { arguments in
        let context = arguments.context
        return .string(
          "\(context.lookup("local")?.str() ?? "-") \(context.templateName) \(context.macroName ?? "-") \(context.line)"
        )
      })
    let template = try Template(
      parsing: "{% macro m(local) %}\n{{ look() }}{% endmacro %}{{ look() }};{{ m('in') }}", name: "t.sql")
    #expect(try environment.render(template).text == "- t.sql - 2;\nin t.sql m 2")
  }

  @Test func aFunctionIsGivenTheCallerOfACallBlock() throws {
    let environment = Environment()
    environment.globals["statement"] = .object(
      FunctionObject("statement") { arguments in
        guard let caller = arguments.caller else { return .string("none") }
        let text = try arguments.context.call(caller, CallArguments([.int(7)], context: arguments.context))
        return .string("<\(text.str())>")
      })
    let template = try Template(
      parsing: "{% call(x) statement('a', auto=true) %}q{{ x }}{% endcall %}{{ statement() }}", name: "t")
    #expect(try environment.render(template).text == "<q7>none")
  }

  /// dbt catches a return where it called a macro; the body of a call block is no macro of its own.
  @Test func returnInACallBodyLeavesTheMacroThatWasGivenTheBody() throws {
    let environment = Environment()
    environment.globals["return"] = .object(FunctionObject("return") { throw ReturnSignal($0.positional[0]) })
    let source = """
      {% macro wrap() %}[{{ caller() }}]{% endmacro %}
      {%- macro outer() %}{% call wrap() %}{{ return({'k': [1, 2]}) }}{% endcall %}after{% endmacro %}
      {{- outer() }}
      """
    #expect(try environment.render(Template(parsing: source, name: "t")).text == "{'k': [1, 2]}after")
    let error = try #require(throws: JinjaError.self) {
      try environment.render(Template(parsing: "{{ return(1) }}", name: "t"))
    }
    #expect(error.kind == .host)
  }

  private struct HostError: Error {}

  @Test func anErrorOfTheHostKeepsItselfAndGetsAPlace() throws {
    let environment = Environment()
    environment.globals["fail"] = .object(FunctionObject("fail") { _ in throw HostError() })
    let error = try #require(throws: JinjaError.self) {
      try environment.render(Template(parsing: "a\nb {{ fail() }}", name: "t"))
    }
    #expect(error.kind == .host && error.underlying is HostError)
    #expect(error.line == 2 && error.column == 6)
  }

  @Test func expressionsGiveNativeValues() throws {
    let environment = Environment()
    #expect(
      try environment.evaluate(expression: "{'a': [x, 2.5]}", context: ["x": .int(1)])
        == .dict([("a", .list([.int(1), .double(2.5)]))]))
    #expect(try environment.renderNative(Template(parsing: "{{ [1, 2] }}", name: "t")) == .list([.int(1), .int(2)]))
    #expect(try environment.renderNative(Template(parsing: "{{ 1 }} ", name: "t")) == .string("1 "))
    #expect(throws: JinjaError.self) { try environment.evaluate(expression: "1 +") }
    #expect(throws: JinjaError.self) { try environment.evaluate(expression: "1 2") }
  }

  @Test func undefinedNamesCanBeSuppliedOrGoSilent() throws {
    let environment = Environment()
    environment.undefinedName = { $0 == "known" ? .string("k") : nil }
    environment.undefinedBehavior = .silent
    let template = try Template(parsing: "{{ known }}{{ other.a['b'](1).c }}|", name: "t")
    #expect(try environment.render(template).text == "k|")
  }

  @Test func ownFiltersAndTestsComeFirst() throws {
    let environment = Environment()
    environment.filters["upper"] = { value, _ in .string("<\(value.str())>") }
    environment.filters["as_native"] = { value, _ in value }
    environment.tests["odd"] = { _, _ in true }
    let template = try Template(
      parsing: "{{ 'a'|upper|as_native }}{{ 2 is odd }}{{ ['b']|map('upper')|list }}", name: "t")
    #expect(try environment.render(template).text == "<a>True['<b>']")
  }

  @Test func templatesAreParsedAndRenderedOnManyThreads() async throws {
    let template = try Template(parsing: "{% for i in range(20) %}{{ i ~ x }},{% endfor %}", name: "t")
    let expected = try Environment().render(template, context: ["x": .int(1)]).text
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<16 {
        group.addTask {
          _ = try Template(parsing: "{{ a }}{% macro m(x) %}{{ x }}{% endmacro %}", name: "p")
          return try Environment().render(template, context: ["x": .int(1)]).text
        }
      }
      for try await text in group { #expect(text == expected) }
    }
  }
}
