-- Which HubSpot companies are Salesforce accounts: by domain, else by name. One account a company.
with by_domain as (
  select companies.company_id, accounts.account_id, 1 as rank_of_match, 'domain' as matched_by
  from {{ ref('stg_hubspot__company') }} as companies
  inner join {{ ref('stg_salesforce__account') }} as accounts on accounts.domain = companies.domain
),

by_name as (
  select companies.company_id, accounts.account_id, 2 as rank_of_match, 'name' as matched_by
  from {{ ref('stg_hubspot__company') }} as companies
  inner join {{ ref('stg_salesforce__account') }} as accounts
    on lower(accounts.account_name) = lower(companies.company_name)
  left anti join by_domain on by_domain.company_id = companies.company_id
),

matches as (
  select * from by_domain
  union all
  select * from by_name
)

select company_id, account_id, matched_by
from matches
qualify row_number() over (partition by company_id order by rank_of_match, account_id) = 1
