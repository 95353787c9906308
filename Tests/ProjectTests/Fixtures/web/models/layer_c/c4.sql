select 1 as id -- {{ ref('b3') }}
-- {{ ref('b12') }}
-- {{ ref('c1') }}
