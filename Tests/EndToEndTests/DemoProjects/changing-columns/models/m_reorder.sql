{{ config(incremental_strategy='append') }}
{% if is_incremental() %}select v, grp, id{% else %}select id, grp, v{% endif %} from {{ ref('base') }} where run = {{ var('run') }}