select 1 as id -- {{ ref('a3') }}
-- {{ ref('b0') }}
