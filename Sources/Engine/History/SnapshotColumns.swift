import Project

/// The names of the columns a snapshot adds: dbt's, or those of `snapshot_meta_column_names`.
struct SnapshotColumns: Hashable {
  var scdID: String
  var updatedAt: String
  var validFrom: String
  var validTo: String
  var isDeleted: String

  init(_ node: Node) {
    let names = node.config["snapshot_meta_column_names"]
    func name(_ key: String) -> String { names?[key]?.scalarText ?? key }
    scdID = name("dbt_scd_id")
    updatedAt = name("dbt_updated_at")
    validFrom = name("dbt_valid_from")
    validTo = name("dbt_valid_to")
    isDeleted = name("dbt_is_deleted")
  }
}
