{{ config(tags=['an']) }}
select * from {{ source('other', 'one') }}
