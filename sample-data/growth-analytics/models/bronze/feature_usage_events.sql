{{ config(materialized='incremental', incremental_strategy='append', partition_by=['event_date']) }}

{#
  The raw events carry no id. The place of a record, its file's name and its row there, is one: the same on every load of
  the same file, unique without looking at other rows, and it leads back to the record in question.
#}
select
  concat(substring_index(_file, '/', -1), ':', _row) as event_id,
  user_id,
  feature_id,
  feature_name,
  event_type,
  `timestamp` as event_timestamp,
  cast(`timestamp` as date) as event_date,
  current_timestamp() as ingestion_timestamp
from {{ source('raw', 'feature_usage_events') }}
