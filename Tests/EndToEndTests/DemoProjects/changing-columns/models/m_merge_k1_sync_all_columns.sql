{{ config(on_schema_change='sync_all_columns', incremental_strategy='merge', unique_key='id') }}
select distinct  id, grp{% if var('run') != 2 %}, v{% endif %}{% if var('run') >= 2 and 'sync_all_columns' != 'fail' %}, v * 2 as v2{% endif %}{% if var('run') >= 3 and 'sync_all_columns' != 'fail' %}, cast(v as varchar) as v3{% endif %}
from {{ ref('base') }}
where run <= {{ var('run') }} {% if is_incremental() %} and run = {{ var('run') }} and run >= (select 1 from {{ this }} limit 1) {% endif %}
