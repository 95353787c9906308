with source as (
  select * from {{ source('salesforce', 'campaign_member') }}
),

latest as (
  select *
  from source
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as campaign_member_id,
  campaign_id,
  contact_id,
  lead_id,
  status as campaign_member_status,
  coalesce(has_responded, false) as has_responded,
  cast(first_responded_date as date) as first_responded_date,
  company_or_account,
  cast(created_date as timestamp) as created_at,
  created_by_id,
  cast(last_modified_date as timestamp) as last_modified_at,
  last_modified_by_id,
  cast(system_modstamp as timestamp) as system_modstamp,
  _fivetran_synced,
  current_timestamp() as dbt_loaded_at
from latest
where coalesce(is_deleted, false) = false
