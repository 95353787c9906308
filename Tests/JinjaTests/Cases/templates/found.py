"""What made-up expressions and mutated templates found to differ, once."""

CONTEXT = {"l": [3, 1, 2], "d": {"a": 1}, "y": True, "n": 7, "s": "Hello World", "e": ""}

CASES = [
    "{{ {-1: 2}|xmlattr }}", "{{ ([1, 'a'])|sort(attribute='v') }}", "{{ (s)|sort(attribute='v') < [] }}", "{{ ([] if y else 1)|truncate(5, true) }}",
    "{{ (n if y else l)[1:] }}", "{{ (d if y else l)[::-1] }}", "{{ '' % missing }}", "{{ l|indent(2) }}", "{{ n is odd not in (l) }}", "{{ {missing: 1, n: [2]} }}",
    "{% for a, in [(1,)] %}{{ a }}{% endfor %}", "{% for x in l %}{% break %}{% else %}e{% endfor %}", "{% for x in l %}{% continue %}{% else %}e{% endfor %}",
    "{% raw %}", "{#", "{% print n, 1 %}", "{{ '%5%|' % () }}", "{{ ' a  b c '.split(none, 1) }}", "{{ 'ΑΣ ΑΣΑ'.lower() }}",
]
