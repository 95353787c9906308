-- Revenue won by month, what was lost of old revenue, and the sum so far.
with months as (
  select
    cast(date_trunc('month', close_date) as date) as month,
    count(*) as deals_won,
    sum(arr) as arr_won,
    sum(arr_churn) as arr_churned
  from {{ ref('fct_opportunity') }}
  where opportunity_status = 'Won'
  group by 1
)

select
  month,
  deals_won,
  arr_won,
  arr_churned,
  arr_won - arr_churned as arr_net,
  sum(arr_won - arr_churned) over (order by month) as arr_net_so_far,
  arr_won - lag(arr_won) over (order by month) as arr_won_change
from months
