"""Prints for each file the least CPU nanoseconds of ROUNDS that resiliparse takes from bytes to text, encoding detection and
parse included: resiliparse_times.py ROUNDS FILE... Runs in .venv (see extract_peers.py); bench/speed_pages.py calls it."""
import sys
import time

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree


def text_of(data):
    tree = HTMLTree.parse_from_bytes(data, detect_encoding(data))
    return extract_plain_text(tree, main_content=True)


rounds = int(sys.argv[1])
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        data = file.read()
    best, text = None, ""
    for _ in range(rounds):
        begin = time.process_time_ns()
        text = text_of(data)
        took = time.process_time_ns() - begin
        best = took if best is None else min(best, took)
    print(path, len(data), best, len(text))
