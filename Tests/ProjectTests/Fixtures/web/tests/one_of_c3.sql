{{ config(tags=['quick']) }}
select * from {{ ref('c3') }} where false
