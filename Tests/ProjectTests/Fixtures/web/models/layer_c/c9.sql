select 1 as id -- {{ ref('b12') }}
-- {{ ref('c5') }}
