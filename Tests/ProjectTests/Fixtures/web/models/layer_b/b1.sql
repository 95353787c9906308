select 1 as id -- {{ ref('a0') }}
-- {{ ref('a1') }}
-- {{ ref('a8') }}
