#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""PROTOCOL.md says what rookery.proto, error.h and capabilities.h say.

In the page, a message or an enum has a heading `### Name` and under it a table, one row a field or value:
`| # | field | type | meaning |` or `| # | value | meaning |`. The error codes are a table
`| number | name | meaning |`. Backticks may stand around any cell.
"""

import re

import repository

PROTO = "common/protocol/rookery.proto"
PAGE = "common/protocol/PROTOCOL.md"
ERRORS = "common/base/error.h"
CAPABILITIES = "common/protocol/capabilities.h"

FIRST_LOCAL_ERROR = 80  # from here on a code never travels, so the page need not list it

_FIELD = re.compile(r"^\s*((?:repeated\s+|optional\s+)?(?:map<[^>]+>|[\w.]+))\s+(\w+)\s*=\s*(\d+)\s*(?:\[[^\]]*\])?\s*;", re.M)
_VALUE = re.compile(r"^\s*(\w+)\s*=\s*(\d+)\s*;", re.M)


def schema(text):
    """{name: {number: (name, type)}} of every message and enum; an enum's value has the type ''."""
    code = re.sub(r"//[^\n]*", "", text)
    result = {}
    for match in re.finditer(r"^(message|enum)\s+(\w+)\s*\{", code, re.M):
        depth, end = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(code[end], 0)
            end += 1
        body = code[match.end() : end - 1]
        if match[1] == "message":
            result[match[2]] = {int(n): (name, " ".join(kind.split())) for kind, name, n in _FIELD.findall(body)}
        else:
            result[match[2]] = {int(n): (name, "") for name, n in _VALUE.findall(body)}
    return result


def uncommented(text):
    """Fields and values of the schema that no comment explains."""
    for match in re.finditer(r"^[^\S\n]*(?:[\w.<>, ]+ )?(\w+) = \d+;([^\n]*)$", text, re.M):
        if "//" not in match[2]:
            yield f"{PROTO}:{repository.line_of(text, match.start(1))}: {match[1]} has no comment"


def rows_under_headings(page):
    """(heading, [cells]) of each table row below a `###` heading, without header and rule rows."""
    heading = None
    for line in page.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("#").strip().strip("`")
        elif line.startswith("|"):
            cells = [cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            if cells[0].isdigit():
                yield heading, cells


def page_findings(page, wanted):
    found = {}
    for heading, cells in rows_under_headings(page):
        if heading in wanted:
            found.setdefault(heading, {})[int(cells[0])] = cells[1:]
    headings = {line.lstrip("#").strip().strip("`") for line in page.splitlines() if line.startswith("###")}
    for name, fields in wanted.items():
        if name not in headings:
            yield f"{PAGE}: {name} has no heading"
            continue
        rows = found.get(name, {})
        for number in sorted(fields.keys() | rows.keys()):
            if number not in rows:
                yield f"{PAGE}: {name} lacks {fields[number][0]} = {number}"
            elif number not in fields:
                yield f"{PAGE}: {name} has {rows[number][0]} = {number}, the schema has not"
            else:
                field, kind = fields[number]
                row = rows[number]
                if row[0] != field:
                    yield f"{PAGE}: {name} field {number} is {field}, not {row[0]}"
                elif kind and row[1].replace("`", "") != kind:
                    yield f"{PAGE}: {name}.{field} is {kind}, not {row[1]}"
                elif not row[-1] or len(row) < (3 if kind else 2):
                    yield f"{PAGE}: {name}.{field} has no meaning"


def error_codes(header):
    """{number: name in snake case} of the enum in error.h."""
    code = repository.without_comments(header)
    body = re.search(r"enum class ErrorCode[^{]*\{(.*?)\}", code, re.S)[1]
    snake = lambda name: re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
    return {int(number): snake(name) for name, number in re.findall(r"(\w+)\s*=\s*(\d+)", body)}


def error_findings(page, codes):
    table = re.search(r"^\|\s*number\s*\|\s*name\s*\|\s*meaning\s*\|\n\|[-| :]+\|\n((?:\|.*\n?)+)", page, re.M)
    if not table:
        yield f"{PAGE}: no table of error codes (| number | name | meaning |)"
        return
    rows = {}
    for line in table[1].splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        rows[int(cells[0])] = cells[1]
    for number in sorted(codes.keys() | rows.keys()):
        if number not in rows:
            if 0 < number < FIRST_LOCAL_ERROR:
                yield f"{PAGE}: error {number} {codes[number]} is not in the table"
        elif codes.get(number) != rows[number]:
            yield f"{PAGE}: error {number} is {codes.get(number)}, not {rows[number]}"


def capability_findings(page, header):
    for name in re.findall(r'QLatin1String \w+\("([^"]+)"\)', header):
        if f"`{name}`" not in page:
            yield f"{PAGE}: the capability `{name}` is not named"


def main():
    proto = repository.read(PROTO)
    wanted = schema(proto)
    findings = list(uncommented(proto))
    if (repository.ROOT / PAGE).exists():
        page = repository.read(PAGE)
        findings += page_findings(page, wanted)
        findings += error_findings(page, error_codes(repository.read(ERRORS)))
        findings += capability_findings(page, repository.read(CAPABILITIES))
    else:
        findings.append(f"{PAGE} is not there")
    repository.finish("protocol_page", findings, sum(len(fields) for fields in wanted.values()))


if __name__ == "__main__":
    main()
