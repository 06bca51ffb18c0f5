#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Runs every rule of this folder; with --quiet it prints a rule's text only where there are findings."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOT_RULES = ("repository.py", "run.py")


def main():
    quiet = "--quiet" in sys.argv[1:]
    bad = 0
    for rule in sorted(path for path in HERE.glob("*.py") if path.name not in NOT_RULES):
        result = subprocess.run([sys.executable, "-B", str(rule)], capture_output=True, text=True, check=False)
        bad += result.returncode != 0
        if result.returncode != 0 or not quiet:
            print(result.stdout + result.stderr, end="")
        else:
            print(f"{rule.stem}: fine")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
