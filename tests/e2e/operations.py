#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""What keeps a server going: a restore drill, the doctor on each kind of damage, nightly backups, a rotated log."""

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import time

from desk import texts_in
from trial import DONE, PASSWORD, REFUSED, Rookeryd, Someone, begin, check, equal, one_sentence, run, step, wait_for

WARNED, PROBLEM = 1, 4  # exit codes of rookeryctl doctor
PAGE = 4096
NIGHTLY = re.compile(r"rookery-\d{8}T\d{6}Z\.sqlite")


# ---- Restore ----------------------------------------------------------------------------------------------------

def restore_drill(trial, server, alice, bob):
    step("Restore drill: backup, more messages, kill -9, restore")
    before = [f"before the backup, {number}" for number in range(10)]
    after = [f"after the backup, {number}" for number in range(5)]
    for text in before:
        alice("send", "bob", text)
    backup = trial.folder / "backup.sqlite"
    server.ctl("backup", backup)
    for text in after:
        alice("send", "bob", text)
    refuse_while_running(server, backup)
    server.kill()
    content = backup.read_bytes()
    verified = server.ctl("restore", "--verify", backup)
    equal((verified["people"], verified["events"]), (2, len(before)), "what the backup holds")
    restored = server.ctl("restore", backup)
    equal((restored["people"], restored["events"]), (2, len(before)), "what was restored")
    equal(backup.read_bytes(), content, "the backup")
    equal(list(server.data.glob("rookery.sqlite-*")), [], "logs of the former database")
    equal(oct(stat.S_IMODE((server.data / "rookery.sqlite").stat().st_mode)), oct(0o600), "mode of the database")
    everything = "\n".join(texts_in(restored["replaced"]))
    for text in before + after:
        check(text in everything, f"{text!r} is not in the database that was put aside")
    server.start()
    equal(alice.texts("bob"), before, "the history after the restore")
    equal(bob.texts("alice"), before, "Bob's history")
    listener = bob.listen()
    wait_for("Bob to be here", lambda: server.is_connected("bob"))
    alice("send", "bob", "after the restore")
    listener.wait_for(["after the restore"])
    listener.end()
    equal(alice.texts("bob"), [*before, "after the restore"], "the history in the end")
    return backup


def refuse_while_running(server, backup):
    result = server.ctl_text("restore", backup)
    equal(result.returncode, REFUSED, "exit code of restore beside a running server")
    check(str(server.process.pid) in one_sentence(result.stderr, "restore", "rookeryctl"), "it does not say who runs")


def bad_backups(trial, server, backup):
    step("Backups that are none are refused, and nothing is touched")
    good = backup.read_bytes()
    newer = trial.folder / "newer.sqlite"
    shutil.copy(backup, newer)
    with sqlite3.connect(newer) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    damaged = trial.folder / "damaged.sqlite"
    damaged.write_bytes(good[:2 * PAGE] + b"\xa5" * PAGE + good[3 * PAGE:])
    letter = trial.folder / "letter.sqlite"
    letter.write_text("This is a letter to my aunt.\n" * 400)
    before = contents(server.data)
    for path, says in ((newer, "999"), (damaged, "damaged"), (letter, "not a database"),
                       (trial.folder / "missing.sqlite", "no such file")):
        for words, code in ((("restore", path), REFUSED), (("restore", path, "--verify"), PROBLEM)):
            result = server.ctl_text(*words)
            equal(result.returncode, code, f"exit code of rookeryctl {words}: {result.stderr}")
            check(str(path) in result.stderr and len(result.stderr.splitlines()) == 1, f"it says {result.stderr!r}")
            check(says in result.stderr, f"{says!r} is not in {result.stderr!r}")
            equal(contents(server.data), before, f"the folder after {words}")


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file() and path.name != "lock"}


# ---- Doctor -----------------------------------------------------------------------------------------------------

