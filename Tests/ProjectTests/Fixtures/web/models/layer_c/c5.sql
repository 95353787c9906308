select 1 as id -- {{ ref('b12') }}
-- {{ ref('b3') }}
-- {{ ref('b1') }}
-- {{ ref('c4') }}
