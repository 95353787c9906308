{{ config(incremental_strategy='merge', unique_key='id', merge_exclude_columns=['v']) }}
select distinct id, grp || {{ var('run') }} as grp, v from {{ ref('base') }} where run = {{ var('run') }}