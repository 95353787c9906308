{{ config(incremental_strategy='delete+insert', unique_key='id', incremental_predicates=["grp <> 'a'"]) }}
select id, grp, v from {{ ref('base') }} where run = {{ var('run') }}