select
  {{ sfdc_key('task_id') }} as task_key,
  task_id,
  {{ id_of('contact', 'who_id') }} as contact_id,
  {{ id_of('lead', 'who_id') }} as lead_id,
  {{ id_of('opportunity', 'what_id') }} as opportunity_id,
  account_id,
  owner_id,
  task_subject,
  task_type,
  task_status,
  priority,
  is_closed,
  activity_date,
  created_at,
  completed_date_time as completed_at,
  round(call_duration_in_seconds / 60, 2) as duration_minutes,
  'salesforce' as source_system
from {{ ref('stg_salesforce__task') }}
