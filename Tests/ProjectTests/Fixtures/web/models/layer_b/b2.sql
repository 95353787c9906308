select 1 as id -- {{ ref('a5') }}
