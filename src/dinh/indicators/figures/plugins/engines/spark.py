"""Spark over the published columns, for what one machine cannot hold. The master's address is a setting."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dinh.indicators.figures.api import register_engine

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "DINH_SPARK_MASTER"
MEMORY = "DINH_SPARK_MEMORY"
OWN = "local[2]"


class SparkSource:
    table = "fact"

    def __init__(self, session: "SparkSession") -> None:
        self.session = session

    def rows(self, sql: str) -> Iterable[tuple[Any, ...]]:
        for batch in self.session.sql(sql).toArrow().to_batches():
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


class Spark:
    name = "spark"
    is_live = False

    def lacks(self) -> str:
        if find_spec("pyspark") is None or find_spec("pyarrow") is None:
            return "pyspark or pyarrow is not installed (requirements/cluster.txt, analytics.txt)"
        return "" if shutil.which("java") else "Java is not installed (apt-get install openjdk-17-jre-headless)"

    @contextmanager
    def open(self, snapshot: Path | None) -> Iterator[SparkSource]:
        from pyspark.sql import SparkSession

        # Workers and driver are told one address: a machine's own name need not resolve to itself.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = (
            SparkSession.builder.master(os.environ.get(MASTER, OWN))
            .appName("dinh")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.driver.host", os.environ["SPARK_LOCAL_IP"])
            .config("spark.driver.maxResultSize", "0")
            .config("spark.driver.memory", os.environ.get(MEMORY, "2g"))
            .config("spark.log.level", "ERROR")
        )
        session = builder.getOrCreate()
        try:
            session.read.parquet(f"{snapshot}/*.parquet").createOrReplaceTempView("fact")
            yield SparkSource(session)
        finally:
            session.stop()


register_engine(Spark())
