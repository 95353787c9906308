select 1 as id -- {{ ref('a1') }}
-- {{ ref('a9') }}
-- {{ ref('a4') }}
-- {{ ref('b8') }}
