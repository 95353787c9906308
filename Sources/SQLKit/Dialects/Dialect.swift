/// The SQL language a text is written in: what its words, operators and functions mean.
public enum Dialect: String, Sendable, CaseIterable, Hashable {
  case sqlite, duckdb, postgres, redshift, snowflake, databricks, spark, bigquery

  /// The dialect a dbt adapter's `type` speaks; `nil` for a type not known here.
  public init?(adapterType: String) {
    switch adapterType.lowercased() {
    case "sqlite", "local", "sluice", "embedded": self = .sqlite
    case "duckdb", "motherduck": self = .duckdb
    case "postgres", "postgresql", "greenplum", "materialize", "cratedb", "risingwave": self = .postgres
    case "redshift": self = .redshift
    case "snowflake": self = .snowflake
    case "databricks": self = .databricks
    case "spark", "glue", "athena", "trino", "hive": self = .spark
    case "bigquery": self = .bigquery
    default: return nil
    }
  }
}

/// What `a / b` of two integers is, and what a zero divisor does.
enum DivisionRule: Sendable {
  /// SQLite's own: integers divide to an integer, a zero divisor gives NULL.
  case sqlite
  /// Integers divide to an integer (toward zero); a zero divisor is an error.
  case integerOrError
  /// The quotient is a fraction; a zero divisor is an error.
  case fractionOrError
  /// The quotient is a double and follows IEEE 754: `1/0` is infinite, `0/0` is NaN.
  case ieeeDouble
}

/// Where NULL stands in an ordering that does not say.
enum NullOrder: Sendable {
  /// Below every value: first ascending, last descending (SQLite, Spark, BigQuery).
  case lowest
  /// Above every value: last ascending, first descending (PostgreSQL, Snowflake).
  case highest
  /// At the end either way (DuckDB).
  case last
}

/// The habits that set one dialect apart from another, as data.
struct DialectTraits: Sendable {
  var division: DivisionRule
  var nullOrder: NullOrder
  /// `"x"` is a string, not an identifier.
  var doubleQuoteIsString = false
  /// `\'` inside a plain string literal is an escape.
  var backslashEscapes = false
  /// The default escape character of LIKE is the backslash.
  var likeBackslash = false
  /// LIKE ignores ASCII case.
  var likeIgnoresCase = false
  /// `concat(a, NULL)` is NULL.
  var concatPropagatesNull = true
  /// `[x]` quotes an identifier.
  var bracketIdentifiers = false
  /// `//` starts a comment.
  var slashComments = false
  /// `#` starts a comment.
  var hashComments = false
  /// A date plus an interval of whole days stays a date.
  var dateIntervalStaysDate = false
  /// A decimal literal (`1.5`) is an exact decimal, not a double.
  var decimalLiterals = true
  /// `e:path` reads into semi-structured data.
  var colonPaths = false
}

extension Dialect {
  /// The habits of this dialect.
  var traits: DialectTraits {
    switch self {
    case .sqlite:
      return DialectTraits(
        division: .sqlite, nullOrder: .lowest, likeIgnoresCase: true, concatPropagatesNull: false,
        bracketIdentifiers: true, dateIntervalStaysDate: true, decimalLiterals: false)
    case .duckdb:
      return DialectTraits(division: .ieeeDouble, nullOrder: .last, concatPropagatesNull: false)
    case .postgres:
      return DialectTraits(
        division: .integerOrError, nullOrder: .highest, likeBackslash: true, concatPropagatesNull: false)
    case .redshift:
      return DialectTraits(division: .integerOrError, nullOrder: .highest, likeBackslash: true)
    case .snowflake:
      return DialectTraits(
        division: .fractionOrError, nullOrder: .highest, backslashEscapes: true, slashComments: true,
        dateIntervalStaysDate: true, colonPaths: true)
    case .databricks, .spark:
      return DialectTraits(
        division: .fractionOrError, nullOrder: .lowest, doubleQuoteIsString: true, backslashEscapes: true,
        likeBackslash: true, dateIntervalStaysDate: true, colonPaths: self == .databricks)
    case .bigquery:
      return DialectTraits(
        division: .fractionOrError, nullOrder: .lowest, doubleQuoteIsString: true, backslashEscapes: true,
        likeBackslash: true, hashComments: true, dateIntervalStaysDate: true, decimalLiterals: false)
    }
  }
}
