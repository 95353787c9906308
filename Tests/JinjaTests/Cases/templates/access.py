"""Attributes, items, slices, calls and undefined values."""

CONTEXT = {"inf": float("inf"), "d": {"k": 1, "items": "mine", "nested": {"deep": [10, {"x": "y"}]}, "0": "zero", "a-b": "dash"}, "l": ["a", "b", "c", "d"],
           "s": "héllo", "n": 5, "f": 1.5, "no": None, "i": {"1": "one"}, "key": "k"}

_missing = ["missing", "d.missing", "l.missing", "s.missing", "n.missing", "no.missing", "d['missing']", "l[9]", "l['x']", "s[9]", "n[0]",
            "no['x']", "d.nested.nope", "f.x", "(1, 2)[5]", "l[1.5]", "missing_fn"]
_uses = ["{{ MISSING }}", "{{ MISSING is defined }}", "{{ MISSING|default('d') }}", "{{ MISSING.more }}", "{{ MISSING['more'] }}", "{{ MISSING() }}", "{{ MISSING + 1 }}", "{{ 'a' ~ MISSING }}",
         "{% for q in MISSING %}x{% else %}empty{% endfor %}", "{% if MISSING %}1{% else %}0{% endif %}", "{{ MISSING|length }}", "{{ MISSING == none }}", "{{ [MISSING] }}",
         "{{ MISSING|int }}", "{{ MISSING|upper }}", "{{ MISSING < 1 }}", "{{ MISSING in [1] }}", "{{ MISSING|list }}", "{{ MISSING|join(',') }}", "{{ MISSING|tojson }}",
         "{{ -MISSING }}", "{{ not MISSING }}", "{{ '%s' % MISSING }}", "{{ MISSING is none }}", "{{ MISSING|sort }}", "{{ MISSING or 'x' }}", "{{ {'a': MISSING}.a }}"]

