with source as (
  select * from {{ source('salesforce', 'forecasting_item') }}
),

latest as (
  select *
  from source
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as forecasting_item_id,
  owner_id,
  period_id,
  forecast_category_name,
  cast(forecast_amount as decimal(18, 2)) as forecast_amount,
  cast(amount_without_adjustments as decimal(18, 2)) as amount_without_adjustments,
  coalesce(has_adjustment, false) as has_adjustment,
  cast(created_date as timestamp) as created_at,
  created_by_id,
  cast(last_modified_date as timestamp) as last_modified_at,
  last_modified_by_id,
  cast(system_modstamp as timestamp) as system_modstamp,
  _fivetran_synced,
  current_timestamp() as dbt_loaded_at
from latest
where coalesce(is_deleted, false) = false
