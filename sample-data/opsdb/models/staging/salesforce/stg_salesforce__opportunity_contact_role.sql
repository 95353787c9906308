with source as (
  select * from {{ source('salesforce', 'opportunity_contact_role') }}
),

latest as (
  select *
  from source
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as opportunity_contact_role_id,
  opportunity_id,
  contact_id,
  role,
  coalesce(is_primary, false) as is_primary,
  cast(created_date as timestamp) as created_at,
  created_by_id,
  cast(last_modified_date as timestamp) as last_modified_at,
  last_modified_by_id,
  cast(system_modstamp as timestamp) as system_modstamp,
  _fivetran_synced,
  current_timestamp() as dbt_loaded_at
from latest
where coalesce(is_deleted, false) = false
