with recursive n as (select 1 as i union all select i + 1 from n where i < 5),
v(a, b) as (values (1, 'x'), (2, 'y'), (3, null))
select i, a, b, unnest([10, 20]) as u from n left join v on n.i = v.a
union
select order_id, null, status, 0 from {{ ref('stg_orders') }} where exists (select 1 from v where a = order_id)
except select 1, 1, 'x', 10
