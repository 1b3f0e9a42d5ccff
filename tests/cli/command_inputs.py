"""Encodings, binary data, odd texts, large texts, and what must not change the output."""
import io
import os
import random
import re
import resource
import shutil
import struct
import subprocess
import unittest
import zipfile
import zlib

import command_harness
from command_harness import PAGE, PAGE_NORMAL, CommandTest


def png():
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")


def office_file():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", PAGE)
    return file.getvalue()


class Binary(CommandTest):
    def test_binary_data_is_named_and_refused(self):
        with open(command_harness.BINARY, "rb") as binary:
            elf = binary.read(1 << 16)
        cases = {
            "PDF document": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
            "PNG image": png(),
            "JPEG image": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
            "GIF image": b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff",
            "zip archive": office_file(),
            "ELF binary": elf,
            "binary data": random.Random(3).randbytes(1 << 16),
        }
        self.write("a.txt")
        for kind, data in cases.items():
            with self.subTest(kind):
                path = self.write("file.txt", data)
                for words in ([], ["--jsonl"], ["--encoding", "utf-8"], ["--as", "text"]):
                    result = self.own(*words, "file.txt", "a.txt", code=3)
                    self.assertEqual(result.err, f"dehusk: file.txt: not text but {kind}\n")
                    self.assertIn(b"The ferry leaves at ten.", result.out)
                self.assertEqual(self.own(stdin=data, code=3).err, f"dehusk: standard input: not text but {kind}\n")
                self.assertEqual(self.dehusk("explain", "file.txt", code=3).err, f"dehusk: file.txt: not text but {kind}\n")
                self.own("-i", "file.txt", code=3)
                self.assertEqual(path.read_bytes(), data)

    def test_texts_that_begin_like_binary_data(self):
        for text in ("BM is the name of the firm.\n", "MZ 1.\n", "PK\n", "GIF89a is a format.\n", "BZh\n", "Rar!\n", "%PDF\n"):
            self.assertEqual(self.cleaned(text), text)


