-- What sellers should have brought in by quarter, and what they did.
with quotas as (
  select quotas.owner_id, quotas.period_id, sum(quotas.quota_amount) as quota_amount
  from {{ ref('fct_forecasting_quota') }} as quotas
  group by quotas.owner_id, quotas.period_id
),

won as (
  select deals.owner_id, periods.period_id, sum(deals.amount) as won_amount, count(*) as won_deals
  from {{ ref('fct_opportunity') }} as deals
  inner join {{ ref('dim_forecasting_period') }} as periods
    on periods.period_type = 'Quarter' and deals.close_date between periods.start_date and periods.end_date
  where deals.opportunity_status = 'Won'
  group by deals.owner_id, periods.period_id
)

select
  users.full_name as owner_name,
  quotas.owner_id,
  periods.period_name,
  quotas.quota_amount,
  coalesce(won.won_amount, 0) as won_amount,
  coalesce(won.won_deals, 0) as won_deals,
  round(coalesce(won.won_amount, 0) / nullif(quotas.quota_amount, 0), 4) as attainment
from quotas
inner join {{ ref('dim_user') }} as users on users.user_id = quotas.owner_id
inner join {{ ref('dim_forecasting_period') }} as periods on periods.period_id = quotas.period_id
left join won on won.owner_id = quotas.owner_id and won.period_id = quotas.period_id
