select
  {{ sfdc_key('user_id') }} as user_key,
  user_id,
  user_name as full_name,
  email,
  title,
  department,
  region,
  manager_id,
  is_active,
  created_at,
  'salesforce' as source_system
from {{ ref('stg_salesforce__user') }}
