with latest as (
  select *
  from {{ source('hubspot', 'company') }}
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as company_id,
  property_name as company_name,
  lower(property_domain) as domain,
  property_industry as industry,
  property_country as country,
  cast(property_numberofemployees as int) as number_of_employees,
  property_lifecyclestage as lifecycle_stage,
  cast(property_createdate as timestamp) as created_at,
  _fivetran_synced,
  current_timestamp() as dbt_loaded_at
from latest
where not coalesce(is_deleted, false)
