select id as customer_id, name, email
from {{ source("raw", "customers") }}
{%- if target.name == 'prod' %}
where not is_test
{%- endif %}
