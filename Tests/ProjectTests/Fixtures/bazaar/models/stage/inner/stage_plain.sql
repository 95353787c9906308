select 1 as id, '{{ this }}' as me, '{{ this.schema }}' as s, '{{ model.name }}' as n, '{{ this.identifier }}' as i
