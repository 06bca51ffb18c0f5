#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Sizes are a budget: files near 400 lines, functions near 40, a class with few public functions.

Prints the worst ten of each, so that a budget is seen before it is spent, and fails at the hard bounds.
"""

import re

import repository

FILE_LINES = 800
FUNCTION_LINES = 80
PUBLIC_FUNCTIONS = 25
SHOWN = 10

_SCOPE_WORD = re.compile(r"\b(namespace|class|struct|union|enum)\b|\bextern\s*\"")
_LABEL = re.compile(r"\b(?:public|protected|private|Q_SIGNALS|Q_SLOTS)\b[ \w]*:(?!:)")
_SIGNATURE_END = re.compile(r"\)\s*(?:(?:const|noexcept|override|final|&&?)\s*)*(?:->[^(){};]*)?$")
_NAME_BEFORE_PARENTHESIS = re.compile(r"([\w:~]+|operator\s*\S{1,3})\s*\(")


def scopes(code):
    """Yields (kind, head, start, end) of each outermost function and each class in bare code; offsets."""
    stack = []  # (kind, head, offset where the head begins)
    head_from = 0
    for match in re.finditer(r"[{};]", code):
        at, character = match.start(), match[0]
        inside_function = any(kind == "function" for kind, _, _ in stack)
        if character == "{":
            head = code[head_from:at]
            stack.append(("block" if inside_function else kind_of(head), head, head_from))
        elif character == "}" and stack:
            kind, head, begin = stack.pop()
            if kind in ("function", "class"):
                label = None
                for label in _LABEL.finditer(head):
                    pass
                skipped = label.end() if label else 0
                begin += skipped + len(head[skipped:]) - len(head[skipped:].lstrip())
                yield kind, head[skipped:].strip(), begin, at
            if kind == "initializer":
                continue  # `member{0}` and the like: the head goes on
        if not (character == "{" and stack[-1][0] == "initializer"):
            head_from = at + 1


def kind_of(head):
    """What a brace opens, from the text before it since the last statement."""
    head = _LABEL.sub(" ", head).rstrip()
    word = _SCOPE_WORD.search(re.sub(r"\btemplate\s*<[^{}]*?>(?=\s*\w)", " ", head))
    if word and not _SIGNATURE_END.search(head):
        return "class" if word[1] in ("class", "struct", "union") else "scope"
    if not head:
        return "block"
    if _NAME_BEFORE_PARENTHESIS.search(head) and (_SIGNATURE_END.search(head) or re.search(r"\)\s*:[^:].*\}$", head, re.S)):
        return "function"
    return "initializer"


def function_name(head):
    match = _NAME_BEFORE_PARENTHESIS.search(head)
    return match[1] if match else head.split("\n")[0]


def function_lengths(text):
    """(lines, name, first line) of each function; a lambda counts in the function around it."""
    code = repository.bare_code(text)
    for kind, head, begin, end in scopes(code):
        if kind == "function":
            yield code.count("\n", begin, end) + 1, function_name(head), repository.line_of(code, begin)


def public_function_counts(text):
    """(count, class name, first line) of each class: functions in its public sections, signals not counted."""
    code = repository.bare_code(text)
    for kind, head, begin, end in scopes(code):
        if kind != "class":
            continue
        named = re.search(r"\b(class|struct|union)\b(?:\s*\[\[\w+\]\])?\s+(?:[A-Z_]+\s+)?(\w+)", head)
        if not named:
            continue
        body = flattened(code[code.index("{", begin) + 1 : end])
        public = named[1] != "class"
        count = 0
        for statement in re.split(r"[;}]", body):
            for label in re.finditer(r"\b(public|protected|private|Q_SIGNALS|signals)\b[ \w]*:(?!:)", statement):
                public = label[1] == "public"
            if public and re.search(r"(?:^|[\w>&*:])\s+[&*]*(~?\w+|operator\S+)\s*\(", statement):
                count += not re.search(r"=\s*delete|\bfriend\b|\bQ_\w+\s*\(|\busing\b", statement)
        yield count, named[2], repository.line_of(code, begin)


def flattened(body):
    """A class body without what is inside its own braces."""
    result, depth = [], 0
    for character in body:
        depth -= character == "}"
        if depth == 0:
            result.append(character)
        depth += character == "{"
    return "".join(result)


def show_worst(title, bound, rows):
    print(f"{title} (at most {bound}):")
    for size, name in sorted(rows, key=lambda row: (-row[0], row[1]))[:SHOWN]:
        print(f"  {size:5}  {name}")


def over(title, bound, rows):
    return [f"{name}: {size}, more than {bound} ({title})" for size, name in rows if size > bound]


def main():
    paths = repository.files(".h", ".cpp", ".py", ".sh", ".proto", ".sql", ".cmake", folders=repository.ALL_FOLDERS)
    file_rows = [(repository.read(path).count("\n"), str(path)) for path in paths]
    function_rows, class_rows = [], []
    for path in repository.cxx_files():
        text = repository.read(path)
        function_rows += [(lines, f"{path}:{line} {name}") for lines, name, line in function_lengths(text)]
        if path.parts[0] != "tests":
            class_rows += [(count, f"{path}:{line} {name}") for count, name, line in public_function_counts(text)]
    findings = []
    for title, bound, rows in (
        ("lines a file", FILE_LINES, file_rows),
        ("lines a function", FUNCTION_LINES, function_rows),
        ("public functions a class", PUBLIC_FUNCTIONS, class_rows),
    ):
        show_worst(title, bound, rows)
        findings += over(title, bound, rows)
    repository.finish("sizes", findings, len(file_rows))


if __name__ == "__main__":
    main()
