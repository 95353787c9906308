select 1 as id, 'a' as full_name, 2 as age
