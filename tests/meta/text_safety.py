#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Text from other people never meets Qt's rich text, which opens local files named in <img>; and no style sheets.

A QLabel guesses the format of its text unless told: so each label that is made is told Qt::PlainText in the same
file, or is made by plainLabel() of client/ui.
"""

import re

import repository

_FORBIDDEN = {
    r"\bsetStyleSheet\b": "no style sheets: palette and style draw everything",
    r"\bQt::(?:RichText|AutoText|MarkdownText)\b": "labels are Qt::PlainText",
    r"\bQTextBrowser\b": "QTextBrowser loads what its text names",
    r"\b(?:setHtml|insertHtml|appendHtml|setMarkdown|QTextDocumentFragment::fromHtml)\b": "no HTML from a string",
    r"\bQMessageBox\s*::\s*(?:information|question|warning|critical|about)\s*\(": "this guesses the text's format",
    r"\bQWhatsThis\b": "this guesses the text's format",
}
_LABEL_MADE = re.compile(r"\bnew\s+QLabel\b|\bmake_unique<\s*QLabel\s*>|^\s*QLabel\s+\w+\s*[;({]", re.M)
_MESSAGE_BOX_MADE = re.compile(r"\bnew\s+QMessageBox\b|^\s*QMessageBox\s+\w+\s*[;({]", re.M)
_PLAIN = re.compile(r"\bsetTextFormat\s*\(\s*Qt::PlainText\s*\)")


def findings_in(path, text):
    code = repository.bare_code(text)
    for pattern, reason in _FORBIDDEN.items():
        for match in re.finditer(pattern, code):
            yield f"{path}:{repository.line_of(code, match.start())}: {match[0]}: {reason}"
    made = len(_LABEL_MADE.findall(code)) + len(_MESSAGE_BOX_MADE.findall(code))
    told = len(_PLAIN.findall(code))
    if made > told:
        yield f"{path}: {made} labels or message boxes are made, {told} are told Qt::PlainText"


def main():
    paths = repository.cxx_files(("common", "server", "client"))
    findings = []
    for path in paths:
        findings += findings_in(path, repository.read(path))
    repository.finish("text_safety", findings, len(paths))


if __name__ == "__main__":
    main()
