-- Conversions of people who never signed up.
select conversions.user_id, conversions.conversion_date, conversions.plan
from {{ ref('conversions') }} as conversions
left join {{ ref('user_dim') }} as user_dim on user_dim.user_id = conversions.user_id
where user_dim.user_id is null