def doctor(server, *options, expect):
    """The findings that are not good, as {check: (level, sentence)}."""
    result = server.ctl("doctor", *options, expect=expect)
    equal(result["worst"], {DONE: "ok", WARNED: "warning", PROBLEM: "problem"}[expect], "the worst finding")
    shown = server.ctl_text("doctor", *options)
    equal((shown.returncode, shown.stderr), (expect, ""), "rookeryctl doctor")
    for finding in result["findings"]:
        check(re.fullmatch(r"\S.{5,400}[.?]", finding["sentence"]), f"not a sentence: {finding['sentence']!r}")
        check(finding["level"] == "ok" or finding["sentence"] in shown.stdout, f"{finding['sentence']!r} is not shown")
    return {row["check"]: (row["level"], row["sentence"]) for row in result["findings"] if row["level"] != "ok"}


def found(server, check_name, level, says, *options):
    """Exactly this is found, and it names the culprit."""
    bad = doctor(server, *options, expect={"warning": WARNED, "problem": PROBLEM}[level])
    equal({name: row[0] for name, row in bad.items() if not (name == "schema" and row[0] == "warning")},
          {check_name: level}, f"what is found: {bad}")
    check(str(says) in bad[check_name][1], f"{says!r} is not in {bad[check_name][1]!r}")
    print(f"    {bad[check_name][1]}")


@contextlib.contextmanager
def changed(path, content=None):
    """The file with other content, or without any file, for a while."""
    good, mode = path.read_bytes(), path.stat().st_mode
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(good)
        path.chmod(mode)


def doctor_on_running(trial, server):
    step("The doctor beside a running server")
    equal(doctor(server, expect=DONE), {}, "findings")
    server.process.send_signal(signal.SIGSTOP)
    try:
        bad = doctor(server, expect=PROBLEM)
        check("does not answer" in bad["ports"][1], f"a server that hangs: {bad}")
    finally:
        server.process.send_signal(signal.SIGCONT)
    equal(doctor(server, expect=DONE), {}, "findings")


def doctor_on_damage(trial, server):
    step("The doctor on a stopped server, for each kind of damage")
    database = server.data / "rookery.sqlite"
    good = database.read_bytes()
    equal(doctor(server, *quiet_ports(trial), expect=DONE), {}, "findings")
    config = quiet_ports(trial)
    with changed(database, good[:2 * PAGE] + b"\xa5" * PAGE + good[3 * PAGE:]):
        found(server, "store", "problem", "rookeryctl restore", *config)
    with changed(database, edited(trial, database, "UPDATE conversations SET last_seq = last_seq + 3")):
        found(server, "store", "problem", "newest", *config)
    with changed(database, edited(trial, database, "PRAGMA user_version = 999")):
        found(server, "schema", "problem", "999", *config)
    with changed(server.data / "pepper.key"):
        found(server, "identity", "problem", "pepper.key", *config)
    with changed(server.data / "key.pem"):
        found(server, "identity", "problem", "key.pem", *config)
    for days, level in ((-1, "problem"), (30, "warning")):
        with changed(server.data / "certificate.pem", certificate(trial, server, days)):
            found(server, "identity", level, "expire", *config)
    (server.data / "key.pem").chmod(0o644)
    found(server, "permissions", "problem", "key.pem", *config)
    (server.data / "key.pem").chmod(0o600)
    server.data.chmod(0o755)
    found(server, "permissions", "problem", server.data, *config)
    server.data.chmod(0o700)
    for name in ("key.pem.Ab12Cd", "holiday.jpg"):
        (server.data / name).touch()
        found(server, "leftovers", "warning", name, *config)
        (server.data / name).unlink()
    equal(doctor(server, *config, expect=DONE), {}, "findings in the end")


def quiet_ports(trial, text="listen = 127.0.0.1:0\ndiscovery = off\n"):
    config = trial.folder / "doctor.conf"
    config.write_text(text)
    return "--config", config


