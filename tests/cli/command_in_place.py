"""-i: a file is replaced whole or stays as it was."""
import os
import resource
import stat

from command_harness import PAGE, PAGE_NORMAL, CommandTest, full_disk


class InPlace(CommandTest):
    def test_files_are_replaced(self):
        for words in (["-i", "a.txt", "b.txt"], ["a.txt", "-i", "b.txt"], ["a.txt", "b.txt", "--in-place"],
                      ["--in-place=", "a.txt", "b.txt"], ["-i", "--", "a.txt", "b.txt"], ["-qi", "a.txt", "b.txt"],
                      ["-ri", "."]):
            with self.subTest(words=words):
                self.write("a.txt")
                self.write("b.txt")
                self.assertEqual(self.cleaned("", *words), "")
                self.assertEqual(self.tree(), {"a.txt": PAGE_NORMAL, "b.txt": PAGE_NORMAL})

    def test_an_attached_suffix_keeps_the_old_file(self):
        for words, suffix in ((["-i.bak"], ".bak"), (["--in-place=.bak"], ".bak"), (["-i~"], "~"), (["-ir"], "r"),
                              (["-i", "--in-place=.bak"], ".bak")):
            with self.subTest(words=words):
                self.write("a.txt")
                self.own(*words, "a.txt")
                self.assertEqual(self.tree(), {"a.txt": PAGE_NORMAL, "a.txt" + suffix: PAGE})
                (self.folder / ("a.txt" + suffix)).unlink()

    def test_a_suffix_that_is_not_attached_is_an_operand(self):
        self.write("a.txt")
        result = self.own("-i", ".bak", "a.txt", code=3)
        self.assertEqual(result.err, "dehusk: .bak: No such file or directory\n")
        self.assertEqual(self.tree(), {"a.txt": PAGE_NORMAL})

    def test_the_value_of_another_option_is_no_suffix(self):
        self.write("a.txt", "one\n")
        self.own("--separator", "-i.bak", "a.txt", "a.txt")
        self.own("-o", "-in.txt", "a.txt")
        self.assertEqual(self.tree(), {"a.txt": "one\n", "-in.txt": "one\n"})

    def test_an_old_backup_is_replaced(self):
        self.write("a.txt")
        self.write("a.txt.bak", "older")
        self.own("-i.bak", "a.txt")
        self.assertEqual(self.tree(), {"a.txt": PAGE_NORMAL, "a.txt.bak": PAGE})

    def test_mode_and_owner_are_kept(self):
        for mode in (0o600, 0o644, 0o755, 0o444, 0o2750):
            path = self.write("a.txt")
            if os.getuid() == 0:
                os.chown(path, 12345, 23456)
            path.chmod(mode)
            before = os.stat(path)
            self.own("-i", "a.txt")
            after = os.stat(path)
            for field in ("st_mode", "st_uid", "st_gid"):
                self.assertEqual(getattr(after, field), getattr(before, field), f"{field}, mode {mode:o}")
            path.unlink()

    def test_a_link_stays_a_link(self):
        self.write("deep/a.txt").chmod(0o640)
        (self.folder / "deep/link.txt").symlink_to("a.txt")
        (self.folder / "link.txt").symlink_to("deep/link.txt")
        self.own("-i.bak", "link.txt")
        self.assertEqual(self.tree(), {"deep/a.txt": PAGE_NORMAL, "deep/a.txt.bak": PAGE, "deep/link.txt": "-> a.txt",
                                       "link.txt": "-> deep/link.txt"})
        self.assertEqual(stat.S_IMODE(os.stat(self.folder / "deep/a.txt").st_mode), 0o640)

    def test_a_file_that_is_named_twice_is_cleaned_once(self):
        # Or the second backup would hold what the first run left.
        self.write("a.txt")
        (self.folder / "link.txt").symlink_to("a.txt")
        self.own("-i.bak", "-r", "a.txt", "./a.txt", "link.txt", ".")
        self.assertEqual(self.tree(), {"a.txt": PAGE_NORMAL, "a.txt.bak": PAGE, "link.txt": "-> a.txt"})

    def test_a_backup_never_replaces_an_input(self):
        self.write("in/a.txt")
        self.own("-i.bak", "-r", "in")
        kept = {"a.txt": PAGE_NORMAL, "a.txt.bak": PAGE}
        self.assertEqual(self.tree("in"), kept)
        for words in (["-r", "in"], ["in/a.txt", "in/a.txt.bak"], ["in/a.txt.bak", "./in/a.txt"]):
            result = self.own("-i.bak", *words, code=2)
            self.assertRegex(result.err, r"^dehusk: the backup of '.*in/a.txt' would replace 'in/a.txt.bak', which is an "
                                         r"input too; nothing was done\n$")
            self.assertEqual(self.tree("in"), kept)

    def test_standard_input_goes_to_standard_output(self):
        self.write("a.txt")
        self.assertEqual(self.cleaned(PAGE, "-i", "-", "a.txt"), PAGE_NORMAL)
        self.assertEqual(self.tree(), {"a.txt": PAGE_NORMAL})

    def test_what_cannot_be_cleaned_stays(self):
        self.write("a.txt")
        self.write("b.pdf", b"%PDF-1.7\n\x00\x01")
        self.write("folder/c.txt")
        old = self.tree()
        result = self.own("-i.bak", "none.txt", "b.pdf", "folder", "a.txt", code=3)
        self.assertEqual(len(result.err.splitlines()), 3)
        self.assertEqual(self.tree(), old | {"a.txt": PAGE_NORMAL, "a.txt.bak": PAGE})

    def test_a_folder_that_is_not_to_be_written_to(self):
        self.need_nobody()
        self.write("in/a.txt").chmod(0o666)
        (self.folder / "in").chmod(0o555)
        result = self.own("-i", "in/a.txt", code=3, nobody=True)
        self.assertRegex(result.err, r"^dehusk: in/a.txt: .*Permission denied; the file is as it was\n$")
        self.assertEqual(self.tree("in"), {"a.txt": PAGE})

    def test_a_full_disk(self):
        page = PAGE * 200
        with full_disk(size=64 << 10) as disk:
            if disk is None:
                self.skipTest("nothing can be mounted here; the limit of a file's size is tested instead")
            (disk / "big.txt").write_text(page)
            (disk / "small.txt").write_text(PAGE)
            (disk / "fill").write_bytes(bytes(16 << 10))
            for words in (["-i"], ["-i.bak"]):
                result = self.own(*words, "big.txt", "small.txt", code=3, cwd=disk)
                self.assertRegex(result.err, r"^dehusk: big.txt: .*No space left on device; the file is as it was\n$")
                self.assertEqual((disk / "big.txt").read_text(), page)
                self.assertEqual((disk / "small.txt").read_text(), PAGE_NORMAL)
            self.assertEqual(sorted(os.listdir(disk)), ["big.txt", "fill", "small.txt", "small.txt.bak"])
            for words in (["-o", "out.txt"], ["-d", "out"], ["--removed", "removed.jsonl", "-o", "/dev/null"]):
                result = self.own(*words, *["big.txt"] * (1 if "-d" in words else 8), code=3, cwd=disk)
                self.assertIn("No space left on device", result.err)
            self.assertFalse([name for name in os.listdir(disk) if name.startswith(("out.txt", "removed"))])
            self.assertEqual([name for name in os.listdir(disk / "out") if name != ".dehusk-done"], [])

    def test_a_file_that_may_not_grow(self):
        page = PAGE * 200
        self.write("big.txt", page)
        self.write("small.txt")

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

        result = self.own("-i.bak", "big.txt", "small.txt", code=3, before=limit)
        self.assertEqual(result.err, "dehusk: big.txt: File too large; the file is as it was\n")
        self.assertEqual(self.tree(), {"big.txt": page, "small.txt": PAGE_NORMAL, "small.txt.bak": PAGE})
        result = self.own("-o", "out.txt", "big.txt", code=3, before=limit)
        self.assertEqual(result.err, "dehusk: out.txt: File too large\n")
        self.assertEqual(sorted(self.tree()), ["big.txt", "small.txt", "small.txt.bak"])
