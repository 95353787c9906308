-- The three largest open deals of every account.
select
  account_key,
  opportunity_key,
  opportunity_name,
  stage_name,
  amount,
  close_date,
  row_number() over (partition by account_key order by amount desc nulls last, opportunity_key) as place
from {{ ref('fct_opportunity') }}
where opportunity_status = 'Open'
qualify place <= 3
