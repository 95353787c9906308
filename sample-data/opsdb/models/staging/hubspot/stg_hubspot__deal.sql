with latest as (
  select *
  from {{ source('hubspot', 'deal') }}
  qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
)

select
  id as deal_id,
  property_dealname as deal_name,
  cast(property_amount as decimal(18, 2)) as amount,
  property_dealstage as deal_stage,
  property_pipeline as pipeline,
  cast(property_closedate as timestamp) as closed_at,
  associatedcompanyid as company_id,
  associatedcontactid as contact_id,
  cast(property_createdate as timestamp) as created_at,
  _fivetran_synced,
  current_timestamp() as dbt_loaded_at
from latest
where not coalesce(is_deleted, false)
