select 1 as id -- {{ ref('b8') }}
-- {{ ref('b7') }}
-- {{ ref('c2') }}
