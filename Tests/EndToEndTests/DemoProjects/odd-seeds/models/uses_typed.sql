select code, amount, amount * 3 as t, amount + 0.015 as p, day + 1 as next_day, at_time, date_trunc('month', at_time) as m, flag, not flag as nf, big + 1 as b1, f * 2 as f2, sum(amount) over () as s, cast(amount as varchar) as at_, cast(at_time as varchar) as ats, cast(f as varchar) as fs
from {{ ref('typed') }}
