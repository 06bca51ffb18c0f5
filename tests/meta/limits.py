#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""A bound in bytes is written once, with its reason, in a limits.h; nowhere else does such a number stand."""

import re

import repository

_BYTES = re.compile(
    r"\b\d+[uUlL]*\s*<<\s*(?:1[0-9]|[2-9]0|6[0-3])\b"  # 1 << 20
    r"|\b\d[\d']*[uUlL]*\s*\*\s*1'?024\b|\b1'?024[uUlL]*\s*\*\s*[\w:]"  # 16 * 1024
    r"|\b(?:16'?384|32'?768|65'?536|131'?072|262'?144|524'?288|1'?048'?576)\b"
)


def is_limits_header(path):
    return re.fullmatch(r"(?:\w+_)?limits\.h", path.name) is not None


def findings_in(path, text):
    code = repository.bare_code(text)
    for match in _BYTES.finditer(code):
        yield f"{path}:{repository.line_of(code, match.start())}: {match[0]} belongs in a limits.h"


def main():
    paths = [path for path in repository.cxx_files(("common", "server", "client")) if not is_limits_header(path)]
    findings = []
    for path in paths:
        findings += findings_in(path, repository.read(path))
    repository.finish("limits", findings, len(paths))


if __name__ == "__main__":
    main()
