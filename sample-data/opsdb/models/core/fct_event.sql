select
  {{ sfdc_key('event_id') }} as event_key,
  event_id,
  {{ id_of('contact', 'who_id') }} as contact_id,
  {{ id_of('lead', 'who_id') }} as lead_id,
  {{ id_of('opportunity', 'what_id') }} as opportunity_id,
  account_id,
  owner_id,
  event_subject,
  event_type,
  start_date_time as started_at,
  end_date_time as ended_at,
  activity_date,
  duration_in_minutes as duration_minutes,
  is_group_event,
  'salesforce' as source_system
from {{ ref('stg_salesforce__event') }}
