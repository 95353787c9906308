select order_id, amount, order_date from {{ ref('stg_orders') }}
