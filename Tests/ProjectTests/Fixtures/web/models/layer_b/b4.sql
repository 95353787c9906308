select 1 as id -- {{ ref('a1') }}
-- {{ ref('b3') }}