CASES = [
    *[f"{{{{ {x} }}}}|{{{{ {x} is defined }}}}" for x in _missing],
    *[f"{{{{ {x}.more }}}}" for x in _missing],
    *[(use.replace("MISSING", x), None, {"undefined": kind}) for kind in ["lenient", "strict", "chainable"] for use in _uses for x in ["missing", "d.missing"]],
    "{{ d.k }} {{ d['k'] }} {{ d[key] }} {{ d.nested.deep[1].x }} {{ d['nested']['deep'][0] }}", "{{ d.items }}", "{{ d['items'] }}",
    "{{ d.items()|length }}", "{{ d.get('k') }} {{ d.get('zz') }} {{ d.get('zz', 4) }} {{ d['get']('k') }}", "{{ d['a-b'] }}", "{{ d.0 }}", "{{ d['0'] }}",
    "{{ l.0 }} {{ l.3 }}", "{{ l[-1] }} {{ l[-4] }} {{ l[-5] }}", "{{ l[true] }}", "{{ l['0'] }}", "{{ s[1] }} {{ s[-1] }}", "{{ s.upper() }} {{ s['upper']() }}",
    "{{ (1, 2, 3)[1] }} {{ [1, 2][0] }} {{ {'a': 1}['a'] }} {{ {'a': 1}.a }} {{ 'abc'[0] }}",
    *[f"{{{{ {x}[{i}] }}}}" for x in ["l", "s", "(1, 2, 3, 4)", "range(6)"]
      for i in ["1:", ":2", "1:3", "::2", "::-1", "-2:", ":-1", "3:1", "3:0:-1", "10:", "-10:2", ":", "1:100:2"]],
    "{{ l[::0] }}", "{{ l['a':] }}", "{{ n[1:] }}", "{{ d[1:] }}", "{{ no[:1] }}", "{{ missing[1:] }}", "{{ l[1:2][0] }}", "{{ l[n - 4:] }}", "{{ l[none:2] }}",
    "{{ d.k.k }}", "{{ d.__class__ }}", "{{ d.__class__.__name__ }}", "{{ s.__len__() }}", "{{ l.__class__ is defined }}", "{{ d._x is defined }}",
    "{{ n() }}", "{{ s() }}", "{{ d() }}", "{{ no() }}", "{{ l[0]() }}", "{{ d.k() }}", "{{ missing.a.b }}", "{{ d.missing.b }}", "{{ d.k is defined and d.z is not defined }}",
    "{{ d.nested.deep.append(3) }}{{ d.nested.deep }}", "{{ d.update({'z': 1}) }}{{ d.z }}", "{{ range(3).start }} {{ range(1, 9, 2).step }}",
    "{{ dict(a=1, b=2) }} {{ dict({'x': 1}, y=2) }} {{ dict([('p', 1), ['q', 2]]) }} {{ dict() }}", "{{ dict(1) }}", "{{ dict([1]) }}", "{{ dict([(1, 2, 3)]) }}",
    "{{ dict('ab') }}", "{{ dict({}, {}) }}", "{{ range(3) }} {{ range(1, 3) }} {{ range(0, 9, 3) }} {{ range(3)|list }} {{ range(5, 0, -2)|list }}", "{{ range() }}", "{{ range(1, 2, 0) }}",
    "{{ range('a') }}", "{{ range(1.5) }}", "{{ range(1000000) }}", "{{ range(3) == range(3) }} {{ range(0) == range(2, 2) }} {{ range(3)|length }} {{ range(5)[1] }} {{ range(5)[-1] }}", "{{ range(2)[5] is defined }}",
    "{{ dict(*[{'a': 1}], **{'b': 2}) }}", "{{ dict(**{'a': 1}, **{'b': 2}) }}", "{{ dict(a=1, a=2) }}", "{{ dict(**{1: 2}) }}", "{{ range(*[1, 4])|list }}", "{{ range(*5) }}", "{{ dict(**5) }}",
    "{{ range(1, *[3])|list }}", "{{ dict(a=1, 2) }}", "{{ dict(*[], 1) }}", "{{ range(3,)|list }}", "{{ dict(**{'a': 1}, b=2) }}", "{{ dict(*[], *[]) }}",
    "{{ s.upper.x }}", "{% set f = s.upper %}{{ f() }}", "{% set add = l.append %}{{ add('z') }}{{ l }}", "{{ l.sort() }}{{ l }}", "{{ l is sameas l }} {{ [] is sameas [] }}",
    "{% set m = l %}{% do m.append('e') %}{{ l }}", "{% set m = l.copy() %}{% do m.append('e') %}{{ l|length }}{{ m|length }}", "{% set j = joiner(';') %}{{ j() }}a{{ j() }}b{{ j() }}",
    "{% set j = joiner() %}{{ j() }}a{{ j() }}b", "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.current }}", "{{ cycler() }}",
    "{% set ns = namespace(a=1) %}{{ ns.a }}{% set ns.a = 2 %}{% set ns.b = 'x' %}{{ ns.a }}{{ ns.b }}", "{% set ns = namespace() %}{{ ns.q is defined }}{{ ns.q }}", "{% set ns = namespace({'a': 1}, b=2) %}{{ ns.a + ns.b }}",
    "{{ namespace(a=1) }}", "{% set d.x = 1 %}", "{% set missing.x = 1 %}", "{% set ns = namespace(a=1) %}{{ ns['a'] }}", "{% set ns = namespace(l=[]) %}{% do ns.l.append(1) %}{{ ns.l }}",
    "{{ d . k }} {{ l [ 0 ] }} {{ s . upper ( ) }}", "{{ d.1 }}", "{{ i['1'] }} {{ i.1 is defined }}", "{{ d. }}", "{{ d['k' }}", "{{ d[] }}", "{{ l[1, 2] is defined }}", "{{ {(1, 2): 'p'}[1, 2] }}", "{{ d.if }}", "{{ l[0:1, 2] }}",
]
