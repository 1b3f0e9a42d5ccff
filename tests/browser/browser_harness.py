"""What the tests in a browser share: a folder, dehusk run in it, and pages that are watched while they are open."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

BINARY = None   # set by browser_test.py: an absolute path
BROWSER = None  # a Chromium

HANG = 600  # seconds until a run of dehusk counts as hanging

ARTICLE = """<!doctype html>
<html lang=en><head><meta charset=utf-8><title>Ferry</title></head>
<body>
<nav class="menu"><ul><li>Home<li>News</ul></nav>
<main id=story>
<h1>Harbour town keeps its ferry</h1>
<p>By Clara Winfield</p>
<p>Advertisement</p>
<p>Residents of <b>Gr&ouml;&szlig;ere Bucht</b> voted on Monday (Also read: Why the bridge was built) to keep it.
<p>ADVERTISEMENT</p>
<p>The ferry is late. Advertising Standards will look into it.
<table><tr><th>Year<th>Boats<tr><td>1911<td>3</table>
<p>Tags: ferries</p>
<p>The end of it.</p>
<p>Advertisement</p>
<p>Copyright 2026 Eastmere Courier</p>
</main>
"""

RULES = r"""
name = "own"

[[remove]]
id       = "menu"
category = "navigation"
select   = "nav.menu"

[[remove]]
id       = "ad"
category = "ad"
line     = "Advertisement"

[[remove]]
id       = "ad.span"
category = "ad"
span     = "Advertising Standards will look into it."

[[remove]]
id       = "inline"
category = "cross-link"
span     = "(Also read: *)"

[[remove]]
id       = "byline"
category = "byline"
line     = "By {proper:author}"

[[remove]]
id       = "tags"
category = "navigation"
line     = "Tags: *"
to       = "The end*"
limit    = "1 lines"

[[remove]]
id       = "legal"
category = "legal"
line     = "Copyright *"

[[remove]]
id       = "legal.year"
category = "legal"
line     = "* 2026 *"

[[keep]]
id   = "keep.standards"
line = "*Advertising Standards*"
"""


class BrowserTest(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dehusk-browser-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def dehusk(self, *words, code=0):
        done = subprocess.run([BINARY, *map(os.fspath, words)], cwd=self.folder, capture_output=True, timeout=HANG)
        self.assertEqual(done.returncode, code, (words, done.stderr))
        if code == 0:
            self.assertEqual(done.stderr, b"", words)
        return done.stdout

    def open(self, path, **how):
        page = BROWSER.open(self.folder / path, **how)
        self.addCleanup(page.close)
        return page

    def explain(self, document=ARTICLE, rules=RULES, *words, name="page.html", rules_name="own.toml", **how):
        """The explanation of a document, open in the browser."""
        self.source = self.write(name, document).read_bytes()
        self.write(rules_name, rules)
        self.dehusk("explain", "--no-builtin", "--rules", rules_name, *words, "--html", "out.html", name)
        return self.open("out.html", **how)

    # ---- what the browser has to say ----

    def complaints(self, page):
        """Everything on the console, uncaught errors, and dialogs."""
        return page.events("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown",
                           "Page.javascriptDialogOpening")

    def requests(self, page):
        return [event["request"]["url"] for _, event in page.events("Network.requestWillBeSent")]

    def assert_quiet(self, page):
        """Nothing was asked for but the page, nothing was complained about."""
        page.settle()
        self.assertEqual(self.complaints(page), [])
        self.assertEqual(self.requests(page), [(self.folder / "out.html").resolve().as_uri()])
