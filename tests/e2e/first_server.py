#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""A network with no server: the first person starts one in the sign-in window, becomes its owner, and the next finds it."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from desk import Desk, Failure, make_network, run, step, wait_for
from eyes import expect
from people import Person
from trial import PASSWORD, enter_namespaces


def ctl(desk, data, *words):
    result = run(str(desk.binaries / "rookeryctl"), "--json", "--data", str(data), *words)
    if result.returncode != 0:
        raise Failure(f"rookeryctl {words[0]}: {result.stderr.strip()}")
    return json.loads(result.stdout)


def tell(desk):
    ann = Person(desk, "ann", "Ann Lee", (10, 30), "light")
    data = ann.client.home / "data" / "rookery" / "server"
    try:
        step("Ann finds nobody and starts a server on her computer")
        ann.start_server()
        ann.create_account(PASSWORD)
        users = ctl(desk, data, "user", "list")["users"]
        expect([(user["name"], user["role"]) for user in users] == [("ann", "owner")], f"the accounts are {users}")
        step("Ben starts his client after her and finds it")
        ben = Person(desk, "ben", "Ben Okoye", (700, 30), "dark")
        ben.choose_server()
        ben.trust(ctl(desk, data, "fingerprint")["pin"])
        ben.create_account(PASSWORD)
        step("Ann closes her window for good; the server goes on for Ben")
        ann.quit()
        wait_for("the server to go on", lambda: ctl(desk, data, "status"))
    finally:
        if (data / "control.sock").exists():  # it was started by the client and outlives it
            ctl(desk, data, "stop")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, type=Path, help="folder with the programs")
    options = parser.parse_args()
    enter_namespaces()
    make_network()
    with tempfile.TemporaryDirectory(prefix="rookery-first-server.") as pictures, \
            Desk(options.bin.resolve(), pictures) as desk:
        try:
            tell(desk)
        except (Failure, subprocess.SubprocessError) as failure:
            print(f"first_server: {failure}\n" + "\n".join(desk.log(name)[-3000:] for name in ("ann", "ben")),
                  file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
