"""Every test over every kind of value."""

CONTEXT = {"inf": float("inf"), "s": "abc", "u": "ABC", "n": 4, "f": 4.0, "l": [1], "d": {"a": 1}, "y": True, "no": None}

_values = ["s", "u", "n", "f", "l", "d", "y", "no", "missing", "''", "(1,)", "range(2)", "s.upper", "3", "-1", "d.items()", "l|map('abs')"]
_plain = ["defined", "undefined", "none", "number", "string", "mapping", "sequence", "iterable", "callable", "integer", "float", "boolean", "true", "false", "lower", "upper", "escaped", "odd", "even", "divisibleby 2", "divisibleby(3)"]

CASES = [
    *[f"{{{{ {v} is {t} }}}}" for t in _plain for v in _values],
    "{{ n is eq 4 }} {{ n is eq(4.0) }} {{ n is equalto 5 }} {{ n is ne 5 }} {{ n is gt 3 }} {{ n is greaterthan(4) }} {{ n is ge 4 }} {{ n is lt 5 }} {{ n is lessthan 4 }} {{ n is le 4 }} {{ n is == 4 }}", "{{ n is in [4] }} {{ n is in(l) }} {{ 'a' is in s }} {{ 'a' is in d }} {{ n is not in l }}", "{{ n is sameas 4 }} {{ no is sameas none }} {{ y is sameas true }} {{ 1 is sameas true }} {{ l is sameas l }} {{ [] is sameas [] }}",
    "{{ n is gt 's' }}", "{{ n is eq }}", "{{ n is divisibleby 0 }}", "{{ n is nope }}", "{{ n is not nope }}", "{{ n is even and n is not odd }}", "{{ not n is odd }}", "{{ n is not defined or s is string }}", "{{ n is defined is true }}", "{{ (n is defined) is true }}", "{{ n is even if y else 0 }}", "{{ n is divisibleby 2 and y }}", "{{ n is divisibleby n }}", "{{ s is in ['abc'] ~ 'x' }}", "{{ n + 1 is odd }}", "{{ -n is number }}", "{{ n|string is string }}", "{{ n is string|string }}", "{{ d.a is defined }} {{ d.b is defined }} {{ missing.x is defined }}", "{{ missing is defined and missing.x }}", "{{ [n is even, n is odd] }}", "{% if n is even and (s is string or missing) %}a{% endif %}", "{{ n is foo.bar }}", "{{ n is gt(3) == true }}", "{{ n is [1] }}", "{{ n is 4 }}", "{{ n is in [1, 2, 4] and true }}", "{{ n is none is not }}", "{{ 'a' is lower is defined }}", "{{ s is eq 'abc' 'd' }}", "{{ n is ge(1, 2) }}", "{{ n is even(1) }}", "{{ n is defined() }}",
]
