"""Hostile documents: nothing of them runs, asks for anything or opens a dialog, neither in an explanation nor in what
`dehusk --to html` writes."""
import pathlib
import re

import browser_harness

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "write" / "xss_vectors.txt"


def vectors():
    escapes = {"n": b"\n", "t": b"\t", "r": b"\r", "\\": b"\\"}

    def byte(match):
        word = match[1]
        return bytes([int(word[1:], 16)]) if word[:1] == b"x" else escapes.get(word.decode(), match[0])

    for line in VECTORS.read_bytes().split(b"\n"):
        if line and not line.startswith(b"#"):
            yield re.sub(rb"\\(x[0-9a-fA-F]{2}|.)", byte, line)


def pages_of(vector):
    """The ways a vector gets into a page: as markup, and as every kind of text and attribute that is written."""
    text = vector.replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    value = text.replace(b'"', b"&quot;")
    return [
        vector,
        b"<p>" + text, b"<h2>" + text + b"</h2>", b"<pre>" + text + b"</pre>", b"<pre><code>" + text + b"</code></pre>",
        b"<ul><li>" + text + b"</ul>", b"<table><tr><th>" + text + b"<td>" + text + b"</table>", b"<blockquote>" + text,
        b"<p><b>" + text + b"</b>", b"<p>a <code>" + text + b"</code>", b"<figure><img src=y alt=z><figcaption>" + text,
        b'<p><a href="' + value + b'">a</a>', b'<p><img src="' + value + b'" alt=b>c',
        b'<p><img src=x alt="' + value + b'">c', b'<p><a href="' + value + b'">' + text + b"</a>",
    ]


class Safety(browser_harness.BrowserTest):
    def assert_nothing_ran(self, page, what):
        self.assertEqual(page.events("Page.javascriptDialogOpening", "Runtime.exceptionThrown",
                                     "Runtime.consoleAPICalled", "Page.frameAttached", "Page.windowOpen"), [], what)
        self.assertIsNone(page.evaluate("window.ran"), what)


class Control(Safety):
    def test_what_runs_is_noticed(self):
        for markup in ("<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<script>console.log(1)</script>",
                       "<script>window.ran = 1</script>", "<iframe srcdoc=x></iframe>", "<body onload=nowhere()>"):
            self.write("control.html", markup)
            page = self.open("control.html")
            page.settle()
            with self.assertRaises(AssertionError, msg=markup):
                self.assert_nothing_ran(page, markup)

    def test_what_is_asked_for_is_noticed(self):
        self.write("out.html", "<img src=http://evil.example/x>")
        page = self.open("out.html")
        page.settle()
        self.assertIn("http://evil.example/x", self.requests(page))


class WrittenHtml(Safety):
    HARMLESS = {"http:", "https:", "ftp:", "mailto:", "tel:", "file:"}
    NEVER = set("script style svg math iframe object embed form input meta link base video audio template textarea xmp "
                "noscript title".split())

    def test_nothing_of_the_known_vectors_runs(self):
        """All ways of all vectors are cleaned in one run, then all that one vector became is opened as one page."""
        count = 0
        for v, vector in enumerate(vectors()):
            for w, page in enumerate(pages_of(vector)):
                self.write(f"in/{v:03}/{w:02}.html", page)
            count += 1
        self.assertGreater(count, 80)
        self.dehusk("--no-builtin", "--as", "html", "--encoding", "utf-8", "--to", "html", "-q", "-r", "-d", "clean", "in")
        page = browser_harness.BROWSER.new_page()
        self.addCleanup(page.close)
        written = 0
        for folder in sorted((self.folder / "clean").glob("**/[0-9][0-9][0-9]")):
            parts = [path.read_bytes() for path in sorted(folder.iterdir())]
            written += sum(bool(part) for part in parts)
            path = self.write("out.html", b"<!doctype html><meta charset=utf-8><body>" + b"\n<hr>\n".join(parts))
            page.go(path.as_uri())
            page.evaluate("new Promise((done) => setTimeout(done, 20))")
            self.assert_nothing_ran(page, folder.name)
            found = page.evaluate("""(() => {
                const all = [...document.body.querySelectorAll("*")];
                return {
                    names: [...new Set(all.map((e) => e.localName))],
                    attributes: [...new Set(all.flatMap((e) => e.getAttributeNames()))],
                    schemes: [...new Set(all.filter((e) => e.localName === "a").map((e) => e.protocol))],
                    images: [...new Set(all.filter((e) => e.localName === "img").map((e) => e.src.slice(0, 11)))],
                };
            })()""")
            self.assertEqual(self.NEVER & set(found["names"]), set(), folder.name)
            self.assertEqual([a for a in found["attributes"] if a.startswith("on") or a in ("style", "srcdoc", "id")], [],
                             folder.name)
            self.assertLessEqual(set(found["schemes"]), self.HARMLESS | {":"}, folder.name)
            for image in found["images"]:
                self.assertRegex(image, r"^(https?:|file:|data:image/)", folder.name)
        self.assertGreater(written, 80 * 10)
        # Images may be asked for, nothing else.
        kinds = {event["type"] for _, event in page.events("Network.requestWillBeSent")}
        self.assertLessEqual(kinds, {"Document", "Image"})


