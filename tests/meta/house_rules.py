#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Small rules for every file: the SPDX header, nothing left for later, no sleeping tests, no exceptions of ours."""

import re

import repository

# Files whose content is other people's: their licence stands in the header instead of ours.
THIRD_PARTY = {"common/net/phrase_words.h": "MIT"}

_HEADER_LINES = 4  # a #! line may come first

_LATER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
_SLEEP = re.compile(r"\bqSleep\b|\bqWait\s*\(|\bQThread::(?:m|u)?sleep\b|\bsleep_(?:for|until)\b|\busleep\s*\(|\bnanosleep\b")
_THROW = re.compile(r"\bthrow\b|\bQ_FOREACH\b|\bforeach\s*\(|\busing\s+namespace\s+(?:std|Qt)\b")

HEADED = (".h", ".cpp", ".in", ".proto", ".sql", ".cmake", ".py", ".sh", "CMakeLists.txt", "run", "dev")


def header_findings(path, text):
    top = "\n".join(text.splitlines()[:_HEADER_LINES])
    licence = THIRD_PARTY.get(str(path), "Apache-2.0")
    owner = r"\S.*" if str(path) in THIRD_PARTY else r"\d{4} The Rookery authors"
    header = (rf"^\W*SPDX-FileCopyrightText: {owner}\W*$", rf"^\W*SPDX-License-Identifier: {re.escape(licence)}\W*$")
    if not all(re.search(pattern, top, re.M) for pattern in header):
        yield f"{path}: the two SPDX lines are not at its top"


def later_findings(path, text):
    for match in _LATER.finditer(text):
        yield f"{path}:{repository.line_of(text, match.start())}: {match[0]} (do it, or open an issue)"


def code_findings(path, text):
    code = repository.bare_code(text)
    rules = [(_THROW, "not used here")]
    if str(path).startswith("tests/"):
        rules.append((_SLEEP, "a test waits for what it expects, not for a time"))
    for pattern, reason in rules:
        for match in pattern.finditer(code):
            yield f"{path}:{repository.line_of(code, match.start())}: {match[0].strip()}: {reason}"


def main():
    paths = repository.files(*HEADED, folders=repository.ALL_FOLDERS)
    paths += [path.relative_to(repository.ROOT) for path in (repository.ROOT / "dev", repository.ROOT / "CMakeLists.txt")]
    findings = []
    for path in paths:
        text = repository.read(path)
        findings += header_findings(path, text)
        if path.parts[:2] != ("tests", "meta"):  # they name what they forbid
            findings += later_findings(path, text)
        if path.suffix in (".h", ".cpp"):
            findings += code_findings(path, text)
    repository.finish("house_rules", findings, len(paths))


if __name__ == "__main__":
    main()
