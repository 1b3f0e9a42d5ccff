"""Debian's Chromium, headless, driven by Playwright (PyPI), which is told where it is and downloads none of its own.

    with Chromium() as browser:
        page = browser.open(path)           # a file; waits until it is loaded
        page.evaluate("document.title")
        page.events("Network.requestWillBeSent")

Hands and looks are Playwright's. What a page did is heard on Chromium's own protocol, and scripts are evaluated over it:
Playwright would evaluate them inside the page, where the page's Content-Security-Policy forbids it.
"""
import base64
import os
import pathlib
import shutil

from playwright.sync_api import sync_playwright

HANG = 300_000  # milliseconds until an answer counts as missing; no test measures time

FLAGS = ["--disable-gpu", "--lang=en", "--force-color-profile=srgb", "--host-resolver-rules=MAP * ~NOTFOUND"]

HEARD = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Page.javascriptDialogOpening",
         "Page.frameAttached", "Page.windowOpen", "Network.requestWillBeSent")


def find_chromium():
    """Its path, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


class Chromium:
    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS,
                                                       chromium_sandbox=os.getuid() != 0, timeout=HANG)
        return self

    def __exit__(self, *_):
        self.browser.close()
        self.playwright.stop()

    def new_page(self, width=1200, height=900, scheme="light"):
        return Page(self.browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme))

    def open(self, path, **how):
        page = self.new_page(**how)
        page.go(pathlib.Path(path).resolve().as_uri())
        return page


class Page:
    def __init__(self, context):
        context.set_default_timeout(HANG)
        self.context = context
        self.page = context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())  # the page would wait for ever
        self.session = context.new_cdp_session(self.page)
        self.heard = []
        for event in HEARD:
            self.session.on(event, lambda parameters, event=event: self.heard.append((event, parameters)))
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        return self.session.send(method, parameters)

    def go(self, url):
        self.page.goto(url)

    def close(self):
        self.context.close()

    def events(self, *methods):
        """What happened so far: [(method, parameters)]."""
        assert set(methods) <= set(HEARD), methods
        return [event for event in self.heard if event[0] in methods]

    def evaluate(self, expression):
        """The value of an expression, waited for if it is a promise."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def settle(self):
        """Until everything that was asked for is drawn."""
        self.evaluate("new Promise((done) => setTimeout(() => requestAnimationFrame("
                      "() => requestAnimationFrame(done)), 200))")

    # ---- looks ----

    def size(self, width, height, mobile=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def scheme(self, scheme, media="screen"):
        self.page.emulate_media(media=media, color_scheme=scheme)

    def screenshot(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    # ---- hands ----

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.insert_text(text)

    def click(self, expression):
        """Clicks where the first line of an element is; it is scrolled to first."""
        x, y = self.evaluate(f"""(() => {{
            const element = {expression};
            element.scrollIntoView({{block: "center"}});
            const box = element.getClientRects()[0];
            return [box.x + Math.min(box.width / 2, 40), box.y + box.height / 2];
        }})()""")
        self.page.mouse.click(x, y)
