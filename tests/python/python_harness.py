"""What the tests of the Python package share: the command to compare with, documents, a folder for each test."""
import contextlib
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "build" / "python" / "site"
SHARED = ROOT.parent / "shared"
BINARY = None  # set by python_test.py: an absolute path

OWN_RULES = """\
name = "own"

[[remove]]
id       = "meteor"
category = "promo"
level    = "safe"
line     = "The Meteor is *"
"""

PAGE = """\
<!doctype html>
<html lang="en"><head><title>Ferry stays</title><meta name="author" content="Clara Winfield"></head>
<body><nav><a href="/">Home</a> <a href="/coast">Coast</a></nav>
<main><h1>Harbour town keeps its ferry</h1>
<p>Residents of Eastmere voted <b>on Monday</b> to keep the ferry that has crossed the bay since 1911, and to paint it.</p>
<p>The Meteor is free</p></main></body></html>
"""


def fixtures():
    """Documents of our own: texts, pages, encodings, what is broken."""
    patterns = ("fixtures/*", "fuzz/corpus/html/*", "fuzz/corpus/text_reader/*", "fuzz/corpus/builtin/*", "tests/cli/explain/*.txt",
                "tests/cli/explain/*.html", "tests/rule/diagnostics/*.txt")
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]


class Case(unittest.TestCase):
    """A test with a working folder of its own, which is the current one."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="dehusk-python-")))
        self.enterContext(contextlib.chdir(self.folder))

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def records(self, *words):
        """{path: record} and {path: error} of `dehusk --jsonl ...`, with removed ranges."""
        done = subprocess.run([BINARY, "--jsonl", "--removed", "/dev/null", *map(str, words)], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"})
        self.assertIn(done.returncode, (0, 3), done.stderr)
        records = [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]
        errors = (line.removeprefix("dehusk: ").partition(": ") for line in done.stderr.decode().splitlines())
        return {record["path"]: record for record in records}, {path: message for path, _, message in errors}
