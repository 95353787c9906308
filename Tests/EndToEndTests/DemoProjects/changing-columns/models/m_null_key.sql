{{ config(incremental_strategy='delete+insert', unique_key='id') }}
select nullif(id, 1) as id, grp, v from {{ ref('base') }} where run = {{ var('run') }}