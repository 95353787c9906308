select 1 as id -- {{ ref('b3') }}
-- {{ ref('b7') }}
-- {{ ref('b10') }}
