/// Which SQL a project without a profile is written in: DuckDB's, the widest, unless the project shows another's.
///
/// An adapter named in its requirements decides; else words that only one platform has, counted over its models and
/// macros.
struct DialectGuess {
  let root: String
  let searchRoots: [String]
  /// The profile the project asks for: often called after its platform.
  var profileName = ""

  struct Answer: Equatable {
    var dialect: String
    /// Why, for a message; nil for the standing answer.
    var reason: String?
  }

  func answer() -> Answer {
    if let named = Self.adapters.first(where: { profileName.lowercased() == $0 }) {
      return Answer(dialect: named, reason: named == Self.standing ? nil : "its profile is called '\(profileName)'")
    }
    if let (adapter, file) = namedAdapter { return Answer(dialect: adapter, reason: "\(file) names dbt-\(adapter)") }
    var counts: [String: Int] = [:]
    var first: [String: String] = [:]
    for file in sampledFiles {
      guard let text = ProjectFolder.text(file.absolutePath)?.lowercased() else { continue }
      for (dialect, words) in Self.words {
        for word in words where text.contains(word) {
          counts[dialect, default: 0] += 1
          if first[dialect] == nil { first[dialect] = "\(file.path) says \(word.trimmingBlanks())" }
        }
      }
    }
    let ranked = Self.words.map(\.dialect).map { ($0, counts[$0] ?? 0) }
    guard let best = ranked.max(by: { $0.1 < $1.1 }), best.1 > 0, best.0 != Self.standing else {
      return Answer(dialect: Self.standing, reason: nil)
    }
    return Answer(dialect: best.0, reason: first[best.0])
  }

  private static let standing = "duckdb"
  private static let adapters = ["duckdb", "postgres", "redshift", "snowflake", "databricks", "spark", "bigquery"]

  /// The one adapter that the project's requirements name.
  private var namedAdapter: (adapter: String, file: String)? {
    for file in ["requirements.txt", "pyproject.toml", "Pipfile", "requirements.in"] {
      guard let text = ProjectFolder.text(ProjectFolder.joined(root, file))?.lowercased() else { continue }
      let named = Self.adapters.filter {
        text.contains("dbt-\($0)") || text.contains("dbt_\($0)")
      }
      if named.count == 1 { return (named[0], file) }
    }
    return nil
  }

  /// Enough files to tell, few enough not to be felt.
  private var sampledFiles: [FoundFile] {
    let files = searchRoots.flatMap { ProjectFolder.files(root: root, searchRoot: $0, endings: [".sql"]) }
    let step = max(1, files.count / 60)
    return stride(from: 0, to: files.count, by: step).map { files[$0] }
  }

  /// Words by dialect, those that come first win a tie.
  private static let words: [(dialect: String, words: [String])] = [
    (
      "duckdb",
      [
        "read_csv", "read_parquet", "read_json", "strftime(", "list_", "struct_pack(", "epoch(", "from range(",
        "union by name", "group by all", "columns(*)",
      ]
    ),
    (
      "snowflake",
      [
        "dateadd(day,", "dateadd(days,", "dateadd(month,", "dateadd(week,", "dateadd(hour,", "dateadd(year,",
        "datediff(day,", "datediff(month,", "datediff(week,", "datediff(hour,", "lateral flatten", "flatten(input",
        "iff(", "object_construct(", "parse_json(", "try_to_", "to_varchar(", "timestamp_ntz", "::variant", "div0(",
        "zeroifnull(", "to_timestamp_ntz(",
      ]
    ),
    (
      "bigquery",
      [
        "from `", "join `", "safe_cast(", "timestamp_trunc(", "timestamp_diff(", "datetime_diff(",
        "generate_date_array(",
        "countif(", "farm_fingerprint(", "format_date(", "parse_date(", "format_timestamp(", "as int64", "as float64",
        "safe_offset(", "unnest(generate_", "timestamp_seconds(",
      ]
    ),
    (
      "databricks",
      [
        "get_json_object(", "collect_list(", "collect_set(", "from_unixtime(", "lateral view", "file_format",
        "unix_timestamp(", "from_json(", "date_format(",
      ]
    ),
    ("redshift", ["getdate()", "distkey", "sortkey", "diststyle", "json_extract_path_text("]),
    ("postgres", ["::jsonb", "jsonb_", "to_char(", "string_to_array(", "regexp_split_to"]),
  ]
}
