"""Writes pyyaml.txt: documents and what PyYAML's safe loader (on libyaml) reads in them.

usage: python3 generate.py > pyyaml.txt        needs PyYAML built with libyaml
"""

import datetime
import itertools
import struct

import yaml

SCALARS = """
yes Yes YES yEs no No NO nO true True TRUE tRUE false False FALSE on On ON oN off Off OFF y n Y N
~ null Null NULL nULL none None nil
0 1 -1 +1 00 07 08 017 -017 +017 0o17 0b101 -0b11 0b2 0b_ 0x1F 0xff -0xAb 0xg 0X1F 1_000 _1 1_ 1__0 0_7 0x_f
9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 123456789012345678901234567890
0xffffffffffffffffffff 0777777777777777777777777
190:20:30 -190:20:30 1:2 1:60 01:30 12:34:56 1:2:3:4 0:1 1:61 1: 20:30.5 1:2.  -1:30.25
1.0 -1.5 +2.5 1. .5 -.5 +.5 ._5 1e5 1.0e5 1.0e+5 1.e+5 1.5E-3 1.5e 1.5e+ 1_0.2_5 0.1 1e+5 .5e+2 1.0e-400 1.7976931348623157e+308 1.0e+400 3.14159265358979
.inf -.inf +.inf .Inf .INF .iNF .nan .NaN .NAN -.nan .Nan inf nan 1.2.3 1,000 0.0 -0.0
2024-01-01 2024-1-1 2024-02-29 0001-01-01 2024-12-31 2024-01-01T00:00:00 2024-01-01t12:30:45Z 2024-01-01T12:30:45.123456789+02:00
2001-12-14t21:59:43.10-05:00 2024-1-2T3:04:05 2024-01-01T00:00:00+2 2024-01-01T00:00:00-2:30 2024-01-01T00:00:00.Z 2024-01-01T1:2:3
2024-01-01T 2024-01 20240101 2024-01-01- 12-12-2024 24-01-01
= << <<x - -- --- ... .. . ? : + a:b a: :a 1a a1 0.1.2 1-2 +a -a .a ~a
""".split()

SPACED = [
    "2001-12-14 21:59:43.10 -5", "2024-01-01 12:30", "2024-01-01 12:30:45", "2024-01-01  \t12:30:45 Z", "2024-01-01 12:30:45 +05:30",
    "two words", "yes no", "1 2", "null null", "2024-01-01 x", "a # comment", "a #comment", "a#b", "'it''s'", '"a\\nb\\u00e9\\x41\\t\\\\"',
    "'yes'", '"1"', "'2024-01-01'", '"null"', "''", '""', "! 1", "! yes", "!!str 1", "!!str yes", "!!str", "!!int '7'", "!!int x", "!!float 1",
    "!!float '1.5'", "!!bool 'yes'", "!!bool maybe", "!!null x", "!!timestamp '2024-01-01'", "!!timestamp x", "!!binary aGVsbG8=",
    "!!binary aGVsbG8", "!!foo x", "!local x", "2024-13-01", "2024-02-30", "2024-01-01 25:00:00", "2024-01-01T00:00:60",
    "0x1.8", "1 .", "%a", "@a", "`a`", "a: b: c", "é", "日本", "\U0001f600", "{{ x }}", "'{{ x }}'", "{{ x }} y", "{a: 1}", "[1, a, null, ]", "[]", "{}",
    "{a, b: 1}", "[a: 1, b]", "{? a : b}", "[[1], [2, [3]]]", "{a: {b: [c]}}", "{a: 1", "[1", "'a", '"a', "*x", "&x a", "&x", "- 1", "-\t1", "\ta",
    '"\\q"', '"\\U0001F600"', "a\tb", "|", ">", "|-", "|2", "\u00a0", "[a,b]", "[a,,b]", "{a:1}", '{"a":1}', "{a: }", "[ , ]", "1:00 pm", "12e03", "-12e03",
]

