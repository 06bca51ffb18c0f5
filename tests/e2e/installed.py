#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""What `cmake --install` has put into an empty folder: every program starts from there, and two people can talk."""

import configparser
import subprocess
from pathlib import Path

from trial import Rookeryd, Someone, begin, check, equal, step

PROGRAMS = ("rookery", "rookery-cli", "rookeryd", "rookeryctl")


def test(trial):
    built = trial.binaries
    place = trial.folder / "installed"
    step("Installing")
    subprocess.run(["cmake", "--install", built.parent, "--prefix", place], check=True, capture_output=True)
    equal(sorted(path.name for path in (place / "bin").iterdir()), sorted(PROGRAMS), "the programs")
    trial.binaries = place / "bin"
    for name in PROGRAMS:
        said = subprocess.run([place / "bin" / name, "--version"], check=True, capture_output=True, text=True).stdout
        check(said.startswith(f"{name} "), f"{name} --version says {said!r}")
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(place / "share/applications/rookery.desktop", encoding="utf-8")
    entry = entry["Desktop Entry"]
    check((place / "bin" / entry["Exec"].split()[0]).exists(), "the desktop file starts nothing that is installed")
    check((place / f"share/icons/hicolor/scalable/apps/{entry['Icon']}.svg").exists(), "the desktop file's icon is missing")
    sample = next(Path(place).rglob("rookeryd.conf"))
    subprocess.run([place / "bin/rookeryd", "--config", sample, "--check-config"], check=True, capture_output=True)
    step("Talking")
    server = Rookeryd(trial)
    alice, bob = (Someone(trial, server, name).register() for name in ("alice", "bob"))
    alice("send", "bob", "from the installed programs")
    equal(bob.texts("alice"), ["from the installed programs"], "what Bob finds")
    server.terminate()


if __name__ == "__main__":
    begin(test)
