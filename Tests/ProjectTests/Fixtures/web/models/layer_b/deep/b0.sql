{{ config(tags='special') }}
select 1 as id -- {{ ref('a2') }}
-- {{ ref('a6') }}
