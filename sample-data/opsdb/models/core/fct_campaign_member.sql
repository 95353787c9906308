select
  {{ sfdc_key('campaign_member_id') }} as campaign_member_key,
  campaign_member_id,
  campaign_id,
  contact_id,
  lead_id,
  campaign_member_status,
  has_responded,
  first_responded_date,
  created_at,
  'salesforce' as source_system
from {{ ref('stg_salesforce__campaign_member') }}
