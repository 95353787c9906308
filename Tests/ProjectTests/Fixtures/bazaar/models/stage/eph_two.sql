{{ config(materialized='ephemeral', alias='eph2') }}
with a as (select * from {{ ref('eph_one') }}) select * from a
