select 1 as id -- {{ ref('s0') }}
-- {{ ref('s1') }}
-- {{ ref('h0') }}
