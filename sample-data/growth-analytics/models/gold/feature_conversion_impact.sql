{#
  Every user with every current feature, by what the user had done with it when deciding: at the latest conversion, or
  at the as-of date for those who have not converted.
#}
with latest_conversion as (
  {{ latest_conversion() }}
),

users as (
  select
    user_dim.user_id,
    latest_conversion.conversion_date,
    latest_conversion.days_to_convert,
    latest_conversion.mrr,
    coalesce(latest_conversion.conversion_date, cast('{{ var("as_of_date") }}' as date)) as reference_date
  from {{ ref('user_dim') }} as user_dim
  left join latest_conversion on latest_conversion.user_id = user_dim.user_id
),

features as (
  select
    feature_id,
    max(case when is_current then feature_name end) as feature_name,
    min(effective_from) as first_effective
  from {{ ref('feature_states') }}
  group by feature_id
  having max(case when is_current then feature_name end) is not null
),

judged as (
  select
    features.feature_name,
    users.conversion_date,
    users.days_to_convert,
    users.mrr,
    case
      when facts.first_used_date < users.conversion_date then 'used_before_conversion'
      when facts.first_used_date is not null and users.conversion_date is null then 'used_before_conversion'
      when features.first_effective <= users.reference_date then 'available_not_used'
      else 'not_available'
    end as cohort
  from users
  cross join features
  left join {{ ref('feature_usage_facts') }} as facts
    on facts.user_id = users.user_id and facts.feature_id = features.feature_id
)

select
  feature_name,
  cohort,
  count(*) as total_users,
  count(conversion_date) as converted_users,
  count(conversion_date) / count(*) as conversion_rate,
  avg(case when conversion_date is not null then days_to_convert end) as avg_days_to_convert,
  avg(case when conversion_date is not null then mrr end) as avg_mrr
from judged
group by feature_name, cohort
