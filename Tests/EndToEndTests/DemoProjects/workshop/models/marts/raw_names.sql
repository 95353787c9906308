-- depends_on: {{ ref('orders') }}
select count(*) as n from {{ target.database }}.{{ target.schema }}.orders o join {{ source('raw', 'customers') }} c on c.id = o.customer
