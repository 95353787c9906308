{{ config(tags='special') }}
select 1 as id -- {{ ref('a1') }}
-- {{ ref('a3') }}
-- {{ ref('b0') }}
