"""Writes cases.txt: columns of CSV seeds, and the type and values that dbt (through agate) reads in them.

usage: V/bin/python generate.py > cases.txt        V as for scripts/compare-dbt
"""

import json
import tempfile

import agate
from dbt_common.clients import agate_helper

COLUMNS = [
    ["1", "2", "3"], ["1", "", "3"], ["", "", ""], ["1.0", "2.00"], ["1.5", "2"], ["-1", "+2"], ["00123", "7"], ["1,000", "2"], ["$5", "6"],
    ["50%", "7"], ["1e3", "2"], ["1.5e-3", "2"], ["abc", "1"], ["null", "1"], ["NULL", "x"], ["None", "1"], ["true", "false"], ["True", "FALSE"],
    ["t", "f"], ["yes", "no"], ["1", "true"], ["2024-01-01", "2024-02-29"], ["2024-1-2", "2024-01-03"], ["2024-02-30", "2024-01-01"], ["01/02/2024", "03/04/2024"],
    ["2024-01-01 10:00:00", "2024-01-02 11:30:15"], ["2024-01-01T10:00:00", "2024-01-02T11:30:15"], ["2024-01-01T10:00:00Z", "2024-01-02T11:30:15Z"],
    ["2024-01-01", "2024-01-01 10:00:00"], ["2024-01-01 10:00", "x"], ["10:00:00", "11:00:00"], [" 1 ", "2"], [" a ", "b"], ["a b", "c\td"], ["12345678901234567890", "1"],
    ["0.1", "0.10"], ["-0", "0"], [".5", "1"], ["5.", "1"], ["1_000", "2"], ["0x1F", "1"], ["1-2", "3"], ["--1", "2"], ["1.2.3", "4"], ["", "a"], ["''", "b"],
    ["-1.50", "2"], ["1000000", "2"], ["007", "008"], ["2024", "2025"], ["20240101", "20240102"], ["€9.99", "1"], ["(5)", "1"], ["1 000", "2"],
]


def shown(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return value.isoformat(sep=" ") if hasattr(value, "hour") else value.isoformat()
    if hasattr(value, "normalize"):
        return format(value.normalize() + 0, "f")
    return str(value)


for column in COLUMNS:
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        text = "c,z\n" + "".join('"' + v.replace('"', '""') + '",x\n' if v else ",x\n" for v in column)
        file.write(text)
        file.flush()
        table = agate_helper.from_csv(file.name, [], ",")
    kind = type(table.columns[0].data_type).__name__
    if kind in ("Number", "Integer"):
        kind = "number" if table.aggregate(agate.MaxPrecision(0)) else "integer"
    kind = {"ISODateTime": "timestamp", "DateTime": "timestamp"}.get(kind, kind.lower())
    print(json.dumps([text, kind, [shown(v) for v in table.columns[0].values()]]))
