select event_id, {{ dbt_utils.get_url_host('url') }} as host, {{ dbt_utils.get_url_path('url') }} as path, {{ dbt_utils.get_url_parameter('url', 'utm_source') }} as source
from {{ ref('events') }}
