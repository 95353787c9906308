{#- a comment that leaves nothing -#}
{% set statuses = ['placed', 'shipped', 'returned'] %}
select
    c.customer_id,
    c.name,
    {% for status in statuses -%}
    count(case when o.status = '{{ status }}' then 1 end) as {{ status }}_count
    {%- if not loop.last %},{% endif %}
    {% endfor %}
from {{ ref('shop', 'stg_customers') }} c
left join {{ ref('orders') }} o using (customer_id)
group by 1, 2
