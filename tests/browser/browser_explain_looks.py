"""`dehusk explain --html`: light and dark, contrast, paper, small screens, large documents."""
from browser_harness import ARTICLE, BrowserTest

# What is drawn for a colour: the sRGB channels of a pixel of it.
PIXEL = """
const context = Object.assign(document.createElement("canvas"), {width: 1, height: 1})
    .getContext("2d", {willReadFrequently: true});
function pixel(colour, below) {
    context.fillStyle = below || "#fff";
    context.fillRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
"""
PAPER = "(() => {" + PIXEL + "return pixel(getComputedStyle(document.body).backgroundColor); })()"

CATEGORIES = ("ad ticker cross-link related navigation byline dateline caption legal subscribe share comment cookie promo "
              "other").split()


def luminance(rgb):
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Looks(BrowserTest):
    def is_dark(self, page):
        return luminance(page.evaluate(PAPER)) < 0.2

    def test_light_and_dark(self):
        page = self.explain()
        self.assertFalse(self.is_dark(page))
        page.scheme("dark")
        self.assertTrue(self.is_dark(page))
        theme = "document.getElementById('theme')"
        for label, dark in (("light", False), ("dark", True), ("system", True)):
            page.click(theme)
            self.assertEqual(page.evaluate(f"{theme}.textContent"), f"Theme: {label}")
            self.assertEqual(self.is_dark(page), dark)
        page.scheme("light")
        self.assertFalse(self.is_dark(page))
        self.assert_quiet(page)

    def test_every_text_has_the_contrast_of_wcag_aa(self):
        rules = 'name = "all"\n' + "".join(
            f'[[remove]]\nid = "{c}"\ncategory = "{c}"\nline = "this is {c}"\n' for c in CATEGORIES)
        text = "".join(f"this is {c}\nThe ferry is late.\n" for c in CATEGORIES)
        page = self.explain(text, rules, name="all.txt")
        page.evaluate("document.querySelector('.keys').open = true")
        for scheme in ("light", "dark"):
            page.scheme(scheme)
            for selected in (False, True):
                if selected:
                    page.press("n")
                pairs = page.evaluate("(() => {" + PIXEL + """
                    const found = [];
                    for (const element of document.querySelectorAll("body *")) {
                        const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
                        const seen = element.checkVisibility({visibilityProperty: true});
                        if (!own || !seen || element.closest("script")) continue;
                        const layers = [];
                        for (let e = element; e; e = e.parentElement) layers.unshift(getComputedStyle(e).backgroundColor);
                        let below = "#fff";
                        for (const layer of layers) below = "rgb(" + pixel(layer, below) + ")";
                        const style = getComputedStyle(element);
                        found.push([element.tagName + "." + element.className, pixel(style.color, below), pixel(below)]);
                    }
                    return found;
                })()""")
                self.assertGreater(len(pairs), 100)
                for name, ink, paper in pairs:
                    self.assertGreaterEqual(contrast(ink, paper), 4.5, (scheme, name, ink, paper))
        self.assertGreater(len({tuple(ink) for name, ink, _ in pairs if name.startswith("DEL")}), len(CATEGORIES) - 2)

    def test_on_paper(self):
        page = self.explain(scheme="dark")
        page.scheme("dark", media="print")
        self.assertFalse(self.is_dark(page))
        for selector in (".tools", "#theme", ".keys", "#part"):
            self.assertFalse(page.evaluate(f"document.querySelector('{selector}').checkVisibility()"), selector)
        for selector in ("#rules", "#text", "#text del"):
            self.assertTrue(page.evaluate(f"document.querySelector('{selector}').checkVisibility()"), selector)
        self.assertIn("line-through", page.evaluate(
            "getComputedStyle(document.querySelector('#text del')).textDecorationLine"))
        self.assert_quiet(page)

    def test_the_rules_are_printed_from_a_phone_too(self):
        page = self.explain(width=390, height=800)
        self.assertFalse(page.evaluate("document.getElementById('rules').checkVisibility()"))
        page.evaluate("addEventListener('afterprint', () => { window.printed = true; });"
                      "addEventListener('beforeprint', () => {"
                      "window.shown = document.getElementById('rules').checkVisibility(); })")
        page.call("Page.printToPDF")
        self.assertTrue(page.evaluate("window.shown && window.printed"))
        self.assertFalse(page.evaluate("document.getElementById('rules').checkVisibility()"))

    def test_on_a_phone(self):
        long = "https://example.com/" + "a" * 300
        deep = "<ul><li>" * 9 + "deep down" + "</ul>" * 9 + "<blockquote>" * 8 + "said " * 20 + "</blockquote>" * 8
        wide = f"<p>{long}</p><pre>{'x ' * 200}</pre><table><tr><td>{'cell ' * 30}<td>{long}</table>"
        page = self.explain(ARTICLE + wide + deep, width=320, height=640, name="a" * 120 + ".html")
        page.size(320, 640, mobile=True)
        self.assertEqual(page.evaluate("document.documentElement.scrollWidth"), 320)
        self.assertFalse(page.evaluate("document.getElementById('rules').checkVisibility()"))
        page.click("document.querySelector('#side > summary')")
        self.assertTrue(page.evaluate("document.getElementById('rules').checkVisibility()"))
        page.click("document.querySelector('[role=option]')")
        self.assertTrue(page.evaluate("document.getElementById('part').checkVisibility()"))
        overlap = page.evaluate("""document.querySelector('#text .on').getBoundingClientRect().bottom
            <= document.getElementById('part').getBoundingClientRect().top""")
        self.assertTrue(overlap)
        self.assertEqual(page.evaluate("document.documentElement.scrollWidth"), 320)
        self.assert_quiet(page)


