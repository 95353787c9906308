-- Of the deals that came from one stage, where they went.
with moves as (
  select old_value as from_stage, new_value as to_stage, count(*) as deals
  from {{ ref('stg_salesforce__opportunity_field_history') }}
  where field = 'StageName'
  group by old_value, new_value
)

select
  from_stage,
  to_stage,
  deals,
  round(deals / sum(deals) over (partition by from_stage), 4) as share
from moves
