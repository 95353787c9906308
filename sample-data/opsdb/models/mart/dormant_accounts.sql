-- Customers nobody has met or written to for 90 days.
select
  accounts.account_key,
  accounts.account_name,
  accounts.owner_id,
  accounts.arr,
  accounts.customer_since
from {{ ref('dim_account') }} as accounts
left anti join {{ ref('fct_event') }} as events
  on events.account_id = accounts.account_id
    and events.activity_date > cast('{{ var("as_of_date") }}' as date) - interval 90 days
where accounts.account_type = 'Customer'