class Large(BrowserTest):
    LINES = ("Residents of Eastmere voted on Monday to keep the ferry that has crossed the bay since 1911.\n"
             "Advertisement\nBy Clara Winfield\n")

    def work(self, copies):
        """How often functions and loops of the script run, from opening to the last of some keys."""
        text = self.LINES * copies
        page = self.explain(text, name="large.txt")
        page.call("Profiler.enable")
        page.call("Profiler.startPreciseCoverage", callCount=True, detailed=True)
        page.go((self.folder / "out.html").resolve().as_uri())
        page.press("n", "n", "p")
        page.press("/")
        page.type("clara")
        page.settle()
        self.assertEqual(page.evaluate("document.querySelectorAll('#text .off').length"), copies)
        page.press("Escape")
        page.settle()
        page.click("document.querySelector('[role=option]')")
        result = page.call("Profiler.takePreciseCoverage")["result"]
        calls = sum(r["count"] for script in result for f in script["functions"] for r in f["ranges"])
        self.assertEqual(self.complaints(page), [])
        return calls, page

    def test_two_megabytes(self):
        copies = 2_000_000 // len(self.LINES)
        small, _ = self.work(copies // 4)
        large, page = self.work(copies)
        self.assertGreater(large, copies)  # the count counts
        self.assertLess(large, small * 4.4)
        self.assertEqual(page.evaluate("document.querySelectorAll('#text del').length"), 2 * copies)
        # What is far away is not laid out: chunks have the height they are guessed to have.
        guessed = page.evaluate("""[...document.querySelectorAll('.k')]
            .filter((chunk) => chunk.getBoundingClientRect().height === 1500).length""")
        chunks = page.evaluate("document.querySelectorAll('.k').length")
        self.assertGreater(chunks, 200)
        self.assertGreater(guessed, chunks * 0.9)
        page.press("n")
        page.press("p", "p", "p")  # the last part of all
        page.settle()
        self.assertTrue(page.evaluate("document.activeElement.getBoundingClientRect().bottom <= innerHeight"))
        self.assertTrue(page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"))

    def test_one_line_of_five_megabytes(self):
        page = self.explain("The ferry (Also read: More) is late. " * 135_000, name="line.txt")
        page.press("n", "n")
        self.assertIn("2 of 135000", page.evaluate("document.getElementById('part').innerText"))
        self.assert_quiet(page)
