{% if execute %}select 1 as executed{% else %}select 0 as executed from {{ ref('inc') }}{% endif %}
-- depends_on: {{ ref('stage_orders') }}
-- {{ execute }} {{ flags.WHICH is defined }} {{ target.type }} {{ pick()[2].a }}
{% set q = run_query('select 1') %}
{% if execute %} union all select 2 from {{ ref('stage_orders') }} {% endif %}