DOCUMENTS = [
    "", "\n", "# only a comment\n", "---\n", "---\n...\n", "--- a\n--- b\n", "a\n...\nb\n", "%YAML 1.1\n---\na: 1\n", "%YAML 1.2\n---\na: yes\n", "\ufeffa: 1\n",
    "a: 1\nb: 2\n", "a: 1\na: 2\n", "a: 1\n'a': 2\nb: 3\n", "1: a\n1.0: b\ntrue: c\n", "yes: a\ntrue: b\n", "null: a\n~: b\n", "'1': a\n1: b\n",
    "2024-01-01: a\n2024-01-02: b\n", "? a\n: b\n", "? a\n? b\n", "? [a]\n: b\n", "? {a: 1}\n: b\n", "{{ x }}: 1\n", "a: {{ x }}\n",
    "a:\n- 1\n- 2\n", "a:\n  - 1\n  - 2\n", "a:\n - 1\n  - 2\n", "- a: 1\n  b: 2\n- c\n", "-\n  a: 1\n", "- - 1\n  - 2\n- - 3\n",
    "a:\n  b:\n    c: 1\n  d: 2\n", "a:\n  b: 1\n c: 2\n", "a:\nb:\n", "a: \n  \nb: 1\n", "a: b\n  c\n d\n", "a: b\n\n  c\n", "a:\n\tb: 1\n", "a: 'b\n  c\n\n  d'\n",
    'a: "b\n  c\\\n  d"\n', "a: |\n  one\n  two\n\nb: 1\n", "a: |-\n  one\n\n", "a: |+\n  one\n\n\nb: 1\n", "a: >\n  one\n  two\n\n  three\n   four\n  five\n",
    "a: >-\n  one\n  two\n", "a: >+\n  one\n\n", "a: |2\n    one\n", "a: |\n    one\n   two\n", "a: |\n\n  one\n", "a: | # comment\n  one\n", "a: |\n  {{ x }}\n  # not a comment\n",
    "a: &x 1\nb: *x\n", "a: &x [1, 2]\nb: *x\nc: [*x, *x]\n", "a: &x {b: 1}\nc: *x\n", "a: *x\n", "a: &x 1\nb: &x 2\nc: *x\n", "&x a: b\nc: *x\n", "a: &x\n  b: *x\n",
    "base: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\n  z: 4\n", "base: &b {x: 1, y: 2}\nc:\n  y: 3\n  <<: *b\n", "a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc:\n  <<: [*a, *b]\n",
    "a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc:\n  <<: [*b, *a]\n  z: 1\n", "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n", "c:\n  <<: 1\n", "c:\n  <<: [1]\n",
    "a: &a {x: 1}\nc:\n  <<: *a\n  <<: {w: 5}\n", "c: {'<<': 1}\n", "c: {<<: {x: 1}}\n", "=: 1\n", "c:\n  <<: {x: 1, x: 2}\n  x: 3\n", "a: &a {x: 1, x: 2}\nb: {<<: *a}\n",
    "!!map {a: 1}\n", "!!seq [a]\n", "!!map [a]\n", "!!seq {a: 1}\n", "!!python/object:os.system {}\n", "!x {a: 1}\n", "!x [a]\n", "! {a: 1}\n",
    "a: b: c\n", "a\nb: 1\n", "a: 1\n- b\n", "- a\nb: 1\n", "a: [1,\n  2,\n3]\n", "a: {x: 1,\n  y: 2}\n", "a: 'x' y\n", "a: 1 # c\n# d\nb: 2\n", "a:1\n", "a :  1\n", "key with spaces: v\n",
    "a: http://x.y:80/z\n", "a: x:y\n", "a: - b\n", "a: ? b\n", "a: b - c\n", "a: !!str\n", "a: >\nb: 1\n", "a: |\nb: 1\n", "'a\n", "a: \"x\n", "a: \x01\n", "a: \x7f\n", "a: [\n", "a: ]\n", "}\n", ", \n",
    "version: 2\nmodels:\n  - name: m\n    description: >\n      Some text\n      over lines\n    columns:\n      - name: id\n        tests: [unique, not_null]\n      - {name: on, tests: [{accepted_values: {values: ['a', 'b']}}]}\n",
    "models:\n  p:\n    +materialized: table\n    staging:\n      +tags: [a, 'b']\n      +enabled: \"{{ var('x') }}\"\n", "on: 1\noff: 2\n", "a: 0123\nb: 1e3\nc: 12:30\nd: 1_2\n",
    "a: !!set {x, y}\n", "a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "a: \u2028b\n", "a: 'x'\n\n\nb: y", "a: x # y: z\n", "a: 'x # y'\n", "\"a b\": 1\n", "? |\n  k\n: v\n", "a: &anchor-1_x 1\nb: *anchor-1_x\n",
    "[a, b]: c\n", "a: {b: c, <<: {d: e}}\n", "- &a a\n- *a\n- &b [*a]\n- *b\n", "a: \"\\\n  b\"\n", "a: 'tab\there'\n", "a: plain\\n text\n", "x: \"\\/\"\n", "x: \"\\e\\0\\a\\b\\v\\f\\r\\_\\N\\L\\P\"\n", "x: '\\n'\n",
]


def canonical(value):
    if value is None:
        return "null"
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, int):
        return f"i{value}"
    if isinstance(value, float):
        return "f" + ("nan" if value != value else struct.pack(">d", value).hex())
    if isinstance(value, str):
        return '"' + "".join(c if " " <= c < "\x7f" and c not in '"\\' else "\\u{%x}" % ord(c) for c in value) + '"'
    if isinstance(value, bytes):
        return "b" + value.hex()
    if isinstance(value, datetime.datetime):
        return "t" + value.isoformat()
    if isinstance(value, datetime.date):
        return "d" + value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(canonical(v) for v in value) + "]"
    if isinstance(value, set):
        return "{" + ", ".join(f"{canonical(k)}: null" for k in sorted(value)) + "}"
    return "{" + ", ".join(f"{canonical(k)}: {canonical(v)}" for k, v in value.items()) + "}"


def read(text):
    try:
        return canonical(yaml.load(text, yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return "error" + (f" {mark.line + 1}:{mark.column + 1}" if mark else "")
    except Exception:
        return "error"


def documents():
    for scalar in itertools.chain(SCALARS, SPACED):
        yield scalar
        yield f"k: {scalar}\nz: 1\n"
    for scalar in SCALARS:
        yield f"[{scalar}, z]"
        yield f"{scalar}: v\n"
        yield f"'{scalar}'"
    for scalar in SPACED:
        yield f"- {scalar}\n- z\n"
    yield from DOCUMENTS


def quoted(text):
    return "".join(c if " " <= c < "\x7f" and c != "\\" else "\\u{%x}" % ord(c) for c in text)


seen = set()
for document in documents():
    if document in seen:
        continue
    seen.add(document)
    print(quoted(document) + " => " + read(document))
