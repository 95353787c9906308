{{ config(
    materialized='incremental',
    unique_key='order_id',
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    pre_hook="delete from {{ this }} where false",
    post_hook=["analyze", {"sql": "select 1", "transaction": false}]
) }}

with payments as (
    select order_id, sum(amount) as paid from {{ ref('stg_payments') }} group by 1
)
select o.*, p.paid
from {{ ref('stg_orders') }} o
left join payments p using (order_id)
{% if is_incremental() %}
where o.ordered_at > (select max(ordered_at) from {{ this }})
{% endif %}
