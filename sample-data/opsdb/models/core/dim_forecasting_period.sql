select
  {{ sfdc_key('period_id') }} as period_key,
  period_id,
  period_type,
  start_date,
  end_date,
  period_number,
  fiscal_year,
  case
    when period_type = 'Quarter' then concat('FY', cast(fiscal_year as string), '-Q', cast(period_number as string))
    else date_format(start_date, 'yyyy-MM')
  end as period_name,
  'salesforce' as source_system
from {{ ref('stg_salesforce__period') }}
