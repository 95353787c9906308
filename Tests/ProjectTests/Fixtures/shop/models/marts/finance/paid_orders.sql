{{ config(materialized='ephemeral') }}
select o.ordered_at, p.amount as net
from {{ ref('stg_orders') }} o
join {{ ref('stg_payments') }} p using (order_id)
