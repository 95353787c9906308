{{ config(group='finance') }}
select * from {{ ref('grants') }}
