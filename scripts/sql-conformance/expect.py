#!/usr/bin/env python3
"""Writes the SQL conformance files: runs every case on the engine whose dialect it is, and notes what that engine says.

    expect.py [duckdb] [postgres] [databricks] [snowflake] [redshift] [bigquery]

DuckDB answers for duckdb, PostgreSQL for postgres, Spark (PySpark, ANSI mode, UTC) for databricks. For snowflake and
bigquery, sqlglot translates to DuckDB, which runs it; a case that does not come through is left out. For redshift PostgreSQL
answers what it understands, being what Redshift grew from, and the rest goes through sqlglot to DuckDB. Needs: pip install duckdb sqlglot
pyspark psycopg2-binary; Java 17 or later; a PostgreSQL server at $SQL_CONFORMANCE_POSTGRES (a libpq connection string).
"""
import datetime, decimal, itertools, json, math, os, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "Tests", "SQLConformance")

PEOPLE = [
    (1, "ada", "eng", "120.50", "2020-01-15", "2024-01-01 08:00:00", True, 1.5),
    (2, "bob", "eng", "80.25", "2021-06-30", "2024-01-02 09:30:00", False, 2.25),
    (3, "cyd", "ops", "95.00", "2019-11-01", None, True, 0.5),
    (4, "dan", "ops", None, "2022-02-28", "2024-02-29 23:59:59", None, 4.0),
    (5, "eve", None, "70.10", None, "2023-12-31 00:00:00", True, None),
    (6, "Fay", "hr", "101.99", "2020-02-29", "2024-03-10 12:00:00", False, 3.75),
]
ORDERS = [
    (1, 1, "10.10", "2024-01-05", "paid"),
    (2, 1, "20.20", "2024-02-05", "open"),
    (3, 2, "5.05", "2024-02-01", "paid"),
    (4, 4, "7.77", "2024-03-01", "void"),
    (5, None, "1.00", "2024-01-31", "paid"),
]


def expand(line):
    """Every choice of {a;b;c}; braces without a semicolon are plain text."""
    parts, at = [], 0
    for match in re.finditer(r"\{([^{}\"]*;[^{}\"]*)\}", line):
        parts += [[line[at : match.start()]], match.group(1).split(";")]
        at = match.end()
    parts.append([line[at:]])
    return ["".join(p) for p in itertools.product(*parts)]


def cases(dialect):
    for line in open(os.path.join(HERE, "cases", dialect + ".txt")):
        line = line.rstrip("\n")
        if line and not line.startswith("#"):
            for case in expand(line):
                yield case if re.match(r"(?i)\(?\s*(select|with|from|values)\b", case) else f"SELECT {case} AS x"


def show(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, decimal.Decimal):
        return format(value.normalize(), "f") if value.is_finite() else str(value)
    if isinstance(value, float):
        if math.isinf(value):
            return "inf" if value > 0 else "-inf"
        return "NULL" if math.isnan(value) else repr(value)
    if isinstance(value, datetime.datetime):
        if value.tzinfo:
            value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        text = value.strftime("%Y-%m-%d %H:%M:%S").zfill(19)
        return text + (f".{value.microsecond:06d}".rstrip("0") if value.microsecond else "")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return f"interval {value.total_seconds():g}"
    if isinstance(value, (list, tuple)) and not hasattr(value, "asDict"):
        return json.dumps([json_value(v) for v in value], separators=(",", ":"))
    if isinstance(value, (bytes, bytearray)):
        return "x" + bytes(value).hex()
    if hasattr(value, "asDict"):
        value = value.asDict()
    if isinstance(value, dict):
        return json.dumps({k: json_value(v) for k, v in value.items()}, separators=(",", ":"))
    text = str(value)
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("|", "\\p") or "(empty)"


