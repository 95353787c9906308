{%- set ns = namespace(total=0) -%}
{%- for i in range(5) if i is odd -%}{%- set ns.total = ns.total + i -%}{%- endfor -%}
{%- set d = {'a': 1, 'b': [1, 2.0, none, true], "c": 'x'} -%}
{%- set ctx = [] -%}{%- do ctx.append(3) -%}{%- do ctx.extend([1, 2]) -%}
select {{ ns.total }} as total, '{{ d | string | replace("'", "") }}' as dict_text, '{{ ctx | sort | join("|") }}' as sorted_text,
 '{{ var("features").nested.deep }}' as deep, '{{ var("kinds") | join(",") }}' as kinds, '{{ var("missing", "dflt") }}' as m,
 '{{ f(1, 3, 4, 5, z=6) }}' as margs, '{% call wrap("n") %}body{% endcall %}' as called,
 '{{ this.schema }}.{{ this.name }}' as this_name, '{{ target.type }}-{{ target.schema }}-{{ target.name }}' as tgt, '{{ model.name }}' as mn, '{{ project_name }}' as pn,
 '{{ "%05.2f" | format(3.14159) }}' as fm, '{{ "a-b".split("-") | last }}' as sp, {{ 7 // 2 }} as fd, {{ 7 / 2 }} as td, {{ 2 ** 10 }} as pw, '{{ 1 ~ "x" }}' as cc,
 '{{ modules.datetime.date(2020, 1, 31).strftime("%d/%m/%y") }}' as dt, '{{ (modules.datetime.datetime(2020,1,31) + modules.datetime.timedelta(days=1)).isoformat() }}' as dt2,
 '{{ tojson({"a": [1, none]}) }}' as js, '{{ fromjson("[1, 2]")[1] }}' as fj, '{{ local_md5("x") }}' as md, '{{ set([1, 1, 2]) | length }}' as st, {{ zip([1,2],[3,4]) | list | length }} as zp,
 '{{ graph.nodes.values() | selectattr("resource_type", "equalto", "seed") | map(attribute="name") | list | join(",") if execute else "" }}' as seeds,
 {{ cents('amount') }} as c, {{ dbt.safe_cast("'12'", "integer") }} as sc, {{ dbt.split_part("'a.b.c'", "'.'", 2) }} as sp2, {{ dbt.concat(["'a'", "'b'"]) }} as cn
from {{ ref('stg_orders') }} where order_id = 1
