"""Standard input and output, one stream for many documents, -o, pipes and devices."""
import os
import stat
import subprocess

import command_harness
from command_harness import PAGE, PAGE_NORMAL, CommandTest, environment


class Streams(CommandTest):
    def test_standard_input_goes_to_standard_output(self):
        self.assertEqual(self.cleaned(PAGE), PAGE_NORMAL)
        self.assertEqual(self.cleaned(PAGE, "-"), PAGE_NORMAL)
        self.assertEqual(self.cleaned(""), "")

    def test_a_large_text_is_the_same_in_parts_and_whole(self):
        stretches = [f"{line} {'word ' * 9}.\n" * (20 * line % 3000) + f"{line} \r\n" for line in range(200)]
        text = "".join(stretches)
        self.write("a.txt", text)
        self.own("a.txt", "-o", "b.txt")
        self.assertEqual(self.cleaned(text), self.read("b.txt"))
        self.assertEqual(self.cleaned(text), text.replace(" \r", ""))

    def test_one_file(self):
        self.write("a.txt")
        self.assertEqual(self.cleaned(b"not read", "a.txt"), PAGE_NORMAL.encode())

    def test_files_are_parted_by_an_empty_line(self):
        self.write("a.txt", "one\n")
        self.write("b.txt", "two")
        self.assertEqual(self.cleaned("three\n", "b.txt", "-", "a.txt"), "two\n\nthree\n\none\n")

    def test_separators(self):
        self.write("a.txt", "one\n")
        self.write("b.txt", "two\n")
        cases = {
            "": "",
            "--8<--\n": "--8<--\n",
            "-i": None,
            r"---\n": "---\n",
            r"\n\t\f": "\n\t\f",
            r"\0": "\0",
            r"\\n": r"\n",
            r"\x": r"\x",
            "\\": "\\",
            "-index": "-index",
            "ä…": "ä…",
        }
        for separator, between in cases.items():
            with self.subTest(separator=separator):
                if between is not None:
                    self.assertEqual(self.cleaned("", "--separator", separator, "a.txt", "b.txt"), f"one\n{between}two\n")
                if separator:
                    self.assertEqual(self.cleaned("", f"--separator={separator}", "a.txt", "b.txt"),
                                     f"one\n{separator if between is None else between}two\n")

    def test_separators_stand_between_documents_that_were_read(self):
        self.write("a.txt", "one\n")
        self.write("b.txt", "two\n")
        result = self.own("none.txt", "a.txt", "none.txt", "b.txt", "none.txt", "--separator", "+\n", code=3)
        self.assertEqual(result.out, b"one\n+\ntwo\n")

    def test_a_document_of_which_nothing_is_left_keeps_its_place(self):
        self.write("a.txt", "Advertisement\n")
        self.write("b.txt", "two\n")
        self.assertEqual(self.cleaned("", "--separator", "+\n", "b.txt", "a.txt", "b.txt"), "two\n+\n+\ntwo\n")

    def test_missing_files_and_folders_fail_and_the_others_are_done(self):
        self.write("a.txt")
        (self.folder / "folder").mkdir()
        (self.folder / "dangling.txt").symlink_to("nowhere")
        result = self.own("none.txt", "folder", "dangling.txt", "a.txt", code=3)
        self.assertEqual(result.out.decode(), PAGE_NORMAL)
        self.assertEqual(result.err.splitlines(), [
            "dehusk: none.txt: No such file or directory",
            "dehusk: folder: is a folder; -r cleans what is in it",
            "dehusk: dangling.txt: No such file or directory",
        ])

    def test_an_unreadable_file_fails_and_the_others_are_done(self):
        self.need_nobody()
        self.write("a.txt")
        self.write("secret.txt").chmod(0)
        result = self.own("secret.txt", "a.txt", code=3, nobody=True)
        self.assertEqual(result.out.decode(), PAGE_NORMAL)
        self.assertEqual(result.err, "dehusk: secret.txt: Permission denied\n")

    def test_closed_standard_input(self):
        self.write("a.txt", "one\n")
        result = self.own("a.txt", "-", code=3, before=lambda: os.close(0))
        self.assertEqual(result.out, b"one\n")
        self.assertEqual(result.err, "dehusk: standard input: Bad file descriptor\n")

    def test_no_file_takes_the_place_of_a_closed_standard_input(self):
        names = [self.write(f"f{i}.txt", f"line {i}\n").name for i in range(40)]
        for _ in range(100):  # before the mend one run in twenty-five went wrong
            result = self.own("-j2", *names[:20], "-", *names[20:], code=3, before=lambda: os.close(0))
            self.assertEqual(result.out.count(b"line"), len(names))

    def test_closed_standard_output(self):
        self.write("a.txt", "one\n")
        for words in (["a.txt"], ["--jsonl", "a.txt"]):
            result = self.own(*words, code=3, before=lambda: os.close(1))
            self.assertEqual(result.err, "dehusk: standard output: Bad file descriptor\n")
        self.own("-i", "a.txt", before=lambda: os.close(1))
        self.own("-o", "b.txt", "a.txt", before=lambda: os.close(1))
        self.assertEqual(self.read("b.txt"), "one\n")

    def test_closed_standard_error_never_ends_up_in_a_file(self):
        self.write("a.txt", "one\n")
        self.write("b.txt", "zwölf große Möwen ".encode() * 9 + b"\xff\n")

        def close_all():
            for descriptor in (0, 1, 2):
                os.close(descriptor)

        for before in (lambda: os.close(2), close_all):
            self.own("-v", "none.txt", "a.txt", "b.txt", "-o", "out.txt", "--removed", "removed.jsonl", code=3, before=before)
            self.assertEqual(self.read("out.txt"), "one\n\n" + "zwölf große Möwen " * 9 + "�\n")
            self.assertEqual(self.read("removed.jsonl"), "")

    def test_a_full_device(self):
        self.write("a.txt", "one\n")
        full = "No space left on device\n"
        with open("/dev/full", "wb") as device:
            for words in ([], ["--jsonl"], ["-j2", "a.txt"]):
                result = self.own("a.txt", *words, code=3, stdout=device)
                self.assertEqual(result.err, f"dehusk: standard output: {full}")
            page = self.write("page.txt")
            result = self.own("--check", page.name, code=3, stdout=device)
            self.assertEqual(result.err, f"dehusk: standard output: {full}")
        for words in (["-o", "/dev/full"], ["-o", "/dev/null", "--removed", "/dev/full", "page.txt"]):
            result = self.own(*words, "a.txt", code=3)
            self.assertEqual(result.err, f"dehusk: /dev/full: {full}")
            self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))

    def close_after_one_line(self, *words):
        """Runs with a reader that goes away; asserts that dehusk ends with 0 and says nothing."""
        command = [command_harness.BINARY, *map(str, words)]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              cwd=self.folder, env=environment(None)) as child:
            line = child.stdout.readline()
            child.stdout.close()
            err = child.stderr.read().decode()
            child.wait(command_harness.HANG)
        self.assertEqual((child.returncode, err), (0, ""), command)
        return line

    def test_a_closed_pipe_ends_quietly(self):
        # More than a pipe holds, so that the end of the reader is seen.
        self.write("big.txt", "A line of the big file.\n" * 100_000)
        own = ["--no-builtin", "--rules", self.rules]
        self.assertEqual(self.close_after_one_line(*own, "big.txt"), b"A line of the big file.\n")
        self.close_after_one_line(*own, "--jsonl", *["big.txt"] * 4)
        self.close_after_one_line(*own, "-j2", *["big.txt"] * 40)
        self.close_after_one_line(*own, "-o", "/dev/stdout", "big.txt")
        self.close_after_one_line("explain", *own, "big.txt")
        self.close_after_one_line("rules", "--json")

    def test_a_closed_pipe_does_not_hide_a_failure(self):
        self.write("big.txt", "A line of the big file.\n" * 100_000)
        with subprocess.Popen([command_harness.BINARY, "none.txt", "big.txt"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              cwd=self.folder, env=environment(None)) as child:
            child.stdout.readline()
            child.stdout.close()
            self.assertEqual(child.stderr.read(), b"dehusk: none.txt: No such file or directory\n")
            self.assertEqual(child.wait(command_harness.HANG), 3)


class OutputFile(CommandTest):
    def test_all_documents_go_to_the_file(self):
        self.write("a.txt", "one\n")
        self.write("b.txt", "Advertisement\ntwo\n")
        for words in (["-o", "out.txt"], ["-oout.txt"], ["--output", "out.txt"], ["--output=out.txt"]):
            self.assertEqual(self.cleaned("", *words, "a.txt", "b.txt"), "")
            self.assertEqual(self.read("out.txt"), "one\n\ntwo\n")
            (self.folder / "out.txt").unlink()

    def test_a_dash_is_standard_output(self):
        self.assertEqual(self.cleaned("one\n", "-o", "-"), "one\n")
        self.assertEqual(self.tree(), {})

    def test_a_new_file_has_the_mode_of_new_files(self):
        self.own("-o", "out.txt", stdin="one\n", before=lambda: os.umask(0o027))
        self.assertEqual(stat.S_IMODE(os.stat(self.folder / "out.txt").st_mode), 0o640)

    def test_an_old_file_keeps_its_mode_and_a_link_stays_a_link(self):
        self.write("out.txt", "old, and longer than what comes").chmod(0o604)
        (self.folder / "link.txt").symlink_to("out.txt")
        self.own("-o", "link.txt", stdin="one\n")
        self.assertEqual(self.tree(), {"link.txt": "-> out.txt", "out.txt": "one\n"})
        self.assertEqual(stat.S_IMODE(os.stat(self.folder / "out.txt").st_mode), 0o604)

    def test_it_may_be_an_input(self):
        self.write("a.txt", "one\n")
        self.write("b.txt", "two\n")
        self.own("-o", "a.txt", "a.txt", "b.txt", "a.txt")
        self.assertEqual(self.tree(), {"a.txt": "one\n\ntwo\n\none\n", "b.txt": "two\n"})

    def test_a_missing_folder(self):
        result = self.own("-o", "none/out.txt", stdin="one\n", code=3)
        self.assertRegex(result.err, r"^dehusk: none/out.txt: .*No such file or directory\n$")
        self.assertEqual(result.out, b"")
        self.assertEqual(self.tree(), {})

    def test_a_folder(self):
        self.write("out/a.txt", "old")
        result = self.own("-o", "out", stdin="one\n", code=3)
        self.assertEqual(result.err, "dehusk: out: Is a directory\n")
        self.assertEqual(self.tree(), {"out/a.txt": "old"})

    def test_a_folder_that_is_not_to_be_written_to(self):
        self.need_nobody()
        self.write("out/a.txt", "old").chmod(0o666)
        (self.folder / "out").chmod(0o555)
        result = self.own("-o", "out/a.txt", stdin="one\n", code=3, nobody=True)
        self.assertRegex(result.err, r"^dehusk: out/a.txt: .*Permission denied\n$")
        self.assertEqual(self.tree(), {"out/a.txt": "old"})

    def test_it_is_written_whole_though_inputs_fail(self):
        self.write("a.txt", "one\n")
        self.own("-o", "out.txt", "a.txt", "none.txt", code=3)
        self.assertEqual(self.read("out.txt"), "one\n")

    def test_it_stays_as_it_was_where_every_input_fails(self):
        self.write("out.txt", "old\n")
        self.write("removed.jsonl", "old\n")
        self.own("-o", "out.txt", "--removed", "removed.jsonl", "none.txt", code=3)
        self.assertEqual(self.tree(), {"out.txt": "old\n", "removed.jsonl": "old\n"})

    def test_standard_output_by_its_path(self):
        self.assertEqual(self.cleaned("one\n", "-o", "/dev/stdout"), "one\n")
        path = self.write("log.txt", "before\n")
        with open(path, "ab") as log:
            self.own("-o", "/dev/stdout", stdin="one\n", stdout=log)
            log.write(b"after\n")
        self.assertEqual(self.tree(), {"log.txt": "before\none\nafter\n"})

    def test_a_pipe_is_written_to(self):
        os.mkfifo(self.folder / "pipe")
        with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE, cwd=self.folder) as reader:
            self.own("-o", "pipe", stdin="one\n")
            self.assertEqual(reader.stdout.read(), b"one\n")
        self.assertTrue(stat.S_ISFIFO(os.stat(self.folder / "pipe").st_mode))

    def test_a_pipe_by_the_number_of_its_descriptor(self):
        # What bash's >(...) gives.
        script = '{ "$0" --no-builtin -o /dev/fd/9 <<< one; } 9>&1 | cat > out.txt'
        subprocess.run(["bash", "-c", script, command_harness.BINARY], cwd=self.folder, env=environment(None), check=True)
        self.assertEqual(self.read("out.txt"), "one\n")
