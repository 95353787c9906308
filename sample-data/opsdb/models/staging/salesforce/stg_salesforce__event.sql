with source as (
  select * from {{ source('salesforce', 'event') }}
),

latest as (
  select *
  from source
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as event_id,
  who_id,
  what_id,
  account_id,
  subject as event_subject,
  location,
  description as event_description,
  cast(activity_date_time as timestamp) as activity_date_time,
  cast(activity_date as date) as activity_date,
  cast(start_date_time as timestamp) as start_date_time,
  cast(end_date_time as timestamp) as end_date_time,
  cast(duration_in_minutes as int) as duration_in_minutes,
  coalesce(is_all_day_event, false) as is_all_day_event,
  coalesce(is_private, false) as is_private,
  show_as,
  coalesce(is_group_event, false) as is_group_event,
  event_subtype,
  type as event_type,
  owner_id,
  cast(created_date as timestamp) as created_at,
  created_by_id,
  cast(last_modified_date as timestamp) as last_modified_at,
  last_modified_by_id,
  cast(system_modstamp as timestamp) as system_modstamp,
  _fivetran_synced,
  consent_status_c as consent_status,
  consent_notes_c as consent_notes,
  consent_flag_c as consent_flag,
  cast(consent_seen_c as timestamp) as consent_seen,
  cast(billing_date_c as date) as billing_date,
  billing_score_c as billing_score,
  billing_amount_c as billing_amount,
  billing_owner_c as billing_owner,
  contract_status_c as contract_status,
  contract_notes_c as contract_notes,
  contract_flag_c as contract_flag,
  cast(contract_seen_c as timestamp) as contract_seen,
  cast(rollout_date_c as date) as rollout_date,
  rollout_score_c as rollout_score,
  rollout_amount_c as rollout_amount,
  rollout_owner_c as rollout_owner,
  training_status_c as training_status,
  training_notes_c as training_notes,
  training_flag_c as training_flag,
  cast(training_seen_c as timestamp) as training_seen,
  cast(sla_date_c as date) as sla_date,
  sla_score_c as sla_score,
  sla_amount_c as sla_amount,
  sla_owner_c as sla_owner,
  onboarding_status_c as onboarding_status,
  onboarding_notes_c as onboarding_notes,
  onboarding_flag_c as onboarding_flag,
  cast(onboarding_seen_c as timestamp) as onboarding_seen,
  cast(legal_date_c as date) as legal_date,
  legal_score_c as legal_score,
  current_timestamp() as dbt_loaded_at
from latest
where coalesce(is_deleted, false) = false
