#!/usr/bin/env python3
"""Makes the template of a page that dehusk writes, and the source that puts it into the binary.

  embed.py OUT.html OUT.cc NAME page.html FILE.css... [FILE.js]

`@@STYLE@@` and `@@SCRIPT@@` of the page become the files, `@@STYLE_HASH@@` and `@@SCRIPT_HASH@@` their hashes: what
the page's Content-Security-Policy lets run is these and nothing else. Other `@@NAME@@` are filled in by page_template.cc.
The template lies between dehusk_NAME_begin and dehusk_NAME_end. The source holds its hash, so that it changes, and is
compiled again, when the template does.
"""
import base64
import hashlib
import pathlib
import sys


def digest(data):
    return base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()


def joined(paths):
    # Line ends around the files keep them readable in the page, and are hashed with them.
    return "".join("\n" + path.read_text(encoding="utf-8") for path in paths)


def main():
    template_path, source_path = map(pathlib.Path, sys.argv[1:3])
    name = sys.argv[3]
    page, *parts = map(pathlib.Path, sys.argv[4:])
    text = page.read_text(encoding="utf-8")
    for kind, ending in (("STYLE", ".css"), ("SCRIPT", ".js")):
        value = joined(path for path in parts if path.suffix == ending)
        if "@@" in value or "</s" in value:
            sys.exit(f"{kind.lower()} holds '@@' or '</s', which the page cannot hold")
        text = text.replace(f"@@{kind}_HASH@@", digest(value)).replace(f"@@{kind}@@", value)
    template_path.write_text(text, encoding="utf-8")
    source_path.write_text(f"""// Made by the build. Template {digest(text)}
asm(".section .rodata\\n"
    ".global dehusk_{name}_begin\\ndehusk_{name}_begin:\\n"
    ".incbin \\"{template_path.resolve()}\\"\\n"
    ".global dehusk_{name}_end\\ndehusk_{name}_end:\\n.byte 0\\n"
    ".text\\n");
""")


if __name__ == "__main__":
    main()
