{{ config(materialized='table') }}

select
  user_id,
  conversion_date,
  plan,
  mrr,
  signup_date,
  days_to_convert,
  used_real_time_collab,
  current_timestamp() as ingestion_timestamp
from {{ source('raw', 'conversions') }}
