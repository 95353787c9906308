{%- set tables = ['stage_orders', 'inc'] -%}
{%- for t in tables %}
select '{{ t }}' as t, {{ loop.index }} as i from {{ ref(t) }}{{ " union all" if not loop.last }}
{%- endfor %}
{# depends #} -- depends_on: {{ ref('branches') }}
