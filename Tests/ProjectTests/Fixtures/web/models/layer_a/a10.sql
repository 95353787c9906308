select 1 as id -- {{ source('crm','leads') }}
