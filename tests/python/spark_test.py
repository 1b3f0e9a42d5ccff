#!/usr/bin/env python3
"""Tests of dehusk.spark on a cluster of processes: python3 spark_test.py [WORD...]

Runs them on the package in build/python/site (build_wheel.py), with what python_test.txt pins. Without Java they are skipped, but
not in CI, where that is a failure. The last line is `N passed, N failed`, with `, N skipped` where some were; exit 1 if one failed.
"""
import argparse
import contextlib
import datetime
import decimal
import doctest
import gzip
import os
import pathlib
import sys
import threading
import time
import unittest

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent), str(FOLDER.parent / "cli"), str(FOLDER.parent.parent / "bench")]

import python_harness  # noqa: E402
import spark_harness  # noqa: E402
import venv_of  # noqa: E402
from command_test import run_tests, tests_of  # noqa: E402
from python_harness import OWN_RULES, PAGE, ROOT, SHARED  # noqa: E402

FILES = 6   # of the input: a task each
FREE = 2    # tasks that need not wait for the kill
ROWS = 900
CLUSTER = None
HANG = 120  # seconds until something counts as never to come; an executor takes three
STORY = "The ferry stays in the bay, and nobody in the harbour could say who pays for it.\n"


def documents():
    """[(bytes, url)] of fixtures, and of a real site's pages where they are."""
    found = [(path.read_bytes(), None) for path in python_harness.fixtures()]
    found += [(PAGE.encode(), "https://example.com/a"), (None, "https://example.com/null"), (b"%PDF-1.4\0", "https://example.com/pdf")]
    news = SHARED / "data" / "news-a.warc.gz"
    if news.exists():
        import gold
        found += [(page, url) for _, (url, page) in zip(range(100), gold.responses(gzip.decompress(news.read_bytes())))]
    return found


