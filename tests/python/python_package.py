"""The wheel: what is in it, its types, the examples of the README."""
import contextlib
import doctest
import os
import subprocess
import sys
import zipfile

from python_harness import ROOT, SITE, Case

import dehusk

EXAMPLE = """\
from collections.abc import Iterator

import dehusk


def titles(pages: list[tuple[bytes, str | None]]) -> Iterator[str | None]:
    for cleaned in dehusk.clean_many(pages, threads=2, level="safe", removed=True):
        if cleaned.error is None:
            print([gone.rule for gone in cleaned.removed], cleaned.stats.packs)
        yield cleaned.title


cleaner: dehusk.Cleaner = dehusk.Cleaner(task="page", rules=["a.toml"])
text: str = cleaner.clean(b"", url=None).text
"""
WRONG = """\
import dehusk
dehusk.clean(1)
dehusk.clean("", level="norml")
dehusk.clean("", levle="safe")
dehusk.clean("").titel
"""


class Package(Case):
    def test_the_wheel_holds_what_it_needs(self):
        [wheel] = (ROOT / "build/python/wheel").glob("*.whl")
        with zipfile.ZipFile(wheel) as packed:
            names = packed.namelist()
        for name in ("__init__.py", "_native.pyi", "py.typed", "spark.py"):
            self.assertIn(f"dehusk/{name}", names)
        here = {path.name for path in (ROOT / "src/python/dehusk").iterdir() if path.is_file()}
        packed = {name.removeprefix("dehusk/") for name in names if name.startswith("dehusk/")}
        self.assertEqual({name for name in packed if not name.endswith(".so")}, here)
        self.assertEqual([name for name in names if not name.startswith(("dehusk/", "dehusk-"))], [])

    def test_it_imports_alone(self):
        script = "import sys, dehusk, dehusk.spark\nsys.exit(bool({'pyspark', 'pyarrow', 'pandas', 'numpy'} & set(sys.modules)))"
        subprocess.run([sys.executable, "-c", script], check=True)
        self.assertRegex(dehusk.__version__, r"^\d+\.\d+\.\d+$")

    def mypy(self, *words):
        done = subprocess.run([sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir",
                               ROOT / ".cache/mypy", *words], env={**os.environ, "MYPYPATH": str(SITE)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.returncode, done.stdout

    def test_types(self):
        self.write("example.py", EXAMPLE)
        self.assertEqual(self.mypy("-p", "dehusk"), (0, "Success: no issues found in 7 source files\n"))
        self.assertEqual(self.mypy("example.py"), (0, "Success: no issues found in 1 source file\n"))
        self.write("wrong.py", WRONG)
        _, found = self.mypy("wrong.py")
        self.assertEqual([line.split(":")[1] for line in found.splitlines() if ": error:" in line], ["2", "3", "4", "5"], found)


class Readme(Case):
    maxDiff = None

    def test_examples(self):
        from readme_examples import blocks_of
        globs, failures, tried = {}, [], 0
        for block in blocks_of((ROOT / "README.md").read_text(encoding="utf-8")):
            if block.file():
                self.write(block.file(), block.text())
            elif block.language == "python" and "spark" not in block.attributes:  # those are for spark_test.py
                test = doctest.DocTestParser().get_doctest(block.text(), globs, "README.md", "README.md", block.line - 1)
                runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
                with contextlib.redirect_stdout(sys.stderr):
                    failed, some = runner.run(test, out=failures.append, clear_globs=False)
                globs = test.globs
                tried += some
        self.assertEqual("".join(failures), "")
        self.assertGreater(tried, 5)
