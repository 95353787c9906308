-- One row a day of the data: what was done, what was opened, what was won.
with days as (
  select explode(sequence(cast('2022-01-01' as date), cast('{{ var("as_of_date") }}' as date), interval 1 day)) as day
),

tasks as (
  select activity_date as day, count(*) as tasks, count_if(is_closed) as tasks_done
  from {{ ref('fct_task') }}
  group by activity_date
),

events as (
  select activity_date as day, count(*) as events, sum(duration_minutes) as meeting_minutes
  from {{ ref('fct_event') }}
  group by activity_date
),

emails as (
  select sent_on as day, count(*) as emails, sum(open_count) as opens
  from {{ ref('fct_email_message') }}
  group by sent_on
),

opened as (
  select created_on as day, count(*) as deals_opened
  from {{ ref('fct_opportunity') }}
  group by created_on
),

won as (
  select close_date as day, count(*) as deals_won, sum(amount) as amount_won
  from {{ ref('fct_opportunity') }}
  where opportunity_status = 'Won'
  group by close_date
)

select
  days.day,
  coalesce(tasks.tasks, 0) as tasks,
  coalesce(tasks.tasks_done, 0) as tasks_done,
  coalesce(events.events, 0) as events,
  coalesce(events.meeting_minutes, 0) as meeting_minutes,
  coalesce(emails.emails, 0) as emails,
  coalesce(emails.opens, 0) as opens,
  coalesce(opened.deals_opened, 0) as deals_opened,
  coalesce(won.deals_won, 0) as deals_won,
  coalesce(won.amount_won, 0) as amount_won
from days
left join tasks on tasks.day = days.day
left join events on events.day = days.day
left join emails on emails.day = days.day
left join opened on opened.day = days.day
left join won on won.day = days.day
