select 1 as id -- {{ ref('a3') }}
-- {{ ref('a5') }}
-- {{ ref('a1') }}
-- {{ ref('b8') }}
