#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""packaging/dependencies.txt is the one list of packages: well formed, each line with its reason, no second list."""

import re

import repository

LIST = "packaging/dependencies.txt"
SECTIONS = {"build", "run", "test"}


def findings_in(text):
    section, seen = None, {}
    for number, line in enumerate(text.splitlines(), 1):
        entry, _, reason = line.partition("#")
        entry = entry.strip()
        if not entry:
            continue
        header = re.fullmatch(r"\[(\w+)\]", entry)
        if header:
            section = header[1]
            if section not in SECTIONS:
                yield f"{LIST}:{number}: there is no section [{section}]"
        elif not re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", entry):
            yield f"{LIST}:{number}: not the name of one package: {entry}"
        elif section is None:
            yield f"{LIST}:{number}: {entry} is in no section"
        elif entry in seen:
            yield f"{LIST}:{number}: {entry} stands already in line {seen[entry]}"
        elif not reason.strip():
            yield f"{LIST}:{number}: {entry} has no reason"
        seen.setdefault(entry, number)
    for name in sorted(SECTIONS - {key.strip("[]") for key in seen if key.startswith("[")}):
        yield f"{LIST}: the section [{name}] is missing"


def second_lists(path, text):
    for match in re.finditer(r"\bapt(?:-get)?\s+(?:-\S+\s+)*install\b[^\n]*?\s([a-z][a-z0-9+.]+-[a-z0-9+.-]+)", text):
        if not match[1].startswith("--"):
            yield f"{path}:{repository.line_of(text, match.start())}: names packages by itself; use ./dev setup"


def main():
    text = repository.read(LIST)
    findings = list(findings_in(text))
    scripts = repository.files(".sh", "run", folders=repository.ALL_FOLDERS)
    for path in [*scripts, "dev"]:
        findings += second_lists(path, repository.read(path))
    repository.finish("dependencies", findings, len(text.splitlines()))


if __name__ == "__main__":
    main()
