import Jinja

/// Texts as templates, rendered.
struct JinjaFuzz: FuzzTarget {
  let name = "jinja"
  let words = [
    "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", " if ", " else ", " endif ", " for x in ", " endfor ", " set ",
    " macro m(a, b=1) ", " endmacro ", "{% call m(1) %}", "{% endcall %}", "|upper", "|join(',')", "|default('x')",
    "|map(attribute='a')", "loop.index", "is defined", "not ", "and ", "in ", "(", ")", "[", "]", "{", "}", "'", "\"",
    "\\", "~", "**", "//", "%", "1", "1e9", "x", "[1,2,3]", "{'a': 1}", ".a", "[0]", "[1:]", "range(3)", "caller()",
    "{% raw %}", "{% endraw %}", "{% filter upper %}", "{% endfilter %}", "{% do x %}", "namespace(a=1)", "\n", "é",
    "*args", "**kwargs", "varargs", "x.append(x)", "|tojson", "%s", "|format(1)", "|replace('a','b')", "|batch(2)",
  ]
  let seeds: [[UInt8]] =
    Corpus.files("JinjaTests/Cases/templates")
    + [
      "{% macro f(a, b=2) %}{{ a ~ b }}{% endmacro %}{{ f(1) }}",
      "{% for x in [1,2] if x %}{{ loop.index }}{% else %}-{% endfor %}",
      "{% set ns = namespace(n=0) %}{% for i in range(3) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}",
      "select {{ 'a' | upper }} from {{ x }} {%- if y is defined %} where {{ y }}{% endif %}",
    ].map { Array($0.utf8) }

  func fault(_ input: [UInt8]) -> String? {
    let text = String(decoding: input, as: UTF8.self)
    let last = text.utf8.count { $0 == 0x0A || $0 == 0x0D } + 2
    do throws(JinjaError) {
      let template = try Template(parsing: text, name: "t")
      let rendered = try Environment().render(template) { name in
        name == "x" ? .list([.int(1), .string("two"), .none]) : nil
      }
      _ = rendered.sourceMap.location(ofUTF8Offset: rendered.text.utf8.count / 2)
      return nil
    } catch {
      if error.line < 1 || error.line > last {
        return "an error has a line outside of the text: \(error.line) of \(last)"
      }
      return error.message.isEmpty ? "an error has no words" : nil
    }
  }
}
