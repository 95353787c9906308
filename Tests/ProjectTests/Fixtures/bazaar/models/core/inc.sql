{{ config(materialized='incremental', unique_key=['id', 'day'], incremental_strategy='delete+insert', on_schema_change='append_new_columns', full_refresh=false) }}
select * from {{ ref('stage_orders') }}
{% if is_incremental() %} where day > (select max(day) from {{ this }}) {% endif %}
