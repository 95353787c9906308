select id, {{ dbt_utils.safe_add(['id', 'score']) }} as added, {{ dbt_utils.safe_subtract(['id', 'score']) }} as less,
 {{ dbt_utils.safe_divide('id', 'score') }} as divided, {{ dbt_utils.width_bucket('id', 0, 4, 2) }} as bucket,
 {{ dbt_utils.haversine_distance('48.1', '11.5', '50 + id', '13.25', unit='km') }} as km
from {{ ref('people') }}