class Spark(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.spark, self.folder = CLUSTER.spark, CLUSTER.folder

    def wait(self, what, holds):
        end = time.monotonic() + HANG
        while not holds():
            self.assertLess(time.monotonic(), end, f"waited in vain for {what}")
            time.sleep(0.05)

    def test_an_executor_dies_and_no_row_is_missed(self):
        import pyarrow
        import pyarrow.parquet

        import dehusk
        import dehusk.spark

        some = documents()
        rows = [{"id": i, "url": some[i % len(some)][1], "html": some[i % len(some)][0]} for i in range(ROWS)]
        schema = pyarrow.schema([("id", pyarrow.int64()), ("url", pyarrow.string()), ("html", pyarrow.binary())])
        (self.folder / "in").mkdir()
        for n in range(FILES):
            pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows[n::FILES], schema), self.folder / "in" / f"{n}.parquet")

        gate = Gate(self.folder / "gate", FREE)
        pages = self.spark.read.parquet(f"{self.folder}/in")
        self.assertEqual(pages.rdd.getNumPartitions(), FILES)
        held = pages.mapInArrow(gate.hold, pages.schema)
        failed = []

        def work():
            try:
                dehusk.spark.clean(held).write.parquet(f"{self.folder}/out")
            except Exception as error:
                failed.append(error)
            gate.open()

        before = set(CLUSTER.executors())
        self.assertEqual(len(before), 2)
        job = threading.Thread(target=work)
        job.start()
        # Two tasks wait in the middle of their rows, one on each executor, when the others are done.
        self.wait("tasks in their middle", lambda: failed or len(gate.waiting()) == 2)
        self.wait("Spark to know that the others are done", lambda: failed or CLUSTER.tasks_done() == FREE)
        CLUSTER.kill_an_executor()
        self.wait("a new executor", lambda: len(set(CLUSTER.executors()) - before) == 1)
        self.wait("a task begun again", lambda: failed or len(gate.waiting()) >= 3)
        gate.open()
        job.join(HANG)
        self.assertEqual(failed, [])
        self.assertFalse(job.is_alive())
        lost = [task for task in CLUSTER.events("SparkListenerTaskEnd") if task["Task End Reason"]["Reason"] == "ExecutorLostFailure"]
        self.assertEqual((len(lost), len(CLUSTER.events("SparkListenerExecutorRemoved"))), (1, 1))

        found = pyarrow.parquet.read_table(self.folder / "out").sort_by("id").to_pylist()
        self.assertEqual(len(found), ROWS)
        one = dehusk.Cleaner()
        for row, got in zip(rows, found, strict=True):
            self.assertEqual(got, self.expected(one, row))
        self.assertGreater(sum(row["error"] is not None for row in found), 2)
        self.assertGreater(sum(row["title"] is not None for row in found), 2)

    @staticmethod
    def expected(cleaner, row):
        """The row that one process makes."""
        import dehusk
        import dehusk.spark
        if row["html"] is None:
            cleaned = dehusk.Cleaned("", error="no document")
        else:
            [cleaned] = cleaner.clean_many([(row["html"], row["url"])])
        out = {"id": row["id"], "url": row["url"], **{name: getattr(cleaned, name) for name in dehusk.spark.COLUMNS}}
        return out | ({"text": None} if cleaned.error else {})

    def test_other_columns_stay_as_they_are(self):
        import dehusk.spark
        schema = ("id long not null, page string, at timestamp, day date, price decimal(10,2), tags array<string>, "
                  "more map<string,struct<a:int,b:double>>, flag boolean, raw binary, charset string")
        when = datetime.datetime(2026, 3, 3, 12, 30)
        rows = [(i, page, when, when.date(), decimal.Decimal("2.50"), ["a", None], {"k": (1, 0.5), "l": None}, None, b"\0\xff", header)
                for i, (page, header) in enumerate(((PAGE.replace("ferry that", "f\u00e9rry that"), "text/html; charset=koi8-r"),
                                                    (None, None), ("", None), (STORY, "x")))]
        df = self.spark.createDataFrame(rows, schema)
        clean = dehusk.spark.clean(df, "page", None, content_type="charset", keep_html=True, columns=("text", "site_name", "error"))
        self.assertEqual(clean.schema.fields[:10], df.schema.fields)
        self.assertEqual(clean.columns[10:], ["text", "site_name", "error"])
        found = sorted(clean.collect())
        self.assertEqual([tuple(row)[:10] for row in found], [tuple(row) for row in df.collect()])
        self.assertIn("f\u00e9rry that", found[0].text)
        self.assertEqual([tuple(row)[10:] for row in found[1:]], [(None, None, "no document"), ("", None, None), (STORY, None, None)])

    def test_bytes_options_and_rules_of_the_driver(self):
        import dehusk.spark
        rules = self.folder / "own.toml"
        rules.write_text(OWN_RULES + 'sites = ["example.com"]\n')
        df = self.spark.createDataFrame(
            [(bytearray("The Meteor is f\u00e9\n".encode("koi8-r", "replace") + STORY.encode()), "https://example.com/"),
             (bytearray(b"The Meteor is free\n" + STORY.encode()), None),
             (bytearray("\u0424\u0435\u0440\u0440\u0438\n".encode("koi8-r")), None)], "html binary, url string")
        clean = dehusk.spark.clean(df, rules=rules, encoding="koi8-r", no_model=True)
        rules.unlink()
        self.assertEqual(clean.columns, ["url", *dehusk.spark.COLUMNS])
        self.assertEqual([row.text for row in clean.collect()],
                         [STORY, "The Meteor is free\n" + STORY, "\u0424\u0435\u0440\u0440\u0438\n"])

    def test_what_is_wrong_is_said_on_the_driver(self):
        import dehusk.spark
        df = self.spark.createDataFrame([], "html string, n int, title string")
        for words, options, says in (
            (("page",), {}, "no column is named 'page': say html=, of html, n, title"), ((), {}, "no column is named 'url'.*or url=None"),
            (("n", None), {}, "column 'n' holds neither strings nor bytes but int"), (("html", None), {}, "already there: title; rename"),
            (("html", None), {"columns": ["txet"]}, "columns that cannot be added: txet"),
            (("html", None), {"columns": ["text"], "level": "norml"}, "did you mean 'normal'"),
        ):
            with self.subTest(says), self.assertRaisesRegex(ValueError, says):
                dehusk.spark.clean(df, *words, **options)
        self.assertEqual(dehusk.spark.clean(df, url=None, columns=["text"]).collect(), [])

    def test_the_command_behind_rdd_pipe(self):
        """The plain way: a line in, a line out, in order, equal to one run over all lines."""
        import json
        import subprocess

        binary = ROOT / "build" / "release" / "dehusk"
        lines = [json.dumps({"n": n, "html": f"<html><body><p>{STORY * (n % 7 + 1)}"}) if n % 50 else "no json" for n in range(400)]
        command = f"{binary} -q --jsonl --from jsonl"
        piped = self.spark.sparkContext.parallelize(lines, 4).pipe(command).collect()
        parts = [lines[n * 100:(n + 1) * 100] for n in range(4)]  # as Spark deals them
        alone = [line for part in parts for line in subprocess.run(
            command.split(), input="\n".join(part) + "\n", capture_output=True, text=True, check=False).stdout.splitlines()]
        self.assertEqual(len(piped), len(lines))
        self.assertEqual(piped, alone)

    def test_examples_of_the_readme(self):
        from readme_examples import blocks_of
        failures, tried = [], 0
        os.makedirs(self.folder / "readme")
        os.chdir(self.folder / "readme")
        for block in blocks_of((ROOT / "README.md").read_text(encoding="utf-8")):
            if block.file():
                pathlib.Path(block.file()).write_text(block.text(), encoding="utf-8")
            elif block.language == "python" and "spark" in block.attributes:
                test = doctest.DocTestParser().get_doctest(block.text(), {"spark": self.spark}, "README.md", "README.md", block.line - 1)
                with contextlib.redirect_stdout(sys.stderr):
                    tried += doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=failures.append).attempted
        self.assertEqual("".join(failures), "")
        self.assertGreater(tried, 2)


