select 1 as id -- {{ ref('a0') }}
-- {{ ref('a9') }}
-- {{ ref('a9') }}
-- {{ ref('b6') }}
