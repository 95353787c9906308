{{ config(unique_key="id || '-' || grp", incremental_strategy='delete+insert') }}
select id, grp, v from {{ ref('base') }} where run = {{ var('run') }}