"""Chromium, headless, driven over its own protocol through two pipes: no library besides Python's.

    with Chromium() as browser:
        page = browser.open(path)           # a file; waits until it is loaded
        page.evaluate("document.title")
        page.events("Network.requestWillBeSent")

Protocol: https://chromedevtools.github.io/devtools-protocol/. Messages are JSON, each ends with a NUL.
"""
import base64
import collections
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

HANG = 300  # seconds until an answer counts as missing; no test measures time

FLAGS = [
    "--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--mute-audio", "--force-color-profile=srgb", "--hide-scrollbars", "--lang=en",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]


def find_chromium():
    """Its path, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


class Chromium:
    def __init__(self, width=1200, height=900):
        self.profile = tempfile.mkdtemp(prefix="dehusk-chromium-")
        to_read, self.to_write = os.pipe()
        self.to_receive, to_send = os.pipe()
        root = ["--no-sandbox"] if os.getuid() == 0 else []
        # The protocol is spoken on the descriptors 3 and 4.
        command = ["sh", "-c", f'exec "$@" 3<&{to_read} 4>&{to_send}', "sh", find_chromium(), *FLAGS, *root,
                   f"--window-size={width},{height}", f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen(command, pass_fds=(to_read, to_send), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_send)
        self.buffer = b""
        self.last_id = 0
        self.heard = collections.defaultdict(list)  # by session
        self.pages = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self.process.wait(20)
        except (OSError, EOFError, TimeoutError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.to_write)
        os.close(self.to_receive)
        shutil.rmtree(self.profile, ignore_errors=True)

    # ---- the protocol ----

    def call(self, method, session=None, **parameters):
        """Sends a command and waits for its result; what happens meanwhile is kept as events."""
        self.last_id += 1
        wanted = self.last_id
        self.send(wanted, method, session, parameters)
        while True:
            message = self.receive()
            if message.get("id") == wanted:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]
            self.keep(message)

    def send(self, number, method, session, parameters):
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to_write, data):]

    def receive(self):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.to_receive], [], [], HANG)
            if not ready:
                raise TimeoutError("Chromium does not answer")
            data = os.read(self.to_receive, 1 << 16)
            if not data:
                raise EOFError("Chromium ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def keep(self, message):
        if "method" not in message:
            return
        session = message.get("sessionId")
        self.heard[session].append((message["method"], message["params"]))
        if message["method"] == "Page.javascriptDialogOpening":  # the page would wait for ever
            self.last_id += 1
            self.send(self.last_id, "Page.handleJavaScriptDialog", session, {"accept": True})

    def wait_for(self, session, method, since):
        deadline = time.monotonic() + HANG
        while not any(name == method for name, _ in self.heard[session][since:]):
            if time.monotonic() > deadline:
                raise TimeoutError(f"no {method}")
            self.keep(self.receive())

    # ---- pages ----

    def new_page(self, width=1200, height=900, scheme="light"):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, target, session)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        page.size(width, height)
        page.scheme(scheme)
        return page

    def open(self, path, **how):
        page = self.new_page(**how)
        page.go(pathlib.Path(path).resolve().as_uri())
        return page


class Page:
    def __init__(self, browser, target, session):
        self.browser, self.target, self.session = browser, target, session

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def go(self, url):
        since = len(self.browser.heard[self.session])
        self.call("Page.navigate", url=url)
        self.browser.wait_for(self.session, "Page.loadEventFired", since)

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)

    def events(self, *methods):
        """What happened so far: [(method, parameters)]."""
        return [event for event in self.browser.heard[self.session] if event[0] in methods]

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

    def scheme(self, scheme, media=""):
        self.call("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    # ---- hands ----

    KEYS = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowUp": 38, "ArrowDown": 40, "ArrowLeft": 37, "ArrowRight": 39,
            "Home": 36, "End": 35, " ": 32}

    def press(self, *keys):
        for key in keys:
            code = self.KEYS.get(key, ord(key.upper()[0]))
            how = {"key": key, "windowsVirtualKeyCode": code, "code": key}
            text = "\r" if key == "Enter" else key if len(key) == 1 else ""
            self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **how)
            self.call("Input.dispatchKeyEvent", type="keyUp", **how)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def click(self, expression):
        """Clicks where the first line of an element is; it is scrolled to first."""
        x, y = self.evaluate(f"""(() => {{
            const element = {expression};
            element.scrollIntoView({{block: "center"}});
            const box = element.getClientRects()[0];
            return [box.x + Math.min(box.width / 2, 40), box.y + box.height / 2];
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
