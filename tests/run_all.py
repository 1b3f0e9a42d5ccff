#!/usr/bin/env python3
"""Runs every suite and prints one line a suite, then `N passed, N failed`.

  run_all.py RELEASE SANITIZED   the two build folders

Two run at a time, the longest first. Suites, in both builds: the C++ tests, the command's end-to-end tests. In the release build alone: the README's examples,
the arithmetic of bench, the Python package, the same on Spark, the tests in Chromium, the built-in rules' tests with coverage and their
lint, clang-tidy on the sources that changed in the last commits.
A suite that ends badly without naming a failure counts as one failure.
"""
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
RECENT_COMMITS = 10
MOST_TIDIED = 40
TOGETHER = 2


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.lock = threading.Lock()

    def add(self, name, passed, failed, skipped=0, output=""):
        with self.lock:
            self.add_alone(name, passed, failed, skipped, output)

    def add_alone(self, name, passed, failed, skipped, output):
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        skips = f", {skipped} skipped" if skipped else ""
        if failed:
            print(output, flush=True)
        print(f"{name}: {passed} passed, {failed} failed{skips}", flush=True)


def run(command):
    """Exit status and everything printed."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout.decode("utf-8", "replace").replace("\r", "\n")  # progress lines end so


def run_catch(tally, name, binary):
    status, output = run([binary])
    all_passed = re.search(r"All tests passed \(.* in (\d+) test cases?\)", output)
    some_failed = re.search(r"test cases: *\d+ \|(?: *(\d+) passed \|)? *(\d+) failed", output)
    if status == 0 and all_passed:
        tally.add(name, int(all_passed[1]), 0)
    elif some_failed:
        tally.add(name, int(some_failed[1] or 0), int(some_failed[2]), output=output[-20000:])
    else:
        tally.add(name, 0, 1, output=output[-20000:])


def run_counting(tally, name, command):
    """A suite whose last lines hold `N passed, N failed`."""
    status, output = run(command)
    counts = re.findall(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", output, re.M)
    if not counts:
        tally.add(name, 0, 1, output=output[-20000:])
        return
    passed, failed, skipped = (int(n or 0) for n in counts[-1])
    if status != 0 and failed == 0:
        failed = 1
    tally.add(name, passed, failed, skipped, output=output[-20000:])


def run_plain(tally, name, command):
    status, output = run(command)
    tally.add(name, int(status == 0), int(status != 0), output=output[-20000:])


def changed_sources():
    status, log = run(["git", "log", f"-{RECENT_COMMITS}", "--name-only", "--format=", "--", "src"])
    names = sorted({name for name in log.split() if name.endswith(".cc") and (ROOT / name).exists()}) if status == 0 else []
    return names[:MOST_TIDIED]


def run_tidy(tally, build, pool):
    """Starts a task for each source; what is to be called when all are done."""
    names = changed_sources()
    tidy = next((t for t in ("clang-tidy", "clang-tidy-14") if run(["sh", "-c", f"command -v {t}"])[0] == 0), None)
    if tidy is None:
        return lambda: tally.add("clang-tidy", 0, 1, output="clang-tidy is not installed")
    build_of = {name: "build/python" if name.startswith("src/python/") else build for name in names}
    tasks = [pool.submit(run, [tidy, "--quiet", "-p", build_of[name], name]) for name in names]

    def sum_up():
        results = [task.result() for task in tasks]
        bad = [output for status, output in results if status != 0]
        tally.add("clang-tidy", len(names) - len(bad), len(bad), output="".join(bad))

    return sum_up


def main():
    release, sanitized = sys.argv[1:3]
    tally = Tally()
    binary = f"{release}/dehusk"
    documents = [name for name in ("README.md", "rules/README.md") if (ROOT / name).exists()]
    suites = [
        (run_counting, "command, sanitized", [sys.executable, "tests/cli/command_test.py", "--light", f"{sanitized}/dehusk"]),
        (run_catch, "unit tests, sanitized", f"{sanitized}/tests/dehusk_tests"),
        (run_counting, "browser", [sys.executable, "tests/browser/browser_test.py", binary]),
        (run_catch, "unit tests, release", f"{release}/tests/dehusk_tests"),
        (run_counting, "command, release", [sys.executable, "tests/cli/command_test.py", binary]),
        (run_counting, "spark", [sys.executable, "tests/python/spark_test.py"]),
        (run_counting, "python", [sys.executable, "tests/python/python_test.py", binary]),
        (run_counting, "examples of the READMEs", [sys.executable, "tests/readme_examples.py", binary, *documents]),
        (run_counting, "arithmetic of bench", [sys.executable, "tests/bench_test.py"]),
        (run_counting, "tests of the rules", [binary, "test", "--coverage"]),
        (run_plain, "lint of the rules", [binary, "lint", "-q", "rules"]),
    ]
    with concurrent.futures.ThreadPoolExecutor(TOGETHER) as pool:
        tasks = [pool.submit(suite, tally, name, command) for suite, name, command in suites]
        sum_up_tidy = run_tidy(tally, release, pool)
        for task in tasks:
            task.result()
        sum_up_tidy()
    skips = f", {tally.skipped} skipped" if tally.skipped else ""
    print(f"{tally.passed} passed, {tally.failed} failed{skips}")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
