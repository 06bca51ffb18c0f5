#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Every sentence of the client is translated into every language there is, and no place holder got lost.

The sentences are read from the source by lupdate, the same program that fills the .ts files.
"""

import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import repository

FOLDER = repository.ROOT / "resources" / "translations"
_PLACE_HOLDER = re.compile(r"%L?(?:n|\d{1,2})")


def messages_of(tree):
    """{(context, source, comment): message element} of one .ts file."""
    found = {}
    for context in tree.iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            found[key] = message
    return found


def texts_of(message):
    translation = message.find("translation")
    if translation is None:
        return [""]
    forms = translation.findall("numerusform")
    return [form.text or "" for form in forms] if forms else [translation.text or ""]


def findings_in(name, wanted, present):
    for key, message in sorted(present.items()):
        state = (message.find("translation").get("type") or "") if message.find("translation") is not None else ""
        shown = f"{name}: {key[0]}: \"{key[1]}\""
        if state == "unfinished":
            yield f"{shown} is not finished"
        elif key not in wanted:
            yield f"{shown} is no longer in the source"
        else:
            for text in texts_of(message):
                if not text.strip():
                    yield f"{shown} is empty"
                elif set(_PLACE_HOLDER.findall(text)) - {"%n"} != set(_PLACE_HOLDER.findall(key[1])) - {"%n"}:
                    yield f"{shown} has other place holders: {text}"
    for key in sorted(wanted.keys() - present.keys()):
        yield f"{name}: {key[0]}: \"{key[1]}\" is missing"


def sentences_of_the_source():
    for program in (shutil.which("lupdate6"), "/usr/lib/qt6/bin/lupdate", shutil.which("lupdate")):
        if program and Path(program).exists():
            break
    else:
        raise SystemExit("translations: lupdate is not installed (packaging/dependencies.txt, [build])")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "source.ts"
        # rookery-cli speaks English only: scripts read what it says.
        folders = [str(path) for path in sorted((repository.ROOT / "client").iterdir())
                   if path.is_dir() and path.name != "cli"]
        command = [program, "-silent", "-I", str(repository.ROOT), "-locations", "none", "-recursive", *folders,
                   "-ts", str(target)]
        subprocess.run(command, check=True, capture_output=True)
        return messages_of(ElementTree.parse(target))


def main():
    wanted = sentences_of_the_source()
    findings = []
    languages = sorted(FOLDER.glob("*.ts"))
    for path in languages:
        findings += findings_in(path.name, wanted, messages_of(ElementTree.parse(path)))
    repository.finish("translations", findings, len(languages) * len(wanted))


if __name__ == "__main__":
    main()
