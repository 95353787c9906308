select opportunity_key, created_on, close_date
from {{ ref('fct_opportunity') }}
where close_date < created_on