class Encodings(CommandTest):
    TEXT = "Größe zählt im Hafen von Łódź, sagt İlker: «señor, ça va?»\nAdvertisement\nСудно вышло в море.\n"
    LEFT = TEXT.replace("Advertisement\n", "")

    def test_marks_and_wide_encodings(self):
        cases = {
            "utf-8": self.TEXT.encode(),
            "utf-8 with mark": self.TEXT.encode("utf-8-sig"),
            "utf-16le with mark": b"\xff\xfe" + self.TEXT.encode("utf-16-le"),
            "utf-16be with mark": b"\xfe\xff" + self.TEXT.encode("utf-16-be"),
            "utf-16le": self.TEXT.encode("utf-16-le"),
            "utf-16be": self.TEXT.encode("utf-16-be"),
            "utf-32le with mark": self.TEXT.encode("utf-32"),
        }
        for name, data in cases.items():
            with self.subTest(name):
                self.assertEqual(self.cleaned(data).decode(), self.LEFT)
                [record] = self.records(self.own("--jsonl", stdin=data).out)
                self.assertEqual(record["stats"]["encoding"], name.split()[0])

    def test_a_mark_beats_the_option(self):
        self.assertEqual(self.cleaned(self.TEXT.encode("utf-8-sig"), "--encoding", "latin-1").decode(), self.LEFT)

    def test_legacy_encodings(self):
        french = "Élodie déjeune à l'hôtel près de la forêt, où les élèves ont été reçus.\nAdvertisement\n" * 3
        russian = "Судно вышло в море в девять часов утра, сообщила служба порта.\nAdvertisement\n" * 3
        for text, encoding in ((french, "cp1252"), (french, "latin-1"), (russian, "cp1251"), (russian, "koi8-r")):
            with self.subTest(encoding):
                self.assertEqual(self.cleaned(text.encode(encoding)).decode(), text.replace("Advertisement\n", ""))
        japanese = "港は九時に開きます。\nAdvertisement\n"
        for text, encoding in ((japanese, "shift_jis"), (japanese, "euc_jp"), (japanese, "iso2022_jp"), (russian, "cp866")):
            with self.subTest(encoding):
                label = {"euc_jp": "euc-jp", "iso2022_jp": "iso-2022-jp", "cp866": "ibm866"}.get(encoding, encoding)
                out = self.cleaned(text.encode(encoding), "--encoding", label.upper()).decode()
                self.assertEqual(out, text.replace("Advertisement\n", ""))

    def test_an_unknown_encoding(self):
        for command in ([], ["explain"]):
            result = self.dehusk(*command, "--encoding", "utf8000", stdin="x\n", code=2)
            self.assertIn('unknown encoding "utf8000"', result.err)
            self.assertEqual(result.out, b"")

    def test_undecodable_bytes_are_counted(self):
        prose = "zwölf große Möwen ".encode() * 9
        for broken, marks, count in ((b"\xff", "�", 1), (b"\xc3", "�", 1), (b"\xe2\x82", "�", 1), (b"\x80\x80\xff", "���", 3),
                                     (b"\xed\xa0\x80", "���", 3), (b"\xf5\x80", "��", 2), (b"\xc0\xaf", "��", 2)):
            result = self.own(stdin=prose + broken + b"\n")
            self.assertEqual(result.out.decode(), prose.decode() + marks + "\n")
            self.assertEqual(result.err, f"dehusk: standard input: {count} undecodable "
                                         f"sequence{'' if count == 1 else 's'} became U+FFFD (read as utf-8)\n")
            quiet = self.own("-q", "--jsonl", stdin=prose + broken + b"\n")
            self.assertEqual(quiet.err, "")
            [record] = self.records(quiet.out)
            self.assertEqual(record["stats"]["undecodable"], count)

    def test_kinds(self):
        for kind in ("auto", "text"):
            self.assertEqual(self.cleaned(PAGE, "--as", kind), PAGE_NORMAL)
        self.assertEqual(self.cleaned(b"a <b>b</b>", "--as", "html"), b"a b\n")
        for kind in ("HTML", "Text", "", "markdown"):
            result = self.own("--as", kind, stdin=PAGE, code=2)
            self.assertEqual(result.err, f"dehusk: --as takes auto, html or text, not '{kind}'\nTry 'dehusk --help'.\n")


