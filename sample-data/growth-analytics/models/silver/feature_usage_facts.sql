{{ config(materialized='table') }}

-- Facts of unknown users or features must not be published, so what is known has to be there first.
-- depends_on: {{ ref('user_signups') }}, {{ ref('feature_releases') }}

select
  user_id,
  feature_id,
  min(event_date) as first_used_date,
  max(event_date) as last_used_date,
  count(*) as total_usage_count,
  count(*) / (datediff(max(event_date), min(event_date)) + 1) as avg_daily_usage,
  cast('{{ var("as_of_date") }}' as date) as as_of_date
from {{ ref('feature_usage_events') }}
group by user_id, feature_id
