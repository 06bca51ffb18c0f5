#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""The checkers behind ./dev lint: format, shell, tidy. Exit code 1 when there is anything to complain about."""

import argparse
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE_FOLDERS = ("common", "server", "client", "tests")


def cxx_files(*suffixes):
    found = []
    for folder in SOURCE_FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    return sorted(found)


def in_parallel(work, items):
    """Runs work(item) -> (ok, text) on all items; prints the texts as they come, returns how many were not ok."""
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for future in concurrent.futures.as_completed([pool.submit(work, item) for item in items]):
            ok, text = future.result()
            bad += not ok
            if text:
                print(text, flush=True)
    return bad


def run(command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def check_format(options):
    files = [Path(name).resolve() for name in options.files] or cxx_files(".h", ".cpp")
    files = [path for path in files if path.suffix in (".h", ".cpp")]

    def work(path):
        mode = ["-i"] if options.fix else ["--dry-run", "-Werror"]
        result = run(["clang-format", *mode, "--style=file", str(path)])
        lines = [line for line in result.stderr.splitlines() if "error:" in line or "warning:" in line]
        first = ": " + lines[0].split(":", 1)[1] if lines else ""
        return result.returncode == 0, "" if result.returncode == 0 else f"not formatted: {path.relative_to(ROOT)}{first}"

    bad = in_parallel(work, files)
    print(f"format: {len(files)} files, {bad} not formatted" + (" (./dev lint --fix formats them)" if bad else ""))
    return bad == 0


def check_shell(_options):
    files = [ROOT / "dev", ROOT / ".ci" / "run"]
    for folder in (*SOURCE_FOLDERS, "packaging"):
        files += sorted((ROOT / folder).rglob("*.sh"))
    files = [str(path.relative_to(ROOT)) for path in files if path.exists()]
    result = run(["shellcheck", "-x", *files])
    print(result.stdout + result.stderr, end="")
    print(f"shell: {len(files)} files, {'fine' if result.returncode == 0 else 'see above'}")
    return result.returncode == 0


def without_compiler_only_options(command):
    """GCC's precompiled header cannot be read by clang, and a file has to stand without it anyway."""
    words = shlex.split(command)
    if Path(words[0]).name == "ccache":
        words = words[1:]
    kept = []
    skip = False
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if skip:
            skip = False
        elif word == "-include" and "cmake_pch" in following:
            skip = True
        elif word not in ("-Winvalid-pch", "-mno-direct-extern-access"):
            kept.append(word)
    return shlex.join(kept)


def write_tidy_database():
    source = ROOT / "build" / "release" / "compile_commands.json"
    entries = json.loads(source.read_text())
    for entry in entries:
        entry["command"] = without_compiler_only_options(entry["command"])
    folder = ROOT / "build" / "tidy"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(entries, indent=1))
    return {Path(entry["file"]).resolve() for entry in entries}


def changed_files():
    """Sources that differ from origin/main (or, without it, from the commit before), in the tree or in commits."""
    base = run(["git", "merge-base", "origin/main", "HEAD"]).stdout.strip()
    base = base or run(["git", "rev-parse", "--verify", "-q", "HEAD~1"]).stdout.strip()
    names = run(["git", "diff", "--name-only", base]).stdout.split() if base else []
    names += run(["git", "ls-files", "--others", "--exclude-standard"]).stdout.split()
    paths = {(ROOT / name).resolve() for name in names}
    paths |= {path.with_suffix(".cpp") for path in paths if path.suffix == ".h"}
    return {path for path in paths if path.suffix == ".cpp" and path.exists()}


def check_tidy(options):
    known = write_tidy_database()
    if options.all:
        chosen = {path for path in known if path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / "build")}
    elif options.files:
        chosen = {Path(name).resolve() for name in options.files}
    else:
        chosen = changed_files()
    chosen = sorted(path for path in chosen if path in known)
    print(f"clang-tidy: {len(chosen)} files", flush=True)

    def work(path):
        result = run(["clang-tidy", "-p", "build/tidy", "--quiet", str(path)])
        text = re.sub(r"^\d+ warnings? (?:generated|treated).*\n?", "", result.stdout, flags=re.M).strip()
        if result.returncode != 0 and not text:
            text = result.stderr.strip()
        return result.returncode == 0, text

    bad = in_parallel(work, chosen)
    print(f"clang-tidy: {len(chosen)} files, {bad} with findings")
    return bad == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checker", choices=("format", "shell", "tidy"))
    parser.add_argument("--fix", action="store_true", help="format: change the files")
    parser.add_argument("--all", action="store_true", help="tidy: every file, not only what has changed")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    check = {"format": check_format, "shell": check_shell, "tidy": check_tidy}[options.checker]
    return 0 if check(options) else 1


if __name__ == "__main__":
    sys.exit(main())
