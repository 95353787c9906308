with latest as (
  select *
  from {{ source('hubspot', 'contact') }}
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as contact_id,
  lower(trim(property_email)) as email,
  property_firstname as first_name,
  property_lastname as last_name,
  property_jobtitle as job_title,
  associatedcompanyid as company_id,
  property_lifecyclestage as lifecycle_stage,
  cast(property_createdate as timestamp) as created_at,
  _fivetran_synced,
  current_timestamp() as dbt_loaded_at
from latest
where not coalesce(is_deleted, false)
