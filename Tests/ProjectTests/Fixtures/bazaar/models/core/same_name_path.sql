{{ config(schema='elsewhere', alias='inc') }}
select 1 as id
