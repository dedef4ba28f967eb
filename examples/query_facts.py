"""Ask an export a question with DuckDB: who set up what, how many, and where (needs jiceng[query]).

Run: jiceng export -o build/gold.jsonl && python examples/query_facts.py build/gold.jsonl
"""

import sys
from pathlib import Path

import duckdb

from jiceng.configs import CONFIGS

QUESTION = """
SELECT subject, object, object_counts[1].amount AS number, place
FROM facts
WHERE predicate = 'ESTABLISHES' AND len(object_counts) > 0 AND confidence >= 0.5
ORDER BY number DESC
LIMIT 15
"""


def main(export: Path) -> None:
    """Print the answer as a table."""
    with duckdb.connect() as data:
        data.execute(f"SET VARIABLE export = '{export}'")
        data.execute((CONFIGS / "knowledge" / "views.sql").read_text(encoding="utf-8"))
        data.sql(QUESTION).show()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
