# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""What the repository's tests share: which files there are, and C++ text without its comments and strings.

Nothing here asks git: the tests say the same in a clone, a work tree with changes and an unpacked archive.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("common", "server", "client", "tests")
ALL_FOLDERS = (*CODE_FOLDERS, "resources", "packaging", ".ci")


def files(*suffixes, folders=CODE_FOLDERS):
    """Paths relative to the root, sorted; a suffix is an ending such as '.cpp' or a whole name."""
    found = []
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and (path.suffix in suffixes or path.name in suffixes):
                found.append(path.relative_to(ROOT))
    return sorted(found)


def cxx_files(folders=CODE_FOLDERS):
    return files(".h", ".cpp", folders=folders)


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![\w])'(?:\\.|[^'\\\n])+'""",
    re.S,
)


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """C++ with comments blanked; offsets and line numbers stay."""
    return _TOKEN.sub(lambda m: _blank(m[0]) if m[0].startswith(("//", "/*")) else m[0], text)


def bare_code(text):
    """C++ with comments, the insides of strings and preprocessor lines blanked; offsets and line numbers stay."""

    def blanked(match):
        token = match[0]
        if token.startswith(("//", "/*")):
            return _blank(token)
        return '"' + _blank(token[1:-1]) + '"'

    text = _TOKEN.sub(blanked, text)
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: _blank(m[0]), text, flags=re.M)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def finish(name, findings, looked_at):
    """Prints the findings and ends the program. A rule that looked at nothing has failed."""
    for finding in findings:
        print(f"{name}: {finding}")
    if not looked_at:
        print(f"{name}: nothing to look at")
    print(f"{name}: {looked_at} looked at, {len(findings)} findings")
    sys.exit(1 if findings or not looked_at else 0)