def edited(trial, database, sql):
    """The bytes of a copy after a statement."""
    copy = trial.folder / "edited.sqlite"
    shutil.copy(database, copy)
    with sqlite3.connect(copy) as connection:
        connection.execute(sql)
    connection.close()
    return copy.read_bytes()


def certificate(trial, server, days):
    """One for the server's own key that ends in so many days."""
    request, key = trial.folder / "request.pem", server.data / "key.pem"
    made = run("openssl", "req", "-new", "-key", str(key), "-subj", "/CN=rookery", "-out", str(request))
    check(made.returncode == 0, f"openssl req: {made.stderr}")
    made = run("openssl", "x509", "-req", "-in", str(request), "-signkey", str(key), "-days", str(days))
    check(made.returncode == 0, f"openssl x509: {made.stderr}")
    return made.stdout.encode()


def taken_ports(trial, server):
    step("The doctor: a port is taken")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        found(server, "ports", "problem", address, *quiet_ports(trial, f"listen = {address}\ndiscovery = off\n"))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("0.0.0.0", 0))
        port = taken.getsockname()[1]
        found(server, "ports", "warning", port, *quiet_ports(trial, f"listen = 127.0.0.1:0\ndiscovery-port = {port}\n"))
    found(server, "settings", "problem", "colour", *quiet_ports(trial, "colour = green\nlisten = 127.0.0.1:0\n"))


def full_disk(trial, server):
    step("The doctor: a nearly full disk")
    disk = trial.folder / "disk"
    disk.mkdir(mode=0o700)
    check(run("mount", "-t", "tmpfs", "-o", "size=1500m,mode=700", "tmpfs", str(disk)).returncode == 0, "no tmpfs")
    home, server.data = server.data, disk / "data"
    try:
        shutil.copytree(home, server.data, ignore=shutil.ignore_patterns("control.sock"))
        equal(doctor(server, *quiet_ports(trial), expect=DONE), {}, "findings on a disk with room")
        for megabytes, level in ((700, "warning"), (720, "problem")):
            allocate(disk / f"{megabytes}", megabytes)
            found(server, "disk", level, "free", *quiet_ports(trial))
        refuse_to_fill(trial, server, disk)
    finally:
        server.data = home
        check(run("umount", str(disk)).returncode == 0, "the disk stays mounted")


def allocate(path, megabytes):
    with open(path, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, megabytes << 20)


def refuse_to_fill(trial, server, disk):
    """A nightly backup on the server's own disk does not take the last of it."""
    server.start(("--discovery", "off", "--backup-dir", disk / "backups"))
    wait_for("the failure in the log", lambda: "nightly backup failed" in server.log())
    lines = [line for line in server.log().splitlines() if "nightly backup failed" in line]
    equal(len(lines), 1, "lines about the failure")
    check("bytes are free" in lines[0], f"the log says {lines[0]!r}")
    equal(list((disk / "backups").iterdir()), [], "backups")
    equal(server.terminate(), DONE, "exit code of rookeryd")


# ---- Nightly backups --------------------------------------------------------------------------------------------

def nightly(trial, server):
    step("Nightly backups: made up at the start, seven stay, others' files too")
    folder = trial.folder / "nightly"
    options = ("--discovery", "off", "--backup-dir", folder, "--backup-keep", 3)
    server.start(options)
    wait_for("the first backup", lambda: backups(folder))
    first = backups(folder)[0]
    server.ctl("restore", "--verify", first)
    equal((oct(stat.S_IMODE(folder.stat().st_mode)), oct(stat.S_IMODE(first.stat().st_mode))),
          (oct(0o700), oct(0o600)), "modes")
    restart(server, options)
    server.ctl("status")
    equal(backups(folder), [first], "backups after a restart on the same day")
    server.terminate()
    for days in range(2, 7):
        shutil.copy(first, folder / dated(days))
    first.unlink()
    foreign = [folder / name for name in ("notes.txt", "rookery-2020.sqlite", "rookery.sqlite")]
    for path in foreign:
        path.write_text("not the server's")
    server.start(options)
    wait_for("a backup of today", lambda: len(backups(folder)) == 3 and backups(folder)[-1].name > dated(1))
    equal([path.name[:16] for path in backups(folder)[:2]], [dated(3)[:16], dated(2)[:16]], "what stays")
    for path in foreign:
        equal(path.read_text(), "not the server's", path.name)
    doctor_on_backups(server, folder)
    equal(server.terminate(), DONE, "exit code of rookeryd")


