"""What the tests of the command share: a folder for each test, the binary run in it, rules that never change.

    root/            read by everyone, gone after the test
      own.toml       OWN_RULES: what `self.own()` cleans with, whatever is built in
      work/          the working folder: self.folder
"""
import collections
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

BINARY = None  # set by command_test.py: an absolute path
LIGHT = False  # leave out what takes hundreds of megabytes

NOBODY = 65534
HANG = 900  # seconds until a run counts as hanging; no test measures time

OWN_RULES = r"""
name = "own"

[[remove]]
id       = "ad"
category = "ad"
level    = "safe"
line     = "Advertisement"

[[remove]]
id       = "related"
category = "related"
line     = "Related: *"

[[remove]]
id       = "share"
category = "share"
level    = "aggressive"
line     = "Share this"

[[remove]]
id       = "inline"
category = "cross-link"
span     = "(Also read: *)"

[[remove]]
id       = "byline"
category = "byline"
line     = "By {proper:author}"
"""

# One line of each rule of OWN_RULES between lines that stay.
PAGE = """\
The harbour opens at nine.
Advertisement
By Mary Stone
The ferry (Also read: Ferries) leaves at ten.
Related: Ten harbours
Share this
The island is quiet.
"""
PAGE_NORMAL = """\
The harbour opens at nine.
The ferry leaves at ten.
Share this
The island is quiet.
"""

Result = collections.namedtuple("Result", "code out err")

# A finding of a sanitizer is no exit code of dehusk's, and is told apart from them.
SANITIZER_EXIT = 99
SANITIZER_WORDS = (b"AddressSanitizer", b"LeakSanitizer", b"runtime error:")


def environment(changes):
    env = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LC_ALL": "C.UTF-8",
        "ASAN_OPTIONS": f"exitcode={SANITIZER_EXIT}:allocator_may_return_null=1",
        "UBSAN_OPTIONS": f"exitcode={SANITIZER_EXIT}:halt_on_error=1:print_stacktrace=1",
    }
    env.update(changes or {})
    return env


@contextlib.contextmanager
def full_disk(size):
    """A folder on a file system of `size` bytes of its own; None where mounting is not allowed."""
    folder = tempfile.mkdtemp()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", folder]
    try:
        mounted = subprocess.run(mount, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    try:
        yield pathlib.Path(folder) if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
        os.rmdir(folder)


class CommandTest(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="dehusk-test-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.root.chmod(0o755)
        self.folder = self.root / "work"
        self.folder.mkdir()
        self.rules = self.root / "own.toml"
        self.rules.write_text(OWN_RULES)

    # ---- files ----

    def write(self, name, content=PAGE):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, name):
        return (self.folder / name).read_bytes().decode()

    def tree(self, name="."):
        """{path below the folder: content} of all files, hidden and temporary ones too; links by their targets. The
        list that --resume reads has tests of its own."""
        top = self.folder / name
        return {
            os.fsdecode(bytes(path.relative_to(top))): "-> " + os.readlink(path) if path.is_symlink()
            else path.read_bytes().decode("utf-8", "replace")
            for path in sorted(top.rglob("*")) if (path.is_symlink() or path.is_file()) and path.name != ".dehusk-done"
        }

    # ---- runs ----

    def dehusk(self, *words, code=0, stdin=b"", env=None, nobody=False, cwd=None, before=None, stdout=None):
        """Runs the binary, asserts its exit code, and that no sanitizer spoke.

        nobody: without root's rights; before: called in the child before it becomes dehusk; stdout: a file for it."""
        command = [BINARY, *(os.fsencode(word) for word in words)]
        rights = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if nobody and os.getuid() == 0 else {}
        done = subprocess.run(
            command, input=stdin.encode() if isinstance(stdin, str) else stdin, stdout=stdout or subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=cwd or self.folder, env=environment(env), preexec_fn=before, timeout=HANG,
            **rights)
        result = Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
        self.check_run(command, result, code)
        return result

    def own(self, *words, **more):
        """As dehusk(), with OWN_RULES and nothing built in."""
        return self.dehusk("--no-model", "--no-builtin", "--rules", self.rules, *words, **more)

    def cleaned(self, text, *words, **more):
        """What OWN_RULES leave of a text; nothing may be said on standard error."""
        result = self.own(*words, stdin=text, **more)
        self.assertEqual(result.err, "")
        return result.out.decode() if isinstance(text, str) else result.out

    def check_run(self, command, result, code):
        shown = " ".join(os.fsdecode(word) for word in command)
        for word in SANITIZER_WORDS:
            if word in result.err.encode():
                self.fail(f"{shown}\n{result.err}")
        if result.code != code:
            out = (result.out or b"")[:2000].decode("utf-8", "replace")
            self.fail(f"exit {result.code}, expected {code}: {shown}\nstdout: {out}\nstderr: {result.err[:2000]}")

    def records(self, output):
        """The objects of JSON lines; every line must end."""
        lines = output.split(b"\n")
        self.assertEqual(lines.pop(), b"")
        return [json.loads(line) for line in lines]

    def need_nobody(self):
        """Skips where nobody may not run the binary."""
        if os.getuid() != 0:
            return
        try:
            self.dehusk("--version", nobody=True)
        except PermissionError:
            self.skipTest("nobody may not run the binary")
