"""The engines: PostgreSQL on the live facts, DuckDB and Spark over the published columns. All read the same SQL."""
