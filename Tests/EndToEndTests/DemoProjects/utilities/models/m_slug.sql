select '{{ dbt_utils.slugify("Some Héading - 42!") }}' as s, '{{ dbt_utils.slugify("9 lives") }}' as t
