{{ config(materialized='table') }}

with latest_conversion as (
  {{ latest_conversion() }}
)

select
  signups.user_id,
  signups.signup_date,
  signups.company_size,
  signups.industry,
  coalesce(latest_conversion.plan, 'free') as current_plan
from {{ ref('user_signups') }} as signups
left join latest_conversion on latest_conversion.user_id = signups.user_id
