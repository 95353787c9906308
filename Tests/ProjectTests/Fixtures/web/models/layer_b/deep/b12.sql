select 1 as id -- {{ ref('a2') }}
-- {{ ref('a1') }}
-- {{ ref('a9') }}
-- {{ ref('b9') }}
