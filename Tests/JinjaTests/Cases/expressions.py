"""Makes up expressions over a fixed context, from a seed."""

import random

CONTEXT = {
    "n": 7,
    "z": 0,
    "neg": -3,
    "f": 2.5,
    "s": "Hello World",
    "e": "",
    "t": True,
    "x": None,
    "l": [3, 1, 2],
    "w": ["b", "A", "c"],
    "d": {"a": 1, "b": [1, 2], "c": {"k": "v"}},
    "rows": [{"n": "x", "v": 2}, {"n": "y", "v": 1}, {"n": "X", "v": 3}],
}

BINARY = ["+", "-", "*", "/", "//", "%", "~", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in", "not in"]
TESTS = [
    "defined", "undefined", "none", "number", "string", "mapping", "sequence", "iterable", "odd", "even", "integer",
    "float", "boolean", "true", "false", "lower", "upper", "callable", "divisibleby(2)", "eq(1)", "gt(2)", "in([1, 7])",
    "sameas(none)",
]
FILTERS = [
    "abs", "capitalize", "default('q')", "d('q', true)", "first", "last", "float", "int", "join('-')", "join",
    "length", "list", "lower", "upper", "title", "trim", "string", "sort", "unique|list", "reverse|list", "round",
    "round(1)", "round(1, 'floor')", "sum", "min", "max", "replace('o', '0')", "tojson", "wordcount", "center(15)",
    "indent(2)", "batch(2)|list", "slice(2)|list", "map('string')|list", "select|list", "reject('odd')|list",
    "map(attribute='n')|list", "selectattr('v', 'gt', 1)|list", "groupby('n')|list", "items|list", "dictsort",
    "truncate(8)", "truncate(5, true)", "filesizeformat", "pprint", "urlencode", "escape", "striptags", "format(1)",
    "xmlattr", "wordwrap(5)", "attr('a')", "sort(reverse=true)", "sort(attribute='v')", "sum(attribute='v')",
    "count",
]
METHODS = [
    "upper()", "lower()", "strip()", "split()", "split('o')", "split(' ', 1)", "replace('l', 'L')", "title()",
    "startswith('H')", "endswith(('d', 'x'))", "find('o')", "count('l')", "zfill(12)", "center(13, '*')", "index('W')",
    "items()|list", "keys()|list", "values()|list", "get('a')", "get('q', 5)", "copy()", "pop()", "index(1)",
    "isdigit()", "isalpha()", "isupper()", "partition(' ')", "rsplit('o', 1)", "format(1, 2)", "join(w)", "swapcase()",
    "capitalize()", "ljust(12, '.')", "rjust(12)", "splitlines()", "encode_", "real", "a", "c.k", "b[0]", "lstrip('H')",
]
LITERALS = ["0", "1", "2", "-1", "10", "0.5", "1.5", "3.0", "1e3", "'a'", "'o'", "\"it's\"", "''", "true", "false", "none", "[]",
            "{}", "()", "(1,)", "[1, 'a']", "{'k': 1}", "undefined_name", "100", "0x1f", "1_000", "'%s|%d'", "'{} {}'"]

# jinja2 computes constant dictionaries while it compiles, so that a key it cannot hash fails even in a dead branch.
KEYS = [literal for literal in LITERALS if literal[0] not in "[{"]


def expression(choose, depth):
    """A random expression of at most this depth."""
    if depth <= 0:
        return choose.choice([choose.choice(LITERALS), choose.choice(list(CONTEXT))])
    def below():
        return expression(choose, depth - choose.randint(1, 2))
    kind = choose.randrange(15)
    if kind < 4:
        return f"{below()} {choose.choice(BINARY)} {below()}"
    if kind == 4:
        return f"({below()})"
    if kind == 5:
        return f"{choose.choice(['not ', '-', '+'])}{below()}"
    if kind < 8:
        return f"({below()})|{choose.choice(FILTERS)}"
    if kind == 8:
        return f"{below()} is {choose.choice(['', 'not '])}{choose.choice(TESTS)}"
    if kind == 9:
        return f"({below()}).{choose.choice(METHODS)}"
    if kind == 10:
        return f"{below()} if {below()} else {below()}"
    if kind == 11:
        # Not a constant: those jinja2 computes while it compiles, by other rules than when it renders.
        return f"(({below()}) if t else ({below()}))[{choose.choice(['0', '-1', '1:', ':2', '::-1', '::2', chr(39) + 'a' + chr(39), below()])}]"
    if kind == 12:
        return f"[{below()}, {below()}]"
    if kind == 13:
        return f"{{{choose.choice(KEYS)}: {below()}}}"
    return f"({below()}) ** {choose.choice(['2', '3', '0', '-1'])}"


def templates(seed, count):
    """So many templates with one expression each."""
    choose = random.Random(seed)
    return ["{{ " + expression(choose, choose.randint(1, 4)) + " }}" for _ in range(count)]
