select * from {{ ref('customers') }} order by placed_count desc limit 10
