"""Many documents: what is read, where it goes, going on after a stop."""
import gzip
import io
import json
import os
import signal
import subprocess
import tarfile
import time

import command_harness
from command_harness import PAGE, PAGE_NORMAL, CommandTest, environment


def warc(*records):
    """A WARC file of (type, URL, block) with a gzip member a record."""
    out = b""
    for kind, url, content_type, block in records:
        head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\n"
                f"WARC-Record-ID: <urn:uuid:{len(out)}>\r\nContent-Length: {len(block)}\r\n\r\n")
        out += gzip.compress(head.encode() + block + b"\r\n\r\n")
    return out


def response(body, head="HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"):
    return head.encode() + body


class Inputs(CommandTest):
    def test_warc(self):
        page = b"<html><body><p>The caf\xe9 by the harbour opens at nine, and closes when the last ferry is gone."
        packed = gzip.compress(page)
        data = warc(("warcinfo", "", "application/warc-fields", b"software: none"),
                    ("response", "https://example.com/a", "application/http", response(page)),
                    ("response", "https://example.com/b", "application/http", response(
                        b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed),
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Encoding: gzip\r\n"
                        "Transfer-Encoding: chunked\r\n\r\n")),
                    ("response", "https://example.com/c.png", "application/http",
                     response(b"\x89PNG\r\n\x1a\n", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")),
                    ("conversion", "https://example.com/d", "text/plain", PAGE.encode()))
        self.write("crawl", data)
        result = self.own("--jsonl", "crawl", "--report", "report.json")
        records = self.records(result.out)
        self.assertEqual([record["url"][-1] for record in records], ["a", "b", "d"])
        self.assertEqual(records[0]["text"], records[1]["text"])
        self.assertTrue(records[0]["text"].startswith("The café by the harbour"))
        self.assertEqual(records[2]["text"], PAGE_NORMAL)
        self.assertEqual(records[0]["status"], 200)
        passed = json.loads(self.read("report.json"))["summary"]["passed_over"]
        self.assertEqual({kind: count for kind, count in passed.items()} if isinstance(passed, dict) else len(passed),
                         {"warcinfo record": 1, "image/png": 1} if isinstance(passed, dict) else 2)
        self.own("-d", "out", "crawl")
        self.assertEqual(self.records((self.folder / "out/crawl.jsonl").read_bytes()), records)

    def test_jsonl_passes_fields_through(self):
        line = '{"id": 1.50, "html":"<p>%s</p>", "nested":{"a":[1, 2]},"url":"https://example.com/"}' % ("The ferry stays. " * 9)
        self.write("pages.jsonl", line + "\n" + '{"text":"Rain fell."}\n')
        first, second = self.own("--jsonl", "pages.jsonl").out.decode().splitlines()
        self.assertTrue(first.startswith('{"id":1.50,"nested":{"a":[1, 2]},"url":"https://example.com/",'), first)
        self.assertEqual(json.loads(first)["text"].strip(), ("The ferry stays. " * 9).strip())
        self.assertEqual(json.loads(second)["text"].strip(), "Rain fell.")
        self.write("own.jsonl", '{"body":"Rain fell.","link":"https://example.org/"}\n')
        [record] = self.records(self.own("--jsonl", "--text-field", "body", "--url-field", "link", "own.jsonl").out)
        self.assertEqual((record["text"].strip(), record["link"]), ("Rain fell.", "https://example.org/"))

    def test_a_line_in_a_line_out(self):
        for jobs in ("-j1", "-j2"):
            with self.subTest(jobs):
                with subprocess.Popen([command_harness.BINARY, "--jsonl", "--from", "jsonl", jobs], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment({})) as child:
                    for number in range(5):
                        child.stdin.write(b"no json\n" if number == 3 else b'{"text":"Line %d."}\n' % number)
                        child.stdin.flush()
                        record = json.loads(child.stdout.readline())
                        self.assertEqual(record.get("text"), None if number == 3 else f"Line {number}.\n")
                        self.assertEqual("error" in record, number == 3)
                    child.stdin.close()
                    self.assertEqual(child.stdout.read(), b"")
                    self.assertEqual(child.wait(), 3)

    def test_lists_and_globs(self):
        for name in ("in/a.html", "in/b.txt", "in/c/d.txt", "in/skip/e.txt"):
            self.write(name)
        run = lambda *words, **more: sorted(record["path"] for record in self.records(self.own("--jsonl", *words, **more).out))
        self.assertEqual(run("-r", "in", "--include", "*.txt"), ["in/b.txt", "in/c/d.txt", "in/skip/e.txt"])
        self.assertEqual(run("-r", "in", "--include", "*.txt", "--exclude", "skip"), ["in/b.txt", "in/c/d.txt"])
        self.assertEqual(run("-r", "in", "--exclude", "c/**"), ["in/a.html", "in/b.txt", "in/skip/e.txt"])
        self.assertEqual(run("--files-from", "-", stdin="in/b.txt\nin/c/d.txt\n"), ["in/b.txt", "in/c/d.txt"])
        self.assertEqual(run("--files-from", "-", "-0", stdin="in/b.txt\0"), ["in/b.txt"])
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w:bz2") as archive:
            archive.add(self.folder / "in", "in")
        self.write("in.tar", file.getvalue())
        records = self.records(self.own("--jsonl", "--include", "*.txt", "in.tar").out)
        self.assertEqual(sorted(record["entry"] for record in records), ["in/b.txt", "in/c/d.txt", "in/skip/e.txt"])

    def test_url_from_path(self):
        self.write("data/example.org/a.txt")
        self.write("site.toml", 'name = "site"\nsites = ["example.org"]\n[[remove]]\nid = "x"\ncategory = "ad"\nline = ["Share this"]\n')
        words = ("--no-model", "--no-builtin", "--rules", "site.toml", "-r", "data")
        self.assertIn("Share this", self.dehusk(*words).out.decode())
        self.assertNotIn("Share this", self.dehusk(*words, "--url-from-path", "data/{host}/*").out.decode())

    def test_lines_that_cannot_be_cleaned_keep_their_fields(self):
        self.write("in.jsonl", '{"id":"x7","n":1.50}\n{"id":"x8","text":"Rain fell."}\n')
        result = self.own("--jsonl", "in.jsonl", code=3)
        failed, cleaned = result.out.decode().splitlines()
        self.assertIn('"id":"x7","n":1.50', failed)
        self.assertIn("error", json.loads(failed))
        self.assertEqual(json.loads(cleaned)["text"], "Rain fell.\n")
        self.assertRegex(result.err, r"in\.jsonl:1 \(x7\): ")

    def test_containers_that_hold_nothing(self):
        self.write("empty.jsonl", b"")
        self.write("empty.tar", b"\0" * 10240)
        self.assertEqual(self.own("--jsonl", "empty.jsonl", "empty.tar").out, b"")
        self.own("-d", "out", "empty.jsonl", "empty.tar")
        self.assertEqual(self.tree("out"), {"empty.jsonl": "", "empty.tar.jsonl": ""})

    def test_what_a_run_writes_is_no_input(self):
        for name in ("a", "b"):
            self.write(f"in/{name}.txt")
        for _ in range(2):
            self.own("-r", "in", "-d", "in/out", "--report", "in/report.json", "--removed", "in/removed.jsonl")
            self.assertEqual(self.tree("in/out"), {"a.txt": PAGE_NORMAL, "b.txt": PAGE_NORMAL})
        result = self.own("-r", "in", "-d", "in", code=2)
        self.assertIn("would be replaced by what it becomes; -i replaces files", result.err)
        self.assertEqual(self.read("in/a.txt"), PAGE)
        for _ in range(2):  # as the shell expands `*`
            self.own("-r", "-d", "in/out", "in/a.txt", "in/b.txt", "in/out")
            self.assertEqual(self.tree("in/out"), {"a.txt": PAGE_NORMAL, "b.txt": PAGE_NORMAL})

    def test_an_output_takes_the_place_of_no_input(self):
        self.write("x/z.txt", PAGE)
        self.write("x/x/z.txt", PAGE)
        self.assertIn("'x/z.txt' would be replaced by what 'x/x/z.txt' becomes", self.own("-r", "-d", ".", "x", code=2).err)
        self.assertEqual(self.read("x/z.txt"), PAGE)
        self.write("pages.jsonl.gz", gzip.compress(b'{"text":"Rain fell."}\n'))
        self.own("-d", ".", "pages.jsonl.gz")
        self.write("pages.tar", b"\0" * 1024)
        self.own("-d", ".", "pages.tar")
        self.assertEqual(self.read("pages.tar.jsonl"), "")
        self.assertIn("'pages.jsonl' would be replaced", self.own("-d", ".", "pages.jsonl", code=2).err)


class Outputs(CommandTest):
    def test_names(self):
        self.write("in/a.html.gz", gzip.compress(PAGE.encode()))
        self.write("in/b.html")
        self.own("-r", "in", "-d", "out")
        self.assertEqual(self.tree("out"), {"a.html": PAGE_NORMAL, "b.html": PAGE_NORMAL})
        self.own("-r", "in", "-d", "ext", "--ext", "txt")
        self.assertEqual(self.tree("ext"), {"a.txt": PAGE_NORMAL, "b.txt": PAGE_NORMAL})
        self.own("-r", "in", "-d", "packed", "--ext", ".txt.gz")
        self.assertEqual(gzip.decompress((self.folder / "packed/a.txt.gz").read_bytes()).decode(), PAGE_NORMAL)
        self.write("in/a.html")
        self.assertIn("would both be written", self.own("-r", "in", "-d", "two", code=2).err)

    def test_shards(self):
        self.write("in.jsonl", "".join(json.dumps({"n": n, "text": f"Rain fell on day {n}."}) + "\n" for n in range(10)))
        self.own("--jsonl", "-o", "out.jsonl", "--shards", "3", "in.jsonl")
        dealt = [[json.loads(line)["n"] for line in self.read(f"out-0000{i}-of-00003.jsonl").splitlines()] for i in range(3)]
        self.assertEqual(dealt, [[0, 3, 6, 9], [1, 4, 7], [2, 5, 8]])
        self.own("--jsonl", "-o", "cut.jsonl", "--shard-size", "700", "in.jsonl")
        names = sorted(path.name for path in self.folder.glob("cut-*.jsonl"))
        self.assertGreater(len(names), 2)
        self.assertEqual([json.loads(line)["n"] for name in names for line in self.read(name).splitlines()], list(range(10)))


class Resume(CommandTest):
    LINES = 4000

    def setUp(self):
        super().setUp()
        text = "Rain fell on the town for a week and the river rose over its banks. " * 8
        self.write("in.jsonl", "".join(json.dumps({"n": n, "text": text}) + "\n" for n in range(self.LINES)))

    def test_after_a_kill(self):
        self.own("--jsonl", "-o", "whole.jsonl", "in.jsonl")
        command = [command_harness.BINARY, "--no-model", "--no-builtin", "--rules", str(self.rules), "--jsonl", "-o", "out.jsonl",
                   "in.jsonl"]
        child = subprocess.Popen(command, cwd=self.folder, env=environment({}))
        state = self.folder / "out.jsonl.resume"
        while child.poll() is None and not (state.exists() and state.read_bytes().count(b"\n") > 1):
            time.sleep(0.001)
        child.send_signal(signal.SIGKILL)
        child.wait()
        self.own("--jsonl", "-o", "out.jsonl", "--resume", "in.jsonl")
        self.assertEqual(self.read("out.jsonl"), self.read("whole.jsonl"))
        self.assertEqual([path.name for path in self.folder.glob("out.jsonl*")], ["out.jsonl"])

    def test_ctrl_c(self):
        command = [command_harness.BINARY, "--no-model", "--jsonl", "--from", "jsonl", "-o", "out.jsonl", "-"]
        child = subprocess.Popen(command, cwd=self.folder, env=environment({}), stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        child.stdin.write(b'{"text":"Rain fell."}\n')
        child.stdin.flush()
        time.sleep(0.5)
        child.send_signal(signal.SIGINT)
        self.assertIn(b"interrupted", child.stderr.read())
        self.assertEqual(child.wait(), 130)
        self.assertFalse((self.folder / "out.jsonl").exists())

    def test_an_output_folder(self):
        for name in ("a", "b"):
            self.write(f"in/{name}.txt")
        done = self.folder / "out/.dehusk-done"
        self.own("-r", "in", "-d", "out")
        self.assertFalse(done.exists())
        self.own("-r", "in", "-d", "out", "--resume")
        self.assertTrue(done.exists())
        (self.folder / "out/a.txt").write_text(PAGE_NORMAL.replace("nine", "NINE"))
        self.write("in/b.txt", PAGE.replace("nine", "eight"))
        self.own("-r", "in", "-d", "out", "--resume")
        self.assertEqual(self.tree("out"), {"a.txt": PAGE_NORMAL.replace("nine", "NINE"),
                                            "b.txt": PAGE_NORMAL.replace("nine", "eight")})
        result = self.own("-r", "in", "-d", "out", "--resume", "--keep-blank")
        self.assertIn("options changed", result.err)
        self.assertIn("nine", self.read("out/a.txt"))

    def test_what_cannot_be_gone_on_with(self):
        self.assertIn("--resume", self.own("--resume", "in.jsonl", code=2).err)
        self.assertIn("--removed", self.own("--resume", "-d", "out", "--removed", "r.jsonl", "in.jsonl", code=2).err)

    def test_in_place(self):
        for name in ("a", "b"):
            self.write(f"in/{name}.txt")
        self.own("-i.bak", "in/a.txt")
        os.utime(self.folder / "in/a.txt")
        self.own("-i.bak", "--resume", "in/a.txt", "in/b.txt")
        self.assertEqual(self.read("in/a.txt.bak"), PAGE)
        self.assertEqual(self.read("in/b.txt"), PAGE_NORMAL)

    def test_in_place_refuses_what_holds_many_documents(self):
        lines = '{"text":"Rain fell."}\n{"text":"Snow fell."}\n'
        self.write("in.jsonl", lines)
        self.write("a.txt.gz", packed := gzip.compress(PAGE.encode(), mtime=0))
        self.write("empty.jsonl", b"")
        result = self.own("-i", "--removed", "removed.jsonl", "in.jsonl", "a.txt.gz", "empty.jsonl", code=3)
        self.assertNotIn("empty", result.err)
        self.assertEqual(result.err.count("in.jsonl"), 1, result.err)
        self.assertIn("holds many documents", result.err)
        self.assertEqual(self.read("in.jsonl"), lines)
        self.assertEqual((self.folder / "a.txt.gz").read_bytes(), packed)
        self.assertEqual(self.tree().get("removed.jsonl", ""), "")

    def test_in_place_goes_on_below_a_folder(self):
        for name in ("a", "b"):
            self.write(f"in/{name}.txt")
        self.own("-i.bak", "in/a.txt")
        self.own("-i.bak", "--resume", "-r", "in")
        self.assertEqual(self.tree("in"), {name: PAGE_NORMAL for name in ("a.txt", "b.txt")}
                         | {name: PAGE for name in ("a.txt.bak", "b.txt.bak")})

    def test_a_closed_list_stops_no_documents(self):
        self.write("many.jsonl", ('{"text":' + json.dumps(PAGE) + "}\n") * 3000)
        command = [command_harness.BINARY, "--no-model", "--no-builtin", "--rules", str(self.rules), "--jsonl", "-o", "out.jsonl",
                   "--removed", "/dev/stdout", "many.jsonl"]
        reader, writer = os.pipe()
        os.close(reader)
        with subprocess.Popen(command, cwd=self.folder, env=environment({}), stdout=writer, stderr=subprocess.PIPE) as child:
            os.close(writer)
            self.assertEqual((child.stderr.read(), child.wait()), (b"", 0))
        self.assertEqual(len(self.read("out.jsonl").splitlines()), 3000)

    def test_what_failed_is_told_again(self):
        self.write("in/a.jsonl", '{"text":"Rain fell."}\nno json\n')
        self.write("in/b.txt")
        first = self.own("-r", "in", "-d", "out", "--resume", code=3)
        again = self.own("-r", "in", "-d", "out", "--resume", code=3)
        self.assertEqual([line for line in again.err.splitlines() if "a.jsonl" in line],
                         [line for line in first.err.splitlines() if "a.jsonl" in line])
        self.write("in/a.jsonl", '{"text":"Rain fell."}\n{"text":"Snow fell."}\n')
        self.own("-r", "in", "-d", "out", "--resume")
        self.assertEqual(len(self.read("out/a.jsonl").splitlines()), 2)

    def test_an_input_that_cannot_be_opened_is_told_each_time(self):
        self.need_nobody()
        for name in ("a", "b"):
            self.write(f"in/{name}.txt")
        (self.folder / "in/a.txt").chmod(0)
        self.folder.chmod(0o777)
        self.own("-r", "in", "-d", "out", "--resume", code=3, nobody=True)
        self.assertIn("in/a.txt: Permission denied", self.own("-r", "in", "-d", "out", "--resume", code=3, nobody=True).err)

    def test_standard_input_is_gone_on_with(self):
        lines = (self.folder / "in.jsonl").read_bytes()
        self.own("--jsonl", "-o", "whole.jsonl", "--from", "jsonl", "-", stdin=lines)
        command = [command_harness.BINARY, "--no-model", "--no-builtin", "--rules", str(self.rules), "--jsonl", "-o", "out.jsonl",
                   "--from", "jsonl", "-"]
        with subprocess.Popen(command, cwd=self.folder, env=environment({}), stdin=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            child.stdin.write(lines[:len(lines) * 3 // 4])
            child.stdin.flush()
            state = self.folder / "out.jsonl.resume"
            while not (state.exists() and state.read_bytes().count(b"\n") > 1):
                time.sleep(0.001)
            child.send_signal(signal.SIGKILL)
        self.own("--jsonl", "-o", "out.jsonl", "--resume", "--from", "jsonl", "-", stdin=lines)
        self.assertEqual(self.read("out.jsonl"), self.read("whole.jsonl"))
