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


def main():
    parser = argparse.ArgumentParser(description="End-to-end tests of the command.")
    parser.add_argument("binary")
    parser.add_argument("--light", action="store_true", help="leave out what takes hundreds of megabytes")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only tests with one of these in their name")
    options = parser.parse_intermixed_args()
    command_harness.BINARY = os.path.abspath(options.binary)
    command_harness.LIGHT = options.light

    sys.path.insert(0, str(FOLDER))
    tally = Tally()
    for path in sorted(FOLDER.glob("command_*.py")):
        if path.stem in NO_TESTS:
            continue
        suite = unittest.defaultTestLoader.loadTestsFromModule(importlib.import_module(path.stem))
        for test in tests_of(suite):
            if not options.words or any(word in test.id() for word in options.words):
                test.run(tally)
    # A test may fail in a part and still be left out or done.
    passed, skipped = tally.passed - tally.failed, tally.left_out - tally.failed
    print(f"{len(passed)} passed, {len(tally.failed)} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if tally.failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
