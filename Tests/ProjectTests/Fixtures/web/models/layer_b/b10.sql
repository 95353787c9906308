{{ config(tags='special') }}
select 1 as id -- {{ ref('a2') }}
-- {{ ref('a4') }}
-- {{ ref('a6') }}
-- {{ ref('b2') }}
