-- The cohorts of a feature divide all users among them: none is lost, none counted twice.
with counted as (
  select feature_name, sum(total_users) as users
  from {{ ref('feature_conversion_impact') }}
  group by feature_name
),

expected as (
  select count(*) as users from {{ ref('user_dim') }}
)

select counted.feature_name, counted.users, expected.users as expected_users
from counted
cross join expected
where counted.users <> expected.users