class OddTexts(CommandTest):
    def test_ends_of_lines(self):
        cases = {
            "": "",
            "\n": "",
            "\r\n\r\n": "",
            " \t\n\u00a0\n\u3000": "",
            "one": "one\n",
            "one\n": "one\n",
            "one\r": "one\n",
            "one\rtwo\r\rthree": "one\ntwo\n\nthree\n",
            "one\r\ntwo\r\n\r\nthree\r\n": "one\ntwo\n\nthree\n",
            "one\n\r\ntwo": "one\n\ntwo\n",
            "\n\n\none\n\n\n\ntwo\n\n": "one\n\ntwo\n",
            "one  \t\n  two\u00a0\n": "one\n  two\n",
            "Advertisement\rone\rAdvertisement": "one\n",
            "Advertisement\r\none\r\nAdvertisement\r\n": "one\n",
            "one\n\nAdvertisement\n\ntwo\n": "one\n\ntwo\n",
            "Advertisement": "",
        }
        for text, left in cases.items():
            with self.subTest(text=text):
                self.assertEqual(self.cleaned(text.encode()).decode(), left)

    def test_blank_lines_are_kept_on_request(self):
        for text, left in (("\n\none\n\n\n\ntwo\n\n", "\n\none\n\n\n\ntwo\n\n"), ("", ""), ("one", "one\n"), ("\n\n", "\n\n"),
                           ("one\n\n\nAdvertisement\n\ntwo\n", "one\n\n\n\ntwo\n")):
            with self.subTest(text=text):
                self.assertEqual(self.cleaned(text.encode(), "--keep-blank").decode(), left)

    def test_control_bytes_are_text(self):
        text = "a NUL \0 and a BEL \a in a line\n\x1b[31mred\x1b[0m\n\0Advertisement\n\f\nend\x7f\n"
        out = self.cleaned(text.encode()).decode()
        self.assertEqual(out.replace("\f", "").split(), text.replace("\f", "").split())
        self.assertEqual(out.count("\0"), 2)

    def test_a_million_empty_lines(self):
        for end in (b"\n", b"\r\n", b"\r"):
            self.assertEqual(self.cleaned(end * 1_000_000), b"")
        self.assertEqual(self.cleaned(b"one" + b"\n" * 1_000_000 + b"two"), b"one\n\ntwo\n")
        self.assertEqual(self.cleaned(b"one" + b"\n" * 1_000_000 + b"two", "--keep-blank"), b"one" + b"\n" * 1_000_000 + b"two\n")

    def test_many_removed_lines(self):
        lines = 100_000
        result = self.own("--removed", "removed.jsonl", stdin="Advertisement\nOne.\n" * lines)
        self.assertEqual(result.out, b"One.\n" * lines)
        self.assertEqual(self.read("removed.jsonl").count("\n"), lines)

    def test_long_lines(self):
        # One of prose, one of a single word, one that a span cuts in many places, with all rules at work.
        for line in ("The ferry leaves at ten. " * 50_000, "x" * 1_000_000, "a (Also read: b) " * 20_000, "« " * 300_000):
            out = self.cleaned((line + "\nAdvertisement\n").encode()).decode()
            self.assertEqual(out, line.replace(" (Also read: b)", "").rstrip() + "\n")
            self.dehusk("--use", "all", "--level", "aggressive", stdin=line)

    @unittest.skipIf(command_harness.LIGHT, "takes hundreds of megabytes")
    def test_a_line_of_100_megabytes(self):
        sentence = b"The ferry leaves the harbour at ten in the morning. "
        line = sentence * (100_000_000 // len(sentence))
        path = self.write("long.txt", b"Advertisement\n" + line + b"\nAdvertisement\n")
        left = line.rstrip() + b"\n"
        for words in ([], ["-i"]):
            result = self.dehusk(*words, "long.txt")
            self.assertTrue((result.out if not words else path.read_bytes()) == left)
            self.assertEqual(result.err, "")

    def test_too_little_memory(self):
        self.write("a.txt")
        big = self.write("big.txt", "The ferry leaves the harbour at ten.\n" * 1_000_000)

        def limit(size):
            return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))

        if subprocess.run([command_harness.BINARY, "--version"], preexec_fn=limit(1 << 30), capture_output=True).returncode:
            self.skipTest("sanitizers need all addresses")
        failed = 0
        for megabytes in range(100, 220, 20):
            command = [command_harness.BINARY, "-j1", "--no-builtin", "big.txt", "a.txt"]
            done = subprocess.run(command, cwd=self.folder, preexec_fn=limit(megabytes << 20), capture_output=True)
            self.assertIn(done.returncode, (0, 3), done.stderr)
            failed += done.returncode == 3
            if done.returncode == 3:
                self.assertEqual((done.stdout.decode(), done.stderr), (PAGE, b"dehusk: big.txt: not enough memory\n"))
        self.assertGreater(failed, 0)
        self.assertEqual(big.stat().st_size, 37_000_000)

    def test_largest_documents(self):
        self.write("a.txt", "x" * 2000 + "\n")
        self.write("b.txt", "y" * 2048)
        for size, code in (("2048", 0), ("2K", 0), ("2k", 0), ("1M", 0), ("1G", 0), ("2047", 3), ("1K", 3), ("0", 3)):
            with self.subTest(size=size):
                result = self.own("--max-bytes", size, "b.txt", code=code)
                if code == 3:
                    number = {"1K": "1024"}.get(size, size)
                    self.assertEqual(result.err, f"dehusk: b.txt: has 2048 bytes, more than --max-bytes allows ({number})\n")
        result = self.own("--max-bytes=2001", "b.txt", "a.txt", "-", stdin="z" * 2002, code=3)
        self.assertEqual(result.out.decode(), "x" * 2000 + "\n")
        self.assertEqual(result.err.splitlines()[1], "dehusk: standard input: larger than --max-bytes allows (2001)")
        for size in ("", "K", "-1", "1T", "1.5M", "1e9", "9" * 30, "99999999999G", "0x10", " 1"):
            with self.subTest(size=size):
                self.assertIn("--max-bytes", self.own("--max-bytes", size, stdin="x", code=2).err)

    def test_work(self):
        self.write("a.txt", PAGE)
        self.write("b.txt", "Another story.\n" + "Advertisement\n" * 2000)
        steps = {name: int(re.search(r"([0-9]+) steps$", self.own("-v", name).err)[1]) for name in ("a.txt", "b.txt")}
        self.assertLess(steps["a.txt"] * 20, steps["b.txt"])
        self.assertEqual(self.own("--max-work", str(steps["a.txt"]), "a.txt").out.decode(), PAGE_NORMAL)
        for enough in ("0", "1G", "200M", str(steps["b.txt"])):
            self.own("--max-work", enough, "a.txt", "b.txt")
        for jobs in ("1", "4"):
            for most in (steps["a.txt"], steps["b.txt"] - 1):
                with self.subTest(jobs=jobs, most=most):
                    result = self.own("--max-work", str(most), "-j", jobs, "b.txt", "a.txt", "b.txt", code=3)
                    self.assertEqual(result.out.decode(), PAGE_NORMAL)
                    self.assertEqual(result.err, f"dehusk: b.txt: needs more work than --max-work allows ({most} steps)\n" * 2)
        for command in ("explain", "features"):
            self.assertIn(" (1024 steps)", self.own(command, "--max-work=1K", "b.txt", code=3).err)
        for steps in ("", "K", "-1", "1T", "1.5M", "1e9"):
            self.assertIn("--max-work takes a number of steps", self.own("--max-work", steps, stdin="x", code=2).err)

    def test_the_default_limit(self):
        path = self.write("big.txt", "")
        os.truncate(path, (1 << 30) + 1)
        self.assertEqual(self.own("big.txt", code=3).err,
                         f"dehusk: big.txt: has {(1 << 30) + 1} bytes, more than --max-bytes allows ({1 << 30})\n")


