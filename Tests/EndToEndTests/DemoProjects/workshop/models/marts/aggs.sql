select date_trunc('month', order_date) as month, count(*) as n, count(distinct customer_id) as customers, sum(amount) as total, avg(amount) as mean, min(status) as mi, max(order_date) as ma,
 string_agg(status, ',' order by order_id) as ss, median(amount) as med, stddev(amount) as sd, sum(amount) filter (where status = 'placed') as placed, bool_or(amount > 5) as any_big, array_agg(order_id order by order_id) as ids,
 max(amount)::integer as ai, count(*)::double / 3 as third, round(avg(amount), 2) as r2, quantile_cont(amount, 0.25) as q1, mode(status) as mo, list(distinct customer_id order by customer_id) as lc
from {{ ref('stg_orders') }} group by all having count(*) > 0 order by month
