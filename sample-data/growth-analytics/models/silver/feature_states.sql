{{ config(
    materialized='scd2',
    unique_key='feature_id',
    sequence_by='release_date',
    track=['feature_name', 'version', 'is_enabled'],
    record_hash=['feature_name', 'version'],
    effective_to_current='9999-12-31'
) }}

{# Which version of a feature users had, and from when to when. #}
select
  feature_id,
  feature_name,
  version,
  true as is_enabled,
  release_date
from {{ ref('feature_releases') }}
