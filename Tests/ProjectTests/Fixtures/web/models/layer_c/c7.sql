select 1 as id -- {{ ref('b7') }}
-- {{ ref('b4') }}
-- {{ ref('b9') }}
-- {{ ref('c0') }}
