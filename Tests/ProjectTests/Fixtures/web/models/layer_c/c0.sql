select 1 as id -- {{ ref('b1') }}
-- {{ ref('b9') }}
-- {{ ref('b0') }}
