select 1 as id -- {{ ref('b6') }}
-- {{ ref('b12') }}
-- {{ ref('b5') }}
