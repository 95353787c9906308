with source as (
  select * from {{ source('salesforce', 'forecasting_quota') }}
),

latest as (
  select *
  from source
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as forecasting_quota_id,
  quota_owner_id,
  period_id,
  forecasting_type_id,
  cast(quota_amount as decimal(18, 2)) as quota_amount,
  coalesce(is_amount, false) as is_amount,
  cast(created_date as timestamp) as created_at,
  created_by_id,
  cast(last_modified_date as timestamp) as last_modified_at,
  last_modified_by_id,
  cast(system_modstamp as timestamp) as system_modstamp,
  _fivetran_synced,
  current_timestamp() as dbt_loaded_at
from latest
where coalesce(is_deleted, false) = false
