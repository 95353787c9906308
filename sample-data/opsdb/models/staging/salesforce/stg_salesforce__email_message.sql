with source as (
  select * from {{ source('salesforce', 'email_message') }}
),

latest as (
  select *
  from source
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as email_message_id,
  related_to_id,
  activity_id,
  from_address,
  to_address,
  cc_address,
  bcc_address,
  subject as email_message_subject,
  text_body,
  html_body,
  headers,
  coalesce(incoming, false) as incoming,
  coalesce(has_attachment, false) as has_attachment,
  status as email_message_status,
  cast(message_date as timestamp) as message_date,
  coalesce(is_tracked, false) as is_tracked,
  coalesce(is_opened, false) as is_opened,
  cast(first_opened_date as timestamp) as first_opened_date,
  cast(open_count_c as int) as open_count,
  cast(click_count_c as int) as click_count,
  coalesce(is_bounced, false) as is_bounced,
  cast(created_date as timestamp) as created_at,
  created_by_id,
  cast(last_modified_date as timestamp) as last_modified_at,
  last_modified_by_id,
  cast(system_modstamp as timestamp) as system_modstamp,
  _fivetran_synced,
  cast(rollout_date_c as date) as rollout_date,
  rollout_score_c as rollout_score,
  rollout_amount_c as rollout_amount,
  rollout_owner_c as rollout_owner,
  training_notes_c as training_notes,
  training_flag_c as training_flag,
  cast(training_seen_c as timestamp) as training_seen,
  training_status_c as training_status,
  cast(sla_date_c as date) as sla_date,
  sla_score_c as sla_score,
  sla_amount_c as sla_amount,
  sla_owner_c as sla_owner,
  onboarding_notes_c as onboarding_notes,
  onboarding_flag_c as onboarding_flag,
  cast(onboarding_seen_c as timestamp) as onboarding_seen,
  onboarding_status_c as onboarding_status,
  cast(legal_date_c as date) as legal_date,
  legal_score_c as legal_score,
  current_timestamp() as dbt_loaded_at
from latest
where coalesce(is_deleted, false) = false
