{{ dbt_utils.unpivot(ref('people'), cast_to='varchar', exclude=['id', 'created_at'], remove=['ip_address'], field_name='feld', value_name='wert') }}
