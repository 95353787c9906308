-- Salesforce's accounts, with what HubSpot knows of the same companies, and the companies only HubSpot knows.
with salesforce as (
  select
    {{ sfdc_key('accounts.account_id') }} as account_key,
    accounts.account_id,
    matches.company_id as hubspot_company_id,
    accounts.account_name,
    accounts.domain,
    accounts.account_type,
    coalesce(accounts.industry, companies.industry) as industry,
    coalesce(accounts.billing_country, companies.country) as country,
    accounts.number_of_employees,
    accounts.annual_revenue,
    accounts.arr,
    accounts.customer_since,
    accounts.owner_id,
    companies.lifecycle_stage,
    matches.matched_by,
    accounts.created_at,
    'salesforce' as source_system
  from {{ ref('stg_salesforce__account') }} as accounts
  left join (
    select * from {{ ref('int_account_matches') }}
    qualify row_number() over (partition by account_id order by company_id) = 1
  ) as matches on matches.account_id = accounts.account_id
  left join {{ ref('stg_hubspot__company') }} as companies on companies.company_id = matches.company_id
),

hubspot as (
  select
    {{ hubspot_key('companies.company_id') }} as account_key,
    cast(null as string) as account_id,
    companies.company_id as hubspot_company_id,
    companies.company_name as account_name,
    companies.domain,
    case when companies.lifecycle_stage = 'customer' then 'Customer' else 'Prospect' end as account_type,
    companies.industry,
    companies.country,
    companies.number_of_employees,
    cast(null as decimal(18, 2)) as annual_revenue,
    cast(0 as decimal(18, 2)) as arr,
    cast(null as date) as customer_since,
    cast(null as string) as owner_id,
    companies.lifecycle_stage,
    cast(null as string) as matched_by,
    companies.created_at,
    'hubspot' as source_system
  from {{ ref('stg_hubspot__company') }} as companies
  where not exists (
    select 1 from {{ ref('int_account_matches') }} as matches where matches.company_id = companies.company_id
  )
)

select * from salesforce
union all
select * from hubspot
