{%- set ns = namespace(total=0) -%}
{%- for i in range(4) if i % 2 -%}{%- set ns.total = ns.total + i -%}{%- endfor -%}
{%- set block -%}
  a {{ ns.total }} b
{%- endset -%}
{%- call(x) wrap(2) -%}[{{ x }}]{%- endcall -%}
select '{{ block | trim | upper }}' as b, {{ [1, 2, 3] | sum }} as s, '{{ {"a": [1, none, true]} }}' as d, '{{ "%s-%d" | format("x", 3) }}' as f,
 '{{ modules.datetime.date(2024, 1, 31) }}' as dt, '{{ modules.re.sub("a+", "b", "caat") }}' as r, '{{ tojson({"k": [1, 2.5]}) }}' as j,
 '{{ fromyaml("a: [1, yes]") }}' as y, '{{ ("x", "y") | join("|") }}' as t, {{ 7 // 2 }} as i, {{ 7 / 2 }} as q, {{ 2 ** 10 }} as p, '{{ "abc"[1:] ~ 1 }}' as c,
 '{{ zip([1, 2], ["a", "b"]) | list }}' as z, '{{ set([3, 1, 3]) | sort }}' as st, {{ "'" ~ env_var("NOT_THERE", "dflt") ~ "'" }} as e, '{{ local_md5("x") }}' as m,
 '{{ ["b", "a"] | sort | first }}' as fi, '{{ dbt_version is string }}' as v, {{ dbt.type_string() }} as ty, {{ dbt.concat(["a", "b"]) }} as cc, {{ dbt.hash("x") }} as h, {{ dbt.date_trunc("month", "d") }} as tr
