{% set statuses = statuses() %}
select customer_id,
{%- for s in statuses %}
  sum(case when status = '{{ s }}' then amount else 0 end) as {{ s }}_amount,
{%- endfor %}
  count(*) as n, {{ statuses | length }} as k
from {{ ref('stg_orders') }} group by 1
