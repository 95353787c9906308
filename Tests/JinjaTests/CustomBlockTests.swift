import Jinja
import Testing

@Suite struct CustomBlockTests {
  private var syntax: Syntax {
    var syntax = Syntax.standard
    syntax.customBlocks = [
      CustomBlockSyntax("test"), CustomBlockSyntax("snapshot"), CustomBlockSyntax("materialization"),
      CustomBlockSyntax("docs", body: .raw),
    ]
    return syntax
  }

  private func parse(_ source: String) throws -> Template {
    try Template(parsing: source, name: "f.sql", syntax: syntax)
  }

  @Test func aBlockWithParametersIsAMacro() throws {
    let template = try parse(
      "\n{% test is_small(model, column_name, limit=3) %}\nselect {{ column_name }} from {{ model }} where x > {{ limit }}\n{% endtest %}"
    )
    let block = try #require(template.blocks.first)
    #expect(block.keyword == "test" && block.name == "is_small" && block.line == 2)
    #expect(block.parameters == ["model", "column_name", "limit"])
    let environment = Environment()
    let text = try environment.call(
      environment.macro(block.macro), [.string("t")], keyword: [("column_name", .string("c"))])
    #expect(text == .string("\nselect c from t where x > 3\n"))
  }

  @Test func aBlockWithANameHasATemplateWhoseMessagesKeepTheFilesLines() throws {
    let template = try parse("{% snapshot s %}\n{{ 1 + 1 }}\n{{ missing.x }}\n{% endsnapshot %}\ntail")
    let block = try #require(template.blocks.first)
    #expect(block.parameters == nil && block.bodySource == "\n{{ 1 + 1 }}\n{{ missing.x }}\n")
    let error = try #require(throws: JinjaError.self) { try Environment().render(block.template) }
    #expect(error.line == 3)
    #expect(try Environment().render(template).text == "\ntail")
  }

  @Test func aHeaderCanHaveOptions() throws {
    let block = try #require(
      try parse("{% materialization view, adapter='local', default, n=-2 %}x{% endmaterialization %}").blocks.first)
    #expect(block.name == "view" && block.optionNames == ["adapter", "default", "n"])
    #expect(block.option("adapter") == .string("local"))
    #expect(block.option("default") == .bool(true))
    #expect(block.option("n") == .int(-2))
    #expect(block.option("other") == nil)
  }

  @Test func aRawBlockKeepsItsTextWhateverItIs() throws {
    let template = try parse("{% docs a %}\n# {{ not % closed {% if %}\n{% enddocs %}{% docs b %}{% enddocs %}")
    #expect(template.blocks.map(\.name) == ["a", "b"])
    #expect(template.blocks.map(\.bodySource) == ["\n# {{ not % closed {% if %}\n", ""])
  }

  @Test(arguments: [
    ("{% test t(m) %}", 1), ("{% docs d %}\nx", 1), ("a\n{% snapshot %}{% endsnapshot %}", 2),
    ("{% test t(m) %}{% endsnapshot %}", 1),
  ])
  func aBrokenBlockIsASyntaxErrorAtItsLine(source: String, line: Int) throws {
    let error = try #require(throws: JinjaError.self) { try parse(source) }
    #expect(error.kind == .syntax && error.line == line)
  }
}
