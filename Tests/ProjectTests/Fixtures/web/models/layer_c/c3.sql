select 1 as id -- {{ ref('b9') }}
-- {{ ref('b7') }}
-- {{ ref('c1') }}
