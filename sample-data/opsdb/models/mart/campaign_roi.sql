-- What campaigns cost, whom they reached, and the revenue they are given a share of.
with members as (
  select campaign_id, count(*) as members, count_if(has_responded) as responses
  from {{ ref('fct_campaign_member') }}
  group by campaign_id
),

influenced as (
  select influences.campaign_id, count(distinct influences.opportunity_id) as deals, sum(influences.revenue_share) as revenue
  from {{ ref('fct_campaign_influence') }} as influences
  left semi join {{ ref('fct_opportunity') }} as deals
    on deals.opportunity_id = influences.opportunity_id and deals.opportunity_status = 'Won'
  group by influences.campaign_id
)

select
  campaigns.campaign_id,
  campaigns.campaign_name,
  campaigns.campaign_type,
  campaigns.actual_cost,
  coalesce(members.members, 0) as members,
  coalesce(members.responses, 0) as responses,
  coalesce(influenced.deals, 0) as deals_won,
  coalesce(influenced.revenue, 0) as influenced_revenue,
  round(coalesce(influenced.revenue, 0) / nullif(campaigns.actual_cost, 0), 4) as return_on_cost
from {{ ref('dim_campaign') }} as campaigns
left join members on members.campaign_id = campaigns.campaign_id
left join influenced on influenced.campaign_id = campaigns.campaign_id
