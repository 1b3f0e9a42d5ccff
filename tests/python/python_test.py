#!/usr/bin/env python3
"""Tests of the Python package: python3 python_test.py BINARY [WORD...]

Runs the tests of python_twins.py, python_api.py and python_package.py, of those named so that they hold a WORD where words are
given, on the package in build/python/site (build_wheel.py) and beside the command BINARY. What they need is pinned in python_test.txt.
The last line is `N passed, N failed`, with `, N skipped` where some were; exit 1 if one failed.
"""
import argparse
import importlib
import os
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent), str(FOLDER.parent / "cli"), str(FOLDER.parent.parent / "bench")]

import python_harness  # noqa: E402
import venv_of  # noqa: E402
from command_test import Tally, tests_of  # noqa: E402

MODULES = ("python_twins", "python_api", "python_package")


def main():
    parser = argparse.ArgumentParser(description="Tests of the Python package.")
    parser.add_argument("binary")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only tests with one of these in their name")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(python_harness.SITE)
    os.environ.pop("DEHUSK_RULES", None)
    venv_of.run_inside(FOLDER / "python_test.txt")
    python_harness.BINARY = os.path.abspath(options.binary)
    tally = Tally()
    for name in MODULES:
        for test in tests_of(unittest.defaultTestLoader.loadTestsFromModule(importlib.import_module(name))):
            if not options.words or any(word in test.id() for word in options.words):
                test.run(tally)
    passed, skipped = tally.passed - tally.failed, tally.left_out - tally.failed
    print(f"{len(passed)} passed, {len(tally.failed)} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if tally.failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
