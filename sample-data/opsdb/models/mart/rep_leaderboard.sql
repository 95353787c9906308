-- The twenty sellers who brought in most.
select
  users.user_id,
  users.full_name,
  users.region,
  count(*) as deals_won,
  sum(deals.amount) as amount_won,
  sum(deals.arr) as arr_won,
  round(avg(deals.days_to_close), 1) as avg_days_to_close
from {{ ref('fct_opportunity') }} as deals
inner join {{ ref('dim_user') }} as users on users.user_id = deals.owner_id
where deals.opportunity_status = 'Won'
group by users.user_id, users.full_name, users.region
order by amount_won desc, users.user_id
limit 20
