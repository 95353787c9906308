{#-
  One row a converted user: the latest conversion. Two on one day, an upgrade on the spot: the dearer plan counts.
-#}
{% macro latest_conversion() %}
  select user_id, plan, conversion_date, days_to_convert, mrr
  from {{ ref('conversions') }}
  qualify row_number() over (partition by user_id order by conversion_date desc, mrr desc, plan) = 1
{% endmacro %}
