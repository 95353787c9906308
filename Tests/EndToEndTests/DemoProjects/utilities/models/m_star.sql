select {{ dbt_utils.star(ref('people'), except=['ip_address', 'EMAIL']) }},
  {{ dbt_utils.star(from=ref('people'), relation_alias='p', except=['id'], prefix='x_', suffix='_y') }}
from {{ ref('people') }} as p
