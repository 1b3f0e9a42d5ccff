#!/usr/bin/env python3
"""Tests of the Python package: python3 python_test.py BINARY [WORD...]

Runs the tests of python_twins.py, python_api.py and python_package.py, of those named so that they hold a WORD where words are
given, on the package in build/python/site (build_wheel.py) and beside the command BINARY. What they need is pinned in python_test.txt.
The last line is `N passed, N failed`, with `, N skipped` where some were; exit 1 if one failed.
"""
import argparse
import os
import pathlib
import sys

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent), str(FOLDER.parent / "cli"), str(FOLDER.parent.parent / "bench")]

import python_harness  # noqa: E402
import venv_of  # noqa: E402
from command_test import run_tests, tests_of_modules  # noqa: E402

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
    return run_tests(tests_of_modules(MODULES), options.words)


if __name__ == "__main__":
    sys.exit(main())
