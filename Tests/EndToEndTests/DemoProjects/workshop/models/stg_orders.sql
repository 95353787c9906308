with source as (select * from {{ ref('orders') }}),
renamed as (
  select id as order_id, customer as customer_id, status, amount, ordered_at as order_date from source
)
select * from renamed
