select
  {{ sfdc_key('campaign_influence_id') }} as campaign_influence_key,
  campaign_influence_id,
  campaign_id,
  opportunity_id,
  contact_id,
  influence as influence_percent,
  revenue_share,
  created_at,
  'salesforce' as source_system
from {{ ref('stg_salesforce__campaign_influence') }}
