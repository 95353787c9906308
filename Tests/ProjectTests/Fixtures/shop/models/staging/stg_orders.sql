{{ config(materialized='view', tags=['orders']) }}

with source as (
    select * from {{ source('raw', 'orders') }}
),

renamed as (
    select
        id as order_id,
        customer_id,
        status,
        {{ cents_to_money('amount') }} as amount,
        ordered_at
    from source
    where ordered_at >= '{{ var("start_date") }}'
)

select * from renamed
