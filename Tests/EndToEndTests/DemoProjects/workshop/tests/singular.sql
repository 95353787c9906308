{{ config(severity='warn', tags=['x']) }}
select * from {{ ref('stg_orders') }} where amount = 0
