#!/usr/bin/env python3
"""End-to-end tests of the command: python3 command_test.py BINARY [--light] [WORD...]

Runs the tests of all command_*.py beside this file, of those named so that they hold a WORD where words are given. The
last line is `N passed, N failed`, with `, N skipped` where some were; exit 1 if one failed.
"""
import argparse
import importlib
import os
import pathlib
import sys
import unittest

import command_harness

FOLDER = pathlib.Path(__file__).resolve().parent
NO_TESTS = ("command_test", "command_harness")


class Tally(unittest.TestResult):
    """Prints each failure when it happens; counts tests, not the parts of tests."""

    def __init__(self):
        super().__init__()
        self.passed, self.failed, self.left_out = set(), set(), set()

    def report(self, test, error):
        self.failed.add(test.id().split(" ")[0])
        print(f"FAILED {test.id()}\n{self._exc_info_to_string(error, test)}", flush=True)

    def addFailure(self, test, error):
        self.report(test, error)

    def addError(self, test, error):
        self.report(test, error)

    def addSubTest(self, test, part, error):
        if error is not None:
            self.report(part, error)

    def addSuccess(self, test):
        self.passed.add(test.id())

    def addSkip(self, test, reason):
        self.left_out.add(test.id())
        print(f"skipped {test.id()}: {reason}", flush=True)


def tests_of(suite):
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from tests_of(part)
        else:
            yield part


def run_tests(tests, words):
    """Runs those with one of the words in their name, all where there is none; prints the counts. The exit status."""
    tally = Tally()
    for test in tests:
        if not words or any(word in test.id() for word in words):
            test.run(tally)
    # A test may fail in a part and still be left out or done.
    passed, skipped = tally.passed - tally.failed, tally.left_out - tally.failed
    print(f"{len(passed)} passed, {len(tally.failed)} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if tally.failed or not passed else 0


def tests_of_modules(names):
    for name in names:
        yield from tests_of(unittest.defaultTestLoader.loadTestsFromModule(importlib.import_module(name)))


def main():
    parser = argparse.ArgumentParser(description="End-to-end tests of the command.")
    parser.add_argument("binary")
    parser.add_argument("--light", action="store_true", help="leave out what takes hundreds of megabytes")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only tests with one of these in their name")
    options = parser.parse_intermixed_args()
    command_harness.BINARY = os.path.abspath(options.binary)
    command_harness.LIGHT = options.light

    sys.path.insert(0, str(FOLDER))
    names = sorted(path.stem for path in FOLDER.glob("command_*.py") if path.stem not in NO_TESTS)
    return run_tests(tests_of_modules(names), options.words)


if __name__ == "__main__":
    sys.exit(main())