class Gate:
    """Holds tasks back in the middle of their rows until it is opened: those of the partitions from `free` on."""

    def __init__(self, folder, free):
        folder.mkdir()
        self.folder, self.free = str(folder), free

    def open(self):
        pathlib.Path(self.folder, "open").touch()

    def waiting(self):
        """The attempts that came to the gate."""
        return list(pathlib.Path(self.folder).glob("task-*"))

    @property
    def hold(self):
        folder, free = self.folder, self.free  # the function goes to Python workers, which have no such class

        def hold(batches):
            import os
            import time

            from pyspark import TaskContext
            task = TaskContext.get()
            for number, batch in enumerate(batches):
                if number == 1 and task.partitionId() >= free:
                    open(f"{folder}/task-{task.partitionId()}-{task.taskAttemptId()}", "w").close()
                    while not os.path.exists(f"{folder}/open"):
                        time.sleep(0.05)
                yield batch

        return hold


def main():
    global CLUSTER
    parser = argparse.ArgumentParser(description="Tests of dehusk.spark.")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only tests with one of these in their name")
    options = parser.parse_args()
    if lacking := spark_harness.lacking():
        print(f"skipped: {lacking}")
        missing = int(bool(os.environ.get("CI")))
        print(f"0 passed, {missing} failed, {1 - missing} skipped")
        return missing
    os.environ["PYTHONPATH"] = str(python_harness.SITE)
    os.environ.pop("DEHUSK_RULES", None)
    venv_of.run_inside(FOLDER / "python_test.txt")
    with spark_harness.Cluster() as CLUSTER:
        return run_tests(tests_of(unittest.defaultTestLoader.loadTestsFromTestCase(Spark)), options.words)


if __name__ == "__main__":
    sys.exit(main())
