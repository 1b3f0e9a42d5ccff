#!/usr/bin/env python3
"""Tests in Debian's Chromium, headless: python3 browser_test.py BINARY [WORD...]

Runs the tests of all browser_*.py beside this file, of those named so that they hold a WORD where words are given. Its driver
comes from PyPI, as browser_test.txt pins it. Where Chromium or the driver is missing they are skipped, but not in CI, where that is
a failure. The last line is `N passed, N failed`, with
`, N skipped` where some were; exit 1 if one failed.
"""
import argparse
import importlib
import os
import pathlib
import subprocess
import sys
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "cli"), str(FOLDER.parent.parent / "bench")]

import browser_harness  # noqa: E402
import venv_of  # noqa: E402
from command_test import Tally, tests_of  # noqa: E402

NO_TESTS = ("browser_test", "browser_harness")


def main():
    parser = argparse.ArgumentParser(description="Tests in Chromium.")
    parser.add_argument("binary")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only tests with one of these in their name")
    options = parser.parse_args()
    try:
        venv_of.run_inside(pathlib.Path(__file__).resolve().with_suffix(".txt"))
        from chromium import Chromium, find_chromium
        lacking = None if find_chromium() else "Chromium is not installed (package chromium)"
    except (subprocess.CalledProcessError, ImportError) as error:
        lacking = f"its driver is not to be had: {error}"
    if lacking:
        print(f"skipped: {lacking}")
        missing = int(bool(os.environ.get("CI")))
        print(f"0 passed, {missing} failed, {1 - missing} skipped")
        return missing
    browser_harness.BINARY = os.path.abspath(options.binary)

    tally = Tally()
    with Chromium() as browser:
        browser_harness.BROWSER = browser
        for path in sorted(FOLDER.glob("browser_*.py")):
            if path.stem in NO_TESTS:
                continue
            suite = unittest.defaultTestLoader.loadTestsFromModule(importlib.import_module(path.stem))
            for test in tests_of(suite):
                if not options.words or any(word in test.id() for word in options.words):
                    test.run(tally)
    passed = tally.passed - tally.failed
    skipped = tally.left_out - tally.failed
    print(f"{len(passed)} passed, {len(tally.failed)} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if tally.failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
