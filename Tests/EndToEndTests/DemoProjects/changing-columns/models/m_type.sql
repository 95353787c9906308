{{ config(incremental_strategy='append') }}
select id, {% if var('run') >= 2 %} v * 1.5 {% else %} v {% endif %} as v from {{ ref('base') }} where run = {{ var('run') }}