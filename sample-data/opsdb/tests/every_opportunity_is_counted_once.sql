-- A deal is won, lost or open, and each of Salesforce's and HubSpot's is in the facts once.
with expected as (
  select count(*) as deals from {{ ref('stg_salesforce__opportunity') }}
  union all
  select count(*) from {{ ref('stg_hubspot__deal') }}
),

found as (
  select count(*) as deals from {{ ref('fct_opportunity') }}
)

select found.deals, (select sum(deals) from expected) as expected_deals
from found
where found.deals <> (select sum(deals) from expected)
