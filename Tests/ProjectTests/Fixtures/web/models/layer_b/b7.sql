select 1 as id -- {{ ref('a10') }}
-- {{ ref('b5') }}
