with recursive t as (select 1 as n), e as (select * from {{ ref('eph_three') }})
select * from e, t