class Sameness(CommandTest):
    """Nothing but the input and the options decides: not the locale, not the run, not the folder."""

    WORDS = ["--use", "all", "--level", "aggressive", "--jsonl", "--removed", "removed.jsonl"]

    def setUp(self):
        super().setUp()
        self.write("a.txt", PAGE + "ILIKE İŞ: TITLE\nAlso read: III\nFiyat 1.234,56 TL\nVorgelesen von: Ä\n")

    def seen(self, env=None):
        result = self.dehusk(*self.WORDS, "a.txt", env=env)
        return result.out, self.read("removed.jsonl"), result.err

    def test_locales(self):
        usual = self.seen()
        places = self.root / "locales"
        places.mkdir()
        made = ["C", "POSIX", "C.UTF-8", "xx_YY.nonsense", ""]
        for locale in ("tr_TR.UTF-8", "de_DE.ISO-8859-1"):
            name, charset = locale.split(".")
            made.append(locale)
            if shutil.which("localedef"):
                subprocess.run(["localedef", "-c", "-i", name, "-f", charset, places / locale], capture_output=True)
        for locale in made:
            with self.subTest(locale):
                self.assertEqual(self.seen({"LC_ALL": locale, "LANG": locale, "LOCPATH": str(places)}), usual)

    def test_runs(self):
        self.assertEqual(len({self.seen() for _ in range(5)}), 1)

    def test_environments(self):
        usual = self.seen()
        for env in ({"NO_COLOR": "1"}, {"TERM": "xterm", "COLUMNS": "20"}, {"TZ": "Asia/Tokyo"}, {"HOME": "/nowhere"}):
            self.assertEqual(self.seen(env), usual)
