-- From lead to deal won, by month and source.
with leads as (
  select
    cast(date_trunc('month', leads.created_at) as date) as month,
    leads.lead_source,
    leads.lead_status,
    leads.is_converted,
    deals.opportunity_status,
    deals.amount
  from {{ ref('dim_lead') }} as leads
  left join {{ ref('fct_opportunity') }} as deals on deals.opportunity_id = leads.converted_opportunity_id
)

select
  month,
  lead_source,
  count(*) as leads,
  count_if(lead_status <> 'New') as worked,
  count_if(lead_status = 'Qualified') as qualified,
  count_if(is_converted) as converted,
  count(opportunity_status) as with_opportunity,
  count_if(opportunity_status = 'Won') as won,
  sum(case when opportunity_status = 'Won' then amount else 0 end) as won_amount,
  round(count_if(is_converted) / count(*), 4) as conversion_rate
from leads
group by month, lead_source
