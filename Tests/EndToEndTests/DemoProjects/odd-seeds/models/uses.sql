select zip, zip + 1 as z1, pct, pct / 2 as half, b, yn, mixed, blank, ws, length(ws) as l, n1 / 2 as nh, n1 // 2 as ni, longnum + 1 as l1, sci,
 cast(zip as varchar) as zt, cast(pct as varchar) as pt, cast(b as varchar) as bt, cast(ts as varchar) as tst, cast(longnum as varchar) as lt
from {{ ref('inferred') }}
