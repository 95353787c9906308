-- Deals of unknown accounts, sellers or campaigns must not be published, so what is known has to be there first.
-- depends_on: {{ ref('dim_account') }}, {{ ref('dim_user') }}, {{ ref('dim_campaign') }}

with salesforce as (
  select
    {{ sfdc_key('opportunity_id') }} as opportunity_key,
    opportunity_id,
    {{ sfdc_key('account_id') }} as account_key,
    account_id,
    owner_id,
    campaign_id,
    opportunity_name,
    opportunity_type,
    stage_name,
    case when is_won then 'Won' when is_closed then 'Lost' else 'Open' end as opportunity_status,
    forecast_category_name,
    lead_source,
    sales_segment,
    loss_reason,
    amount,
    arr,
    arr_churn,
    probability,
    expected_revenue,
    created_at,
    cast(created_at as date) as created_on,
    close_date,
    datediff(close_date, cast(created_at as date)) as days_to_close,
    last_activity_date,
    'salesforce' as source_system
  from {{ ref('stg_salesforce__opportunity') }}
),

hubspot as (
  select
    {{ hubspot_key('deals.deal_id') }} as opportunity_key,
    cast(null as string) as opportunity_id,
    coalesce({{ sfdc_key('matches.account_id') }}, {{ hubspot_key('deals.company_id') }}) as account_key,
    matches.account_id,
    cast(null as string) as owner_id,
    cast(null as string) as campaign_id,
    deals.deal_name as opportunity_name,
    'New Business' as opportunity_type,
    case deals.deal_stage
      when 'closedwon' then 'Closed Won'
      when 'closedlost' then 'Closed Lost'
      when 'contractsent' then 'Negotiation'
      else 'Qualification'
    end as stage_name,
    case deals.deal_stage when 'closedwon' then 'Won' when 'closedlost' then 'Lost' else 'Open' end
      as opportunity_status,
    cast(null as string) as forecast_category_name,
    'HubSpot' as lead_source,
    'SMB' as sales_segment,
    cast(null as string) as loss_reason,
    deals.amount,
    deals.amount as arr,
    cast(0 as decimal(18, 2)) as arr_churn,
    case deals.deal_stage when 'closedwon' then 100 when 'closedlost' then 0 when 'contractsent' then 80 else 20 end
      as probability,
    cast(null as decimal(18, 2)) as expected_revenue,
    deals.created_at,
    cast(deals.created_at as date) as created_on,
    cast(deals.closed_at as date) as close_date,
    datediff(cast(deals.closed_at as date), cast(deals.created_at as date)) as days_to_close,
    cast(null as date) as last_activity_date,
    'hubspot' as source_system
  from {{ ref('stg_hubspot__deal') }} as deals
  left join {{ ref('int_account_matches') }} as matches on matches.company_id = deals.company_id
)

select * from salesforce
union all
select * from hubspot
