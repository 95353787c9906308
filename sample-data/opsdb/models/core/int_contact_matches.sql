-- Which HubSpot contacts are Salesforce contacts: by email. One contact each, the oldest.
select
  hubspot.contact_id as hubspot_contact_id,
  salesforce.contact_id
from {{ ref('stg_hubspot__contact') }} as hubspot
inner join {{ ref('stg_salesforce__contact') }} as salesforce on salesforce.email = hubspot.email
qualify row_number() over (partition by hubspot.contact_id order by salesforce.created_at, salesforce.contact_id) = 1
