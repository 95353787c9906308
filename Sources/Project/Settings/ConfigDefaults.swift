extension NodeConfig {
  /// The configuration every node of a kind starts from, as dbt's artifacts show it.
  static func defaults(for type: ResourceType) -> NodeConfig {
    var config = NodeConfig(values: [
      "enabled": .bool(true), "alias": .null, "schema": .null, "database": .null, "tags": .list([]), "meta": .map([]),
    ])
    func add(_ entries: [String: ConfigValue]) { config.values.merge(entries) { $1 } }
    switch type {
    case .model:
      add(relationDefaults)
      add(["materialized": .string("view"), "access": .string("protected"), "freshness": .null])
    case .analysis, .operation:
      add(relationDefaults)
      add(["materialized": .string("view")])
    case .seed:
      add(relationDefaults)
      add(["materialized": .string("seed"), "delimiter": .string(","), "quote_columns": .null])
    case .snapshot:
      add(relationDefaults)
      add([
        "materialized": .string("snapshot"), "strategy": .null, "target_schema": .null, "target_database": .null,
        "updated_at": .null, "check_cols": .null,
        "snapshot_meta_column_names": .map(
          ["dbt_valid_to", "dbt_valid_from", "dbt_scd_id", "dbt_updated_at", "dbt_is_deleted"].map {
            ConfigEntry($0, .null)
          }), "dbt_valid_to_current": .null,
      ])
    case .test:
      config.values["schema"] = .string("dbt_test__audit")
      add([
        "materialized": .string("test"), "group": .null, "severity": .string("ERROR"), "store_failures": .null,
        "store_failures_as": .null, "where": .null, "limit": .null, "fail_calc": .string("count(*)"),
        "warn_if": .string("!= 0"), "error_if": .string("!= 0"),
      ])
    case .source:
      config.values = [
        "enabled": .bool(true), "event_time": .null, "freshness": .null, "tags": .list([]), "meta": .map([]),
      ]
      add(["loaded_at_field": .null, "loaded_at_query": .null])
    case .exposure, .group:
      config.values = ["enabled": .bool(true), "tags": .list([]), "meta": .map([])]
    case .metric, .semanticModel:
      config.values = ["enabled": .bool(true), "group": .null, "meta": .map([])]
    case .savedQuery:
      config.values = ["enabled": .bool(true), "group": .null, "meta": .map([]), "export_as": .null, "schema": .null]
      config.values["cache"] = .map([ConfigEntry("enabled", .bool(false))])
    case .unitTest:
      config.values = ["enabled": .bool(true), "tags": .list([]), "meta": .map([]), "static_analysis": .null]
    }
    return config
  }

  /// Configuration that adapters have beside dbt's own, and that is like one of dbt's keys.
  static let adapterKeys: Set<String> = [
    "predicates", "incremental_predicates", "partition_by", "partitioned_by", "partitions", "cluster_by",
    "clustered_by", "sort_type", "sorted_by", "sort_by", "location", "location_root", "file_format", "options",
    "table_type", "table_format", "table_properties", "tblproperties", "properties", "labels", "policy_tags", "indexes",
    "unlogged", "transient", "copy_grants", "secure", "warehouse", "snowflake_warehouse", "catalog", "catalog_name",
    "project", "dataset", "external_location", "tables", "merge_update_columns", "merge_exclude_columns", "unique_keys",
    "hard_deletes", "invalidate_hard_deletes", "retries", "timeout", "on_error", "static_analysis", "buckets",
    "plugin", "delimiter", "quote_columns", "constraints", "table_comment", "tags_config",
  ]

  private static let relationDefaults: [String: ConfigValue] = [
    "group": .null, "incremental_strategy": .null, "batch_size": .null, "lookback": .int(1), "begin": .null,
    "persist_docs": .map([]), "post-hook": .list([]), "pre-hook": .list([]), "quoting": .map([]),
    "column_types": .map([]), "full_refresh": .null, "unique_key": .null, "on_schema_change": .string("ignore"),
    "on_configuration_change": .string("apply"), "grants": .map([]), "packages": .list([]),
    "docs": .map([ConfigEntry("show", .bool(true)), ConfigEntry("node_color", .null)]),
    "contract": .map([ConfigEntry("enforced", .bool(false)), ConfigEntry("alias_types", .bool(true))]),
    "event_time": .null, "concurrent_batches": .null,
  ]
}
