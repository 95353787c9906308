{{
    config(
        enabled=var('with_items', true),
        alias='items',
        meta={'contains_pii': False, 'owner': 'ops'}
    )
}}
select * from {{ source('erp', 'items') }}
