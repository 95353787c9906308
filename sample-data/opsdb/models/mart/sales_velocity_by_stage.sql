-- How long deals stay in each stage, and how many go on from there: from the history of their stages.
with moves as (
  select
    opportunity_id,
    old_value as stage_name,
    new_value as next_stage_name,
    created_at as left_at,
    lag(created_at) over (partition by opportunity_id order by created_at) as entered_at
  from {{ ref('stg_salesforce__opportunity_field_history') }}
  where field = 'StageName'
),

stays as (
  select
    moves.stage_name,
    moves.next_stage_name,
    datediff(cast(moves.left_at as date), cast(coalesce(moves.entered_at, deals.created_at) as date)) as days,
    deals.amount
  from moves
  inner join {{ ref('fct_opportunity') }} as deals on deals.opportunity_id = moves.opportunity_id
)

select
  stage_name,
  count(*) as deals_left,
  count_if(next_stage_name <> 'Closed Lost') as deals_advanced,
  round(count_if(next_stage_name <> 'Closed Lost') / count(*), 4) as share_advanced,
  round(avg(days), 2) as avg_days,
  max(days) as max_days,
  round(avg(amount), 2) as avg_amount
from stays
group by stage_name
