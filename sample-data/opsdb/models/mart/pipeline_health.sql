-- Open deals by owner and stage: what they are worth, and which of them need looking at.
with open_deals as (
  select *
  from {{ ref('fct_opportunity') }}
  where opportunity_status = 'Open' and source_system = 'salesforce'
),

touched as (
  select distinct opportunity_id
  from {{ ref('fct_task') }}
  where opportunity_id is not null
    and activity_date >= cast('{{ var("as_of_date") }}' as date) - interval 60 days
)

select
  users.full_name as owner_name,
  open_deals.owner_id,
  open_deals.stage_name,
  count(*) as deals,
  sum(open_deals.amount) as amount,
  sum(open_deals.amount * open_deals.probability / 100) as weighted_amount,
  count_if(open_deals.close_date < cast('{{ var("as_of_date") }}' as date) + interval 30 days) as closing_soon,
  count_if(touched.opportunity_id is null) as untouched,
  round(avg(datediff(cast('{{ var("as_of_date") }}' as date), open_deals.created_on)), 1) as avg_age_days
from open_deals
inner join {{ ref('dim_user') }} as users on users.user_id = open_deals.owner_id
left join touched on touched.opportunity_id = open_deals.opportunity_id
group by users.full_name, open_deals.owner_id, open_deals.stage_name
