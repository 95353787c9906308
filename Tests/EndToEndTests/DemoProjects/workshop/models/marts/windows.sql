select order_id, customer_id, amount, order_date,
 row_number() over (partition by customer_id order by order_date desc) as rn,
 sum(amount) over (partition by customer_id order by order_date rows between unbounded preceding and current row) as running,
 lag(amount, 1, 0) over (partition by customer_id order by order_date) as prev,
 first_value(status) over (partition by customer_id order by order_date) as fs, ntile(2) over (order by order_id) as nt,
 percent_rank() over (order by amount) as pr, amount / nullif(sum(amount) over (), 0) as share, count(distinct status) over (partition by customer_id) as cd,
 avg(amount) over (order by order_id rows between 1 preceding and 1 following) as ma
from {{ ref('stg_orders') }}
qualify row_number() over (partition by customer_id, status order by order_date) = 1
