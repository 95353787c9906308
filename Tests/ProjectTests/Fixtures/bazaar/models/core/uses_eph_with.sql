/* c */ WITH x AS (select * from {{ ref('eph_one') }}) select * from x
