-- How much accounts with open deals are in touch.
with accounts as (
  select account_key, account_id, account_name, owner_id, arr
  from {{ ref('dim_account') }} as accounts
  where exists (
    select 1
    from {{ ref('fct_opportunity') }} as deals
    where deals.account_key = accounts.account_key and deals.opportunity_status = 'Open'
  )
),

tasks as (
  select account_id, count(*) as tasks, max(activity_date) as last_task_on
  from {{ ref('fct_task') }}
  where account_id is not null
  group by account_id
),

events as (
  select account_id, count(*) as events, sum(duration_minutes) as meeting_minutes, max(activity_date) as last_event_on
  from {{ ref('fct_event') }}
  where account_id is not null
  group by account_id
)

select
  accounts.account_key,
  accounts.account_name,
  accounts.owner_id,
  accounts.arr,
  coalesce(tasks.tasks, 0) as tasks,
  coalesce(events.events, 0) as events,
  coalesce(events.meeting_minutes, 0) as meeting_minutes,
  greatest(tasks.last_task_on, events.last_event_on) as last_touch_on
from accounts
left join tasks on tasks.account_id = accounts.account_id
left join events on events.account_id = accounts.account_id
