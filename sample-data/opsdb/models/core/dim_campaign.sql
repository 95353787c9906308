select
  {{ sfdc_key('campaign_id') }} as campaign_key,
  campaign_id,
  campaign_name,
  campaign_type,
  campaign_status,
  start_date,
  end_date,
  datediff(end_date, start_date) + 1 as days_running,
  budgeted_cost,
  actual_cost,
  expected_revenue,
  number_sent,
  is_active,
  owner_id,
  'salesforce' as source_system
from {{ ref('stg_salesforce__campaign') }}
