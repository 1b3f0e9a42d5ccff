#!/usr/bin/env python3
"""Makes the template of `dehusk explain --html` and the source that puts it into the binary.

  embed.py OUT.html OUT.cc explain.html explain.css explain.js

`@@STYLE@@` and `@@SCRIPT@@` of the page become the files, `@@STYLE_HASH@@` and `@@SCRIPT_HASH@@` their hashes: what
the page's Content-Security-Policy lets run is these two and nothing else. Other `@@NAME@@` are filled in by explain_html.cc.
The source holds the template's hash, so that it changes, and is compiled again, when the template does.
"""
import base64
import hashlib
import pathlib
import sys


def digest(data):
    return base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()


def main():
    template_path, source_path, page, style, script = map(pathlib.Path, sys.argv[1:6])
    # Line ends around the files keep them readable in the page, and are hashed with them.
    style, script = ("\n" + path.read_text(encoding="utf-8") for path in (style, script))
    text = page.read_text(encoding="utf-8")
    for name, value in (("STYLE", style), ("SCRIPT", script)):
        if "@@" in value or "</s" in value:
            sys.exit(f"{name.lower()} holds '@@' or '</s', which the page cannot hold")
        text = text.replace(f"@@{name}_HASH@@", digest(value)).replace(f"@@{name}@@", value)
    template_path.write_text(text, encoding="utf-8")
    source_path.write_text(f"""// Made by the build. Template {digest(text)}
asm(".section .rodata\\n"
    ".global dehusk_explain_begin\\ndehusk_explain_begin:\\n"
    ".incbin \\"{template_path.resolve()}\\"\\n"
    ".global dehusk_explain_end\\ndehusk_explain_end:\\n.byte 0\\n"
    ".text\\n");
""")


if __name__ == "__main__":
    main()
