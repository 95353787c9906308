with salesforce as (
  select
    {{ sfdc_key('contacts.contact_id') }} as contact_key,
    contacts.contact_id,
    matches.hubspot_contact_id,
    {{ sfdc_key('contacts.account_id') }} as account_key,
    contacts.first_name,
    contacts.last_name,
    contacts.email,
    contacts.title,
    contacts.lead_source,
    contacts.has_opted_out_of_email,
    contacts.owner_id,
    contacts.created_at,
    'salesforce' as source_system
  from {{ ref('stg_salesforce__contact') }} as contacts
  left join (
    select * from {{ ref('int_contact_matches') }}
    qualify row_number() over (partition by contact_id order by hubspot_contact_id) = 1
  ) as matches on matches.contact_id = contacts.contact_id
),

hubspot as (
  select
    {{ hubspot_key('contacts.contact_id') }} as contact_key,
    cast(null as string) as contact_id,
    contacts.contact_id as hubspot_contact_id,
    coalesce({{ sfdc_key('matches.account_id') }}, {{ hubspot_key('contacts.company_id') }}) as account_key,
    contacts.first_name,
    contacts.last_name,
    contacts.email,
    contacts.job_title as title,
    'HubSpot' as lead_source,
    false as has_opted_out_of_email,
    cast(null as string) as owner_id,
    contacts.created_at,
    'hubspot' as source_system
  from {{ ref('stg_hubspot__contact') }} as contacts
  left join {{ ref('int_account_matches') }} as matches on matches.company_id = contacts.company_id
  left anti join {{ ref('int_contact_matches') }} as known on known.hubspot_contact_id = contacts.contact_id
)

select * from salesforce
union all
select * from hubspot
