with source as (
  select * from {{ source('salesforce', 'campaign') }}
),

latest as (
  select *
  from source
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as campaign_id,
  name as campaign_name,
  type as campaign_type,
  status as campaign_status,
  parent_id,
  cast(start_date as date) as start_date,
  cast(end_date as date) as end_date,
  cast(budgeted_cost as decimal(18, 2)) as budgeted_cost,
  cast(actual_cost as decimal(18, 2)) as actual_cost,
  cast(expected_revenue as decimal(18, 2)) as expected_revenue,
  cast(number_sent as int) as number_sent,
  coalesce(is_active, false) as is_active,
  owner_id,
  cast(created_date as timestamp) as created_at,
  created_by_id,
  cast(last_modified_date as timestamp) as last_modified_at,
  last_modified_by_id,
  cast(system_modstamp as timestamp) as system_modstamp,
  _fivetran_synced,
  cast(discount_date_c as date) as discount_date,
  discount_score_c as discount_score,
  discount_amount_c as discount_amount,
  discount_owner_c as discount_owner,
  integration_notes_c as integration_notes,
  integration_flag_c as integration_flag,
  cast(integration_seen_c as timestamp) as integration_seen,
  integration_status_c as integration_status,
  cast(migration_date_c as date) as migration_date,
  migration_score_c as migration_score,
  migration_amount_c as migration_amount,
  migration_owner_c as migration_owner,
  current_timestamp() as dbt_loaded_at
from latest
where coalesce(is_deleted, false) = false