class Explanation(Safety):
    RULES = ('name = "own"\n[[remove]]\nid = "ad"\ncategory = "ad"\nspan = "alert*"\n'
             '[[remove]]\nid = "all"\ncategory = "promo"\nline = "*script*"\n')

    def check(self, page):
        page.press("n", "n", "/")
        page.type('<img src=x onerror="window.ran = 1">')
        page.settle()
        page.press("Escape", "Escape", "n")
        page.evaluate("document.querySelectorAll('#text .b').forEach((block) => block.click())")
        page.evaluate("document.querySelectorAll('#text [data-r]').forEach((part) => part.click())")
        self.assert_quiet(page)
        self.assert_nothing_ran(page, "")

    def test_a_text_of_all_vectors(self):
        text = b"".join(vector.replace(b"\n", b" ") + b"\n" for vector in vectors())
        page = self.explain(text + "\u2028 \u202e turned \u2066 </main></script><!--".encode(), self.RULES,
                            "--as", "text", "--encoding", "utf-8", name="page.txt")
        self.check(page)
        self.assertEqual(page.evaluate("document.querySelectorAll('#text :not(div, del, mark, span)').length"), 0)
        last = page.evaluate("[...document.querySelectorAll('#text .b')].at(-1).textContent")
        self.assertEqual(last, "U+2028 U+202E turned U+2066 </main></script><!--")

    def test_a_page_of_all_vectors(self):
        for way in (1, 11, 13):
            source = b"<!doctype html><body>" + b"\n".join(pages_of(vector)[way] for vector in vectors())
            self.check(self.explain(source, self.RULES))

    def test_every_vector_as_a_page(self):
        for vector in list(vectors())[::9]:
            page = self.explain(b"<!doctype html><p>One.<p>alert<p>" + vector, self.RULES)
            page.press("n")
            self.assert_nothing_ran(page, vector)
            self.assert_quiet(page)

    def test_names(self):
        name = '<img src=x onerror="window.ran=1">.txt'
        rules_name = "<script>window.ran = 1<\u2215script>\u202e'\".toml"
        rules = self.RULES.replace('id = "ad"', 'id = "ad"\nabout = "</script><script>window.ran = 1</script>"')
        page = self.explain("One.\nalert(1)\n", rules, name=name, rules_name=rules_name)
        self.assertEqual(page.evaluate("document.querySelector('h1').textContent"), name)
        page.press("n")
        self.assertIn(rules_name.replace("\u202e", "U+202E"),
                      page.evaluate("document.querySelector('.at').textContent"))
        self.check(page)

    def test_ids_and_classes_of_elements(self):
        source = ('<!doctype html><div class="&quot;><img/src=x/onerror=window.ran=1>" id="\'onclick=\'window.ran=1">'
                  "<p>One.<p>alert(1)</div>")
        page = self.explain(source, self.RULES)
        page.press("n")
        self.check(page)
