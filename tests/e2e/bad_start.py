#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""A server that cannot start says so in one line, with what is wrong and what to do, and leaves the data as it was."""

import hashlib
import shutil
import socket
import sqlite3
import subprocess
import time

from trial import DONE, PASSWORD, USAGE, Rookeryd, begin, check, equal, run, step

FAILED = 1
SECONDS = 5
NAMES = ("alice", "bob")


def refuse_to_start(trial, data, *options, expect=FAILED, says=(), listen="127.0.0.1:0"):
    """Runs a rookeryd that must end by itself; its one line of complaint must have all of these in it."""
    command = [trial.binaries / "rookeryd", "--data", data, "--listen", listen, "--discovery", "off", *options]
    began = time.monotonic()
    try:
        result = run(*map(str, command), env=trial.private_environment("bad"), timeout=SECONDS)
    except subprocess.TimeoutExpired:
        check(False, f"rookeryd {options} does not end within {SECONDS} s")
    took = time.monotonic() - began
    what = f"rookeryd on {data} {' '.join(map(str, options))}"
    equal(result.returncode, expect, f"{what}: {result.stderr.strip()}: exit code")
    equal(result.stdout, "", f"{what}: on stdout")
    complaints = [line for line in result.stderr.splitlines() if " critical " in line or " fatal " in line]
    equal(len(complaints), 1, f"{what}: lines of complaint in {result.stderr!r}")
    equal(complaints[0], result.stderr.splitlines()[-1], f"{what}: the last line")
    for part in map(str, says):
        check(part in complaints[0], f"{what}: {part!r} is not in {complaints[0]!r}")
    print(f"    {took:.2f} s: {complaints[0].split(': ', 1)[1]}")


def contents(folder):
    """What is in the folder, by hash; without what SQLite and the lock make and remove."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "lock" and not path.name.endswith(("-wal", "-shm"))}


def still_good(server):
    """The server starts on its folder again and knows everybody."""
    server.start()
    equal({row["name"] for row in server.ctl("user", "list")["users"]}, set(NAMES), "people after the restart")
    equal(server.terminate(), DONE, "exit code of a good stop")


def port_in_use(trial, server):
    step("The port is in use")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        refuse_to_start(trial, server.data, listen=address, says=(address, "in use", "--listen"))
    refuse_to_start(trial, server.data, listen="192.0.2.1:7665", says=("192.0.2.1:7665", "--listen"))


def unwritable(trial, server):
    step("A data folder that cannot be written")
    file = trial.folder / "a-file"
    file.write_text("not a folder")
    refuse_to_start(trial, file, says=(file, "--data"))
    refuse_to_start(trial, file / "below", says=(file / "below", "--data"))
    equal(file.read_text(), "not a folder", "the file")
    data = str(server.data)
    check(run("mount", "--bind", data, data).returncode == 0, "no bind mount")
    try:
        check(run("mount", "-o", "remount,bind,ro", data).returncode == 0, "no read-only mount")
        refuse_to_start(trial, data, says=(data, "--data"))
    finally:
        check(run("umount", data).returncode == 0, "the mount stays")


def newer(trial, server):
    step("A database of a newer release")
    database = server.data / "rookery.sqlite"
    set_version(database, 999)
    before = contents(server.data)
    refuse_to_start(trial, server.data, says=(database, "999", "install"))
    equal(contents(server.data), before, "the data folder after the refusal")
    set_version(database, 1)


def set_version(path, version):
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {version}")
    database.close()


def corrupt(trial, server):
    step("A damaged database")
    database = server.data / "rookery.sqlite"
    good = database.read_bytes()
    for damage in (b"This is a letter to my aunt.\n" * 400, good[:4096] + b"\xa5" * (len(good) - 4096),
                   good[:len(good) // 2], b"\0" * len(good)):
        database.write_bytes(damage)
        refuse_to_start(trial, server.data, says=(database, "backup"))
        equal(database.read_bytes(), damage, "the damaged file, which somebody may want to repair")
        database.write_bytes(good)
    still_good(server)
    foreign = trial.folder / "foreign"
    shutil.copytree(server.data, foreign, ignore=shutil.ignore_patterns("rookery.sqlite*", "control.sock"))
    with sqlite3.connect(foreign / "rookery.sqlite") as other:
        other.execute("CREATE TABLE recipes(name)")
    other.close()
    refuse_to_start(trial, foreign, says=(foreign / "rookery.sqlite",))


def damaged_keys(trial, server):
    step("Keys that are missing or no keys")
    for name in ("pepper.key", "beacon.key", "key.pem", "certificate.pem"):
        path = server.data / name
        good = path.read_bytes()
        path.write_bytes(b"no key")
        refuse_to_start(trial, server.data, says=(name,))
        equal(path.read_bytes(), b"no key", name)
        path.write_bytes(good)
    pepper = server.data / "pepper.key"
    good = pepper.read_bytes()
    pepper.unlink()
    refuse_to_start(trial, server.data, says=("pepper.key", "backup"))
    check(not pepper.exists(), "a new pepper has been made, and no password is right any more")
    pepper.write_bytes(good)


def wrong_options(trial, server):
    step("Wrong options")
    config = trial.folder / "rookeryd.conf"
    for line, says in (("colour = green", "colour"), ("no equals sign", "key = value"),
                       ("registration = maybe", "maybe"), ("discovery-port = 70000", "70000")):
        config.write_text(f"# ours\nname = Good\n{line}\n")
        refuse_to_start(trial, server.data, "--config", config, expect=USAGE, says=(config, "line 3", says))
        refuse_to_start(trial, server.data, "--config", config, "--check-config", expect=USAGE, says=(config, says))
    missing = trial.folder / "missing.conf"
    refuse_to_start(trial, server.data, "--config", missing, expect=USAGE, says=(missing,))
    refuse_to_start(trial, server.data, "--colour", "green", expect=USAGE, says=("--colour",))
    refuse_to_start(trial, server.data, "--registration", "maybe", expect=USAGE, says=("maybe", "open"))
    refuse_to_start(trial, server.data, "--name", "bad\u202ename", expect=USAGE, says=("name",))
    refuse_to_start(trial, server.data, "stray", expect=USAGE, says=("stray",))
    refuse_to_start(trial, server.data, "--listen", expect=USAGE, says=("--listen",))
    refuse_to_start(trial, server.data, listen="localhost", expect=USAGE, says=("localhost",))


def two_servers(trial, server):
    step("Two servers on one folder")
    server.start()
    refuse_to_start(trial, server.data, says=(server.data, str(server.process.pid), "--data"))
    equal(server.ctl("status")["people"], len(NAMES), "people of the first server")
    equal(server.terminate(), DONE, "exit code of the first server")


def test(trial):
    server = Rookeryd(trial)
    for name in NAMES:
        server.ctl("user", "add", name, "--password-file", trial.secret_file(PASSWORD))
    equal(server.terminate(), DONE, "exit code")
    before = contents(server.data)
    for case in (port_in_use, unwritable, newer, corrupt, damaged_keys, wrong_options, two_servers):
        case(trial, server)
        after = contents(server.data)
        after["rookery.sqlite"] = before["rookery.sqlite"]  # judged by still_good(): its bytes may move
        equal(after, before, "the data folder")
    still_good(server)


if __name__ == "__main__":
    begin(test)
