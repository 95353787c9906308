select {{ var('own') }} as own, '{{ var('suffix') }}' as suffix, '{{ var('shared') }}' as shared, '{{ project_name }}' as p
