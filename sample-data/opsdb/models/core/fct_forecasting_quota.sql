select
  {{ sfdc_key('forecasting_quota_id') }} as forecasting_quota_key,
  forecasting_quota_id,
  quota_owner_id as owner_id,
  period_id,
  quota_amount,
  created_at,
  'salesforce' as source_system
from {{ ref('stg_salesforce__forecasting_quota') }}
