{{ config(materialized='ephemeral') }}
select * from {{ ref('eph_one') }} join {{ ref('eph_two') }} using (id)
