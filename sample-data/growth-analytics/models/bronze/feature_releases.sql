{{ config(materialized='incremental', incremental_strategy='append') }}

select
  id as feature_id,
  name as feature_name,
  release_date,
  version,
  current_timestamp() as ingestion_timestamp
from {{ source('raw', 'feature_releases') }}