def doctor_on_backups(server, folder):
    """The running server says that nightly backups are on; a flag, so no file could tell."""
    equal(doctor(server, expect=DONE), {}, "findings")
    newest = backups(folder)[-1]
    aside = folder / "aside"
    newest.rename(aside)
    found(server, "backups", "warning", "hours old")
    aside.rename(newest)


def backups(folder):
    return sorted(path for path in folder.glob("*") if NIGHTLY.fullmatch(path.name))


def dated(days):
    """The name of a backup made so many days ago."""
    return time.strftime("rookery-%Y%m%dT%H%M%SZ.sqlite", time.gmtime(time.time() - days * 86400 - 600))


def restart(server, options):
    equal(server.terminate(), DONE, "exit code of rookeryd")
    server.start(options)


# ---- The log file -----------------------------------------------------------------------------------------------

def log_file(trial, server):
    step("The log file: rotated without a word, and with SIGHUP")
    path = trial.folder / "rookeryd.log.d" / "rookeryd.log"
    path.parent.mkdir()
    before = server.log()
    server.start(("--discovery", "off", "--log-file", path))
    wait_for("the log", lambda: "ready on" in path.read_text())
    equal(server.log(), before, "what goes to stderr meanwhile")
    equal(oct(stat.S_IMODE(path.stat().st_mode)), oct(0o640), "mode of the log")
    rotated = path.with_suffix(".1")
    path.rename(rotated)
    old = rotated.read_text()
    server.ctl("fingerprint")
    equal([line.split(" ", 1)[1] for line in path.read_text().splitlines()],
          [f"info rookery.control: Command fingerprint of uid {os.getuid()}"], "the new log")
    equal(rotated.read_text(), old, "the old log")
    path.unlink()
    server.process.send_signal(signal.SIGHUP)
    wait_for("the log to be there again", path.exists)
    server.ctl("status")
    check("Command status" in path.read_text(), "the log after SIGHUP")
    equal(server.terminate(), DONE, "exit code of rookeryd")
    for line in (path.read_text() + old).splitlines():
        check(re.match(r"\d{4}-\d\d-\d\dT[\d:.]+ \w+ rookery\.\w+: ", line), f"not a line of the log: {line!r}")
    refuse_bad_log(trial, server)


def refuse_bad_log(trial, server):
    """A server that could not tell anybody anything does not start, and says why."""
    command = [trial.binaries / "rookeryd", "--data", server.data, "--listen", "127.0.0.1:0", "--log-file", trial.folder]
    result = run(*map(str, command), env=trial.private_environment("bad"))
    equal(result.returncode, 1, "exit code")
    check("--log-file" in result.stderr and len(result.stderr.splitlines()) == 1, f"it says {result.stderr!r}")


def test(trial):
    server = Rookeryd(trial)
    alice, bob = (Someone(trial, server, name).register() for name in ("alice", "bob"))
    backup = restore_drill(trial, server, alice, bob)
    doctor_on_running(trial, server)
    equal(server.terminate(), DONE, "exit code of rookeryd")
    bad_backups(trial, server, backup)
    doctor_on_damage(trial, server)
    taken_ports(trial, server)
    full_disk(trial, server)
    nightly(trial, server)
    log_file(trial, server)
    server.start(("--discovery", "off"))
    alice("send", "bob", "all is well")
    check(PASSWORD not in server.log(), "the server's log shows a password")
    equal(server.terminate(), DONE, "exit code of rookeryd")


if __name__ == "__main__":
    begin(test)
