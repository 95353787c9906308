select
  id as period_id,
  type as period_type,
  cast(start_date as date) as start_date,
  cast(end_date as date) as end_date,
  cast(number as int) as period_number,
  cast(fiscal_year as int) as fiscal_year,
  coalesce(is_forecast_period, false) as is_forecast_period,
  cast(created_date as timestamp) as created_at,
  created_by_id,
  cast(last_modified_date as timestamp) as last_modified_at,
  last_modified_by_id,
  cast(system_modstamp as timestamp) as system_modstamp,
  _fivetran_synced,
  current_timestamp() as dbt_loaded_at
from {{ source('salesforce', 'period') }}
where coalesce(is_deleted, false) = false
qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
