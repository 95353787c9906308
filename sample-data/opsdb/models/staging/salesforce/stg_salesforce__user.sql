with source as (
  select * from {{ source('salesforce', 'user') }}
),

latest as (
  select *
  from source
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as user_id,
  first_name,
  last_name,
  name as user_name,
  lower(trim(email)) as email,
  title,
  department,
  user_role_id,
  manager_id,
  coalesce(is_active, false) as is_active,
  user_type,
  time_zone_sid_key,
  locale_sid_key,
  region_c as region,
  cast(last_login_date as timestamp) as last_login_date,
  cast(created_date as timestamp) as created_at,
  created_by_id,
  cast(last_modified_date as timestamp) as last_modified_at,
  last_modified_by_id,
  cast(system_modstamp as timestamp) as system_modstamp,
  _fivetran_synced,
  onboarding_status_c as onboarding_status,
  onboarding_notes_c as onboarding_notes,
  onboarding_flag_c as onboarding_flag,
  cast(onboarding_seen_c as timestamp) as onboarding_seen,
  cast(legal_date_c as date) as legal_date,
  legal_score_c as legal_score,
  legal_amount_c as legal_amount,
  legal_owner_c as legal_owner,
  security_status_c as security_status,
  security_notes_c as security_notes,
  security_flag_c as security_flag,
  cast(security_seen_c as timestamp) as security_seen,
  current_timestamp() as dbt_loaded_at
from latest
where coalesce(is_deleted, false) = false
