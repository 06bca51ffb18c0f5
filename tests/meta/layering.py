#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Includes follow the arrows of the architecture.

The build already hides a layer's headers from targets that do not link it. It cannot hide Qt's: <QtWidgets/QWidget>
resolves on Debian with only QtCore linked. So the modules of Qt that a layer may use are checked here, and the
arrows once more, so that a wrong link line is found as well.
"""

import re

import repository

COMMON = ("common/base", "common/protocol", "common/net", "common/presence", "common/config")
CORE_QT = ("QtCore", "QtNetwork")

# layer: (other layers its files may include, modules of Qt its files may include)
LAYERS = {
    "common/base": ((), ("QtCore",)),
    "common/protocol": (("common/base",), ("QtCore",)),
    "common/config": (("common/base", "common/protocol"), CORE_QT),
    "common/net": (("common/base", "common/protocol"), CORE_QT),
    "common/presence": (("common/base", "common/protocol", "common/net", "common/config"), CORE_QT),
    "server/core": (COMMON, CORE_QT),
    "server/storage": ((*COMMON, "server/core"), (*CORE_QT, "QtSql")),
    "server/net": ((*COMMON, "server/core"), CORE_QT),
    "server/features": ((*COMMON, "server/core"), CORE_QT),
    "server/operations": ((*COMMON, "server/core", "server/storage"), CORE_QT),
    "server/ctl": ((*COMMON, "server/core"), CORE_QT),
    "server/app": (
        (*COMMON, "server/core", "server/storage", "server/operations", "server/net", "server/features", "server/ctl"),
        CORE_QT,
    ),
    "client/core": (COMMON, (*CORE_QT, "QtSql", "QtDBus")),
    "client/models": ((*COMMON, "client/core"), CORE_QT),
    "client/viewmodels": ((*COMMON, "client/core", "client/models"), CORE_QT),
    "client/cli": ((*COMMON, "client/core", "client/models"), CORE_QT),
    "client/ui": (
        (*COMMON, "client/core", "client/models", "client/viewmodels"),
        (*CORE_QT, "QtGui", "QtWidgets", "QtSvg", "QtDBus"),
    ),
    "client/app": (
        (*COMMON, "client/core", "client/models", "client/viewmodels", "client/ui"),
        (*CORE_QT, "QtGui", "QtWidgets", "QtSvg", "QtDBus"),
    ),
}

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def layer_of(path):
    return "/".join(str(path).split("/")[:2])


def findings_in(path, text):
    """Sentences about the includes of one file; path is relative to the root."""
    layer = layer_of(path)
    others, modules = LAYERS.get(layer, (None, None))
    for match in _INCLUDE.finditer(repository.without_comments(text)):
        quoted, name = match[1] == '"', match[2]
        where = f"{path}:{repository.line_of(text, match.start(2))}"
        first = name.split("/")[0]
        if re.fullmatch(r"Q[A-Z]\w*", name):
            yield f"{where}: <{name}> does not say which module of Qt it belongs to"
        elif re.fullmatch(r"Qt[A-Z]\w*", first):
            if modules is not None and first not in modules:
                yield f"{where}: {layer} must not use {first}"
        elif first in ("common", "server", "client"):
            if others is not None and layer_of(name) not in (layer, *others):
                yield f"{where}: {layer} must not include {layer_of(name)}"
        elif first == "tests":
            if others is not None:
                yield f"{where}: {layer} must not include the tests"
        elif quoted and not name.endswith((".moc", ".pb.h")):
            yield f"{where}: \"{name}\" is not a path from the root of the repository"


def unknown_layers(paths):
    for layer in sorted({layer_of(path) for path in paths if not str(path).startswith("tests/")}):
        if layer not in LAYERS:
            yield f"{layer}: not a layer this test knows; say in tests/meta/layering.py what it may include"


def main():
    paths = repository.cxx_files()
    findings = list(unknown_layers(paths))
    for path in paths:
        findings += findings_in(path, repository.read(path))
    repository.finish("layering", findings, len(paths))


if __name__ == "__main__":
    main()
