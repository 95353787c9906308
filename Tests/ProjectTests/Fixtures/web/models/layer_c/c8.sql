select 1 as id -- {{ ref('b8') }}
-- {{ ref('c6') }}
