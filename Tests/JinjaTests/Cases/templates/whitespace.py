"""Whitespace control, alone and with the environment's options."""

CONTEXT = {"inf": float("inf"), "x": 1, "l": [1, 2]}

_templates = [
    "a\n{% if x %}\nb\n{% endif %}\nc\n", "a\n  {% if x %}\n  b\n  {% endif %}\n  c", "a\n  {%- if x -%}\n  b\n  {%- endif -%}\n  c", "a {% if x %} b {% endif %} c", "  {% if x %}  \n b{% endif %}\n\n", "{% if x %}\n\na{% endif %}",
    "a\n  {# c #}\nb", "a\n  {#- c -#}\nb", "a\n  {{ x }}\nb", "a\n  {{- x -}}\n  b", "a  {{ x -}}  \n\n b", "\n\n{{ x }}\n\n", "\n", "", " ", "\n\n", "{{ x }}\n", "{{ x }}\r\nb\r\n", "a\rb\r\nc\n\rd", "{% for i in l %}\n  {{ i }}\n{% endfor %}\n",
    "{% for i in l -%}\n  {{ i }}\n{%- endfor %}\n", "{%+ if x +%}\n a\n{%+ endif +%}\n b", "  {%+ if x %}a{% endif %}", "  {%- if x %}a{% endif %}", "a {%- if x -%} b {%- endif -%} c", "a\t{% if x %}\tb{% endif %}", "a\n\t {% if x %}b{% endif %}", "{% raw %}\n a\n {% endraw %}\n b",
    "  {% raw %}  x  {% endraw %}  ", "  {%- raw -%}  x  {%- endraw -%}  ", "a\n  {% raw %}x{% endraw %}\nb", "{% if x %}a{% endif %}\n{% if x %}b{% endif %}\n", "a {# c #}\n b", "a\n {#- c #}\n b", "a\n {# c -#}\n b", "{% set y = 1 %}\n{% set z = 2 %}\n{{ y }}{{ z }}", "{% macro m() %}\n a\n{% endmacro %}\n[{{ m() }}]",
    "{% macro m() -%}\n a\n{%- endmacro %}\n[{{ m() }}]", "select\n  {% for i in l %}\n  c{{ i }}{% if not loop.last %},{% endif %}\n  {% endfor %}\nfrom t", "select\n  {%- for i in l %}\n  c{{ i }}{{ ',' if not loop.last }}\n  {%- endfor %}\nfrom t", "x{% if x %}\n{% endif %}y", "{{ x }}  \n  {% if x %}  \n  {% endif %}  \n", "{{+ x }}", "{{ x +}}", "a {{-x-}} b", "{{-1}}", "{{- -1 -}}", "  {% if x %} {% endif %}  \n", "\u00a0{%- if x %}a{% endif %}",
]

CASES = [(template, None, options) for template in _templates
         for options in [{}, {"trim": True}, {"lstrip": True}, {"trim": True, "lstrip": True, "keep": True}]]
