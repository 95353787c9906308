select 1 as id -- {{ ref('a0') }}
-- {{ ref('a8') }}
-- {{ ref('a3') }}
