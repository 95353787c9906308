{{ config(severity='error', tags=['singular'], limit=10) }}
select * from {{ ref('orders') }}
where customer_id not in (select customer_id from {{ ref('customers') }})
