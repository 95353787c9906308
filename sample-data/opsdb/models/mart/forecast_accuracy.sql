-- What was committed for a quarter, and what came of it.
with committed as (
  select owner_id, period_id, sum(forecast_amount) as forecast_amount
  from {{ ref('fct_forecasting_item') }}
  where forecast_category_name in ('Commit', 'Closed')
  group by owner_id, period_id
),

actual as (
  select deals.owner_id, periods.period_id, sum(deals.amount) as actual_amount
  from {{ ref('fct_opportunity') }} as deals
  inner join {{ ref('dim_forecasting_period') }} as periods
    on periods.period_type = 'Quarter' and deals.close_date between periods.start_date and periods.end_date
  where deals.opportunity_status = 'Won'
  group by deals.owner_id, periods.period_id
)

select
  committed.owner_id,
  periods.period_name,
  committed.forecast_amount,
  coalesce(actual.actual_amount, 0) as actual_amount,
  round(
    1 - least(1, abs(committed.forecast_amount - coalesce(actual.actual_amount, 0)) / committed.forecast_amount), 4
  ) as accuracy
from committed
inner join {{ ref('dim_forecasting_period') }} as periods on periods.period_id = committed.period_id
left join actual on actual.owner_id = committed.owner_id and actual.period_id = committed.period_id
