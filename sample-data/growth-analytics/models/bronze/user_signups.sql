{{ config(materialized='table', partition_by=['signup_date']) }}

select
  user_id,
  email,
  signup_date,
  company_size,
  industry,
  current_timestamp() as ingestion_timestamp
from {{ source('raw', 'user_signups') }}
