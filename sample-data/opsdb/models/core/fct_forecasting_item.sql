select
  {{ sfdc_key('forecasting_item_id') }} as forecasting_item_key,
  forecasting_item_id,
  owner_id,
  period_id,
  forecast_category_name,
  forecast_amount,
  amount_without_adjustments,
  has_adjustment,
  created_at,
  'salesforce' as source_system
from {{ ref('stg_salesforce__forecasting_item') }}