def json_value(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value if isinstance(value, (int, float, str, bool, type(None))) else show(value)


def rows_of(rows, sql):
    shown = ["|".join(show(v) for v in row) for row in rows]
    return shown if re.search(r"(?i)order\s+by[^)]*$", sql) else sorted(shown)


def literal(value, kind):
    return "NULL" if value is None else f"{kind} '{value}'" if kind else f"'{value}'"


def fixture(text, timestamp, double, integer="INTEGER"):
    yield f"CREATE TABLE people (id {integer}, name {text}, dept {text}, salary DECIMAL(10,2), hired DATE, seen {timestamp}, active BOOLEAN, score {double})"
    yield f"CREATE TABLE orders (id {integer}, person_id {integer}, amount DECIMAL(10,2), placed DATE, status {text})"
    for r in PEOPLE:
        active = "NULL" if r[6] is None else str(r[6]).lower()
        yield (
            f"INSERT INTO people VALUES ({r[0]}, {literal(r[1], '')}, {literal(r[2], '')}, {r[3] or 'NULL'}, "
            f"{literal(r[4], 'DATE')}, {literal(r[5], 'TIMESTAMP')}, {active}, CAST({'NULL' if r[7] is None else r[7]} AS {double}))"
        )
    for r in ORDERS:
        yield f"INSERT INTO orders VALUES ({r[0]}, {r[1] or 'NULL'}, {r[2]}, {literal(r[3], 'DATE')}, {literal(r[4], '')})"


def duckdb_runner():
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for statement in fixture("VARCHAR", "TIMESTAMP", "DOUBLE"):
        connection.execute(statement)
    return lambda sql: connection.execute(sql).fetchall()


def postgres_runner():
    import psycopg2

    connection = psycopg2.connect(os.environ["SQL_CONFORMANCE_POSTGRES"])
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("SET TimeZone = 'UTC'; SET lc_messages = 'C'; DROP TABLE IF EXISTS people, orders")
    for statement in fixture("TEXT", "TIMESTAMP", "DOUBLE PRECISION"):
        cursor.execute(statement)

    def run(sql):
        cursor.execute(sql)
        return cursor.fetchall()

    return run


def spark_runner():
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master("local[1]").config("spark.sql.ansi.enabled", "true").config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.warehouse.dir", "/tmp/sql-conformance-spark").config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    tables = {"people": [], "orders": []}
    people = "id INT, name STRING, dept STRING, salary DECIMAL(10,2), hired DATE, seen TIMESTAMP_NTZ, active BOOLEAN, score DOUBLE"
    orders = "id INT, person_id INT, amount DECIMAL(10,2), placed DATE, status STRING"
    number = lambda v: None if v is None else decimal.Decimal(v)
    day = lambda v: None if v is None else datetime.date.fromisoformat(v)
    moment = lambda v: None if v is None else datetime.datetime.fromisoformat(v)
    rows = [(a, b, c, number(d), day(e), moment(f), g, h) for a, b, c, d, e, f, g, h in PEOPLE]
    spark.createDataFrame(rows, people).createOrReplaceTempView("people")
    rows = [(a, b, number(c), day(d), e) for a, b, c, d, e in ORDERS]
    spark.createDataFrame(rows, orders).createOrReplaceTempView("orders")
    return lambda sql: [tuple(row) for row in spark.sql(sql).collect()]


def translated_runner(dialect):
    import sqlglot

    run = duckdb_runner()
    return lambda sql: run(sqlglot.transpile(sql, read=dialect, write="duckdb", unsupported_level=sqlglot.ErrorLevel.RAISE)[0])


def redshift_runner():
    native, translated = postgres_runner(), translated_runner("redshift")

    def run(sql):
        try:
            return native(sql)
        except Exception as problem:
            # A syntax error, a function or type PostgreSQL lacks, or a word it takes for a column (dateadd(day, …)) may be
            # Redshift's own; any other error is the answer, and a column that nobody knows is one too.
            code = getattr(problem, "pgcode", None)
            if code not in ("42601", "42883", "42704", "42703"):
                raise
            try:
                return translated(sql)
            except Exception:
                if code == "42703":
                    raise problem
                raise

    return run


RUNNERS = {
    "duckdb": duckdb_runner, "postgres": postgres_runner, "databricks": spark_runner,
    "snowflake": lambda: translated_runner("snowflake"), "redshift": redshift_runner,
    "bigquery": lambda: translated_runner("bigquery"),
}
# Dialects with no engine of their own here: what their stand-in cannot run proves nothing.
STAND_INS = {"snowflake", "redshift", "bigquery"}


def main():
    os.makedirs(OUT, exist_ok=True)
    for dialect in sys.argv[1:] or RUNNERS:
        run = RUNNERS[dialect]()
        lines, count, seen = [], 0, set()
        for sql in cases(dialect):
            if sql in seen:
                continue
            seen.add(sql)
            try:
                rows = rows_of(run(sql), sql)
            except Exception as problem:
                is_postgres = getattr(problem, "pgcode", None) is not None
                if dialect in STAND_INS and not is_postgres:
                    print("left out:", sql, "--", str(problem).split("\n")[0][:90])
                    continue
                rows = ["error"]
                print("error:", sql, "--", str(problem).split("\n")[0][:90])
            count += 1
            lines += [sql, "----", *rows, ""]
        head = f"# {count} cases in {dialect}; answers by scripts/sql-conformance/expect.py, not by hand."
        with open(os.path.join(OUT, dialect + ".txt"), "w") as file:
            file.write("\n".join([head, ""] + lines))
        print(dialect, count)


main()
