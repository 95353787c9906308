select 1 as id -- {{ ref('a6') }}
-- {{ ref('a0') }}
-- {{ ref('a9') }}
-- {{ ref('b0') }}
