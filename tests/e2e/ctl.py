#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""An administrator at rookeryctl: every command, what it does to the people concerned, and backups under load."""

import json
import os
import shutil
import sqlite3
import stat
import threading

from desk import texts_in
from trial import (CANNOT_REACH, DONE, PASSWORD, REFUSED, USAGE, Rookeryd, Someone, begin, check, equal, one_sentence, run,
                   step, wait_for)

BACKUPS = 3


def look(trial, server):
    step("status, fingerprint, lists")
    status = server.ctl("status")
    equal((status["people"], status["peopleHere"], status["dataFolder"]), (0, 0, str(server.data)), "status")
    fingerprint = server.ctl("fingerprint")
    equal((fingerprint["pin"], " ".join(fingerprint["phrase"])), (server.ready["pin"], server.ready["phrase"]),
          "fingerprint")
    equal((server.ctl("user", "list")["users"], server.ctl("room", "list")["rooms"]), ([], []), "the lists")
    for words, shows in ((("status",), str(server.data)), (("fingerprint",), server.ready["phrase"]),
                         (("user", "list"), "NAME"), (("room", "list"), "TITLE"), (("invite",), "Invite:"),
                         (("--help",), "rookeryctl"), (("--version",), "rookeryctl ")):
        result = server.ctl_text(*words)
        equal((result.returncode, result.stderr), (DONE, ""), f"rookeryctl {' '.join(words)}")
        check(shows in result.stdout, f"rookeryctl {' '.join(words)} does not show {shows!r}: {result.stdout!r}")
    mode = stat.S_IMODE(os.stat(server.data / "control.sock").st_mode)
    equal(oct(mode), oct(0o600), "mode of the socket")
    for path in server.data.iterdir():
        equal(oct(stat.S_IMODE(path.stat().st_mode) & 0o077), oct(0), f"what others may do with {path.name}")
    equal(oct(stat.S_IMODE(server.data.stat().st_mode) & 0o077), oct(0), "what others may do with the data folder")


def be_refused(trial, server):
    step("Wrong commands and wrong folders")
    for words in ((), ("dance",), ("user",), ("user", "add"), ("user", "role", "alice", "king"), ("backup",),
                  ("status", "--days", "3"), ("invite", "--days", "0"), ("invite", "--days", "x"), ("--colour", "x"),
                  ("user", "add", "x", "--password-file", trial.folder / "missing")):
        result = server.ctl_text(*words)
        equal(result.returncode, USAGE, f"exit code of rookeryctl {words}")
        check(len(result.stderr.splitlines()) == 1 and result.stderr.startswith("rookeryctl: "),
              f"rookeryctl {words} says {result.stderr!r}")
    for words in (("user", "passwd", "zoe"), ("user", "disable", "zoe"), ("user", "enable", "zoe"),
                  ("user", "role", "zoe", "member"), ("user", "add", "bad name"), ("user", "add", "bo\u202eb")):
        result = server.ctl_text(*words)
        equal(result.returncode, REFUSED, f"exit code of rookeryctl {words}")
        one_sentence(result.stderr, f"rookeryctl {words}", "rookeryctl")
        server.ctl(*words, expect=REFUSED)
    for folder in (trial.folder, trial.folder / "no-such-folder"):
        result = run(str(trial.binaries / "rookeryctl"), "--data", str(folder), "status", env=trial.environment)
        equal(result.returncode, CANNOT_REACH, f"exit code of rookeryctl --data {folder}")
        check(str(folder) in one_sentence(result.stderr, "rookeryctl status", "rookeryctl"), "it does not say where")
    equal(server.ctl("user", "list")["users"], [], "people after the refusals")


def sign_in_with_made_password(trial, server):
    step("user add: the password that is shown lets the person in")
    made = server.ctl("user", "add", "alice")
    alice = Someone(trial, server, "alice", made["password"])
    equal([row["name"] for row in alice("who")], ["alice"], "everybody")
    line = server.ctl_text("user", "add", "bob")
    check(line.stdout.startswith("Password: "), f"user add prints {line.stdout!r}")
    bob = Someone(trial, server, "bob", line.stdout.removeprefix("Password: ").strip())
    bob("who")
    server.ctl("user", "add", "carol", "--password-file", "-", stdin=PASSWORD + "\n")
    Someone(trial, server, "carol")("who")
    server.ctl("user", "add", "alice", expect=REFUSED)
    server.ctl("user", "add", "short", "--password-file", "-", stdin="short\n", expect=REFUSED)
    alice("group", "create", "Lunch", "bob")
    alice("send", "#Lunch", "hello")
    rooms = server.ctl("room", "list")["rooms"]
    equal([(room["title"], room["members"]) for room in rooms], [("Lunch", 2)], "groups")
    return alice, bob


def change_password(trial, server, alice):
    step("user passwd: old tokens and the old password are worth nothing")
    other = shutil.copytree(alice.profile, trial.folder / "alice-at-home")
    alice("who", password_file=None, profile=other)  # by the token
    listener = alice.listen()
    wait_for("Alice to be here", lambda: server.is_connected("alice"))
    changed = server.ctl("user", "passwd", "alice")
    wait_for("Alice to be signed out", lambda: listener.process.poll() is not None)
    equal(listener.process.returncode, REFUSED, "exit code of listen")
    alice("who", password_file=None, profile=other, expect=REFUSED)
    alice("who", expect=REFUSED)
    renewed = Someone(trial, server, "alice", changed["password"])
    renewed("who")
    renewed("who", password_file=None)  # by the new token
    return renewed


def disable(trial, server, bob):
    step("user disable and enable")
    listener = bob.listen()
    wait_for("Bob to be here", lambda: server.is_connected("bob"))
    equal(server.ctl("user", "disable", "bob")["disabled"], True, "disabled")
    wait_for("Bob to be signed out", lambda: listener.process.poll() is not None)
    equal(listener.process.returncode, REFUSED, "exit code of listen")
    check(not server.is_connected("bob"), "Bob is still connected")
    bob("who", expect=REFUSED)
    bob("who", profile=trial.folder / "bob-2", expect=REFUSED)
    equal(server.ctl("user", "enable", "bob")["disabled"], False, "disabled")
    bob("who", profile=trial.folder / "bob-3")


def give_role(server):
    step("user role")
    for role in ("administrator", "owner", "member"):
        equal(server.ctl("user", "role", "bob", role)["role"], role, "role")
        equal({row["name"]: row["role"] for row in server.ctl("user", "list")["users"]}["bob"], role, "role in the list")


class Load(threading.Thread):
    """Sends until told to end; what was acknowledged, in order."""

    def __init__(self, someone, to):
        super().__init__()
        self.someone, self.to = someone, to
        self.acknowledged, self.failure = [], None
        self.ending = threading.Event()

    def run(self):
        while not self.ending.is_set():
            text = f"under load {len(self.acknowledged)}."
            try:
                self.someone("send", self.to, text)
            except Exception as failure:  # told to whoever joins
                self.failure = failure
                return
            self.acknowledged.append(text)

    def end(self):
        self.ending.set()
        self.join()
        if self.failure:
            raise self.failure


def back_up(trial, server, alice):
    step(f"backup while messages are sent, {BACKUPS} times")
    load = Load(alice, "carol")
    load.start()
    try:
        for number in range(1, BACKUPS + 1):
            wait_for("messages", lambda n=number: load.failure or len(load.acknowledged) >= 5 * n)
            before = list(load.acknowledged)
            path = trial.folder / f"backup-{number}.sqlite"
            equal(server.ctl("backup", path)["path"], str(path), "the path")
            judge_backup(path, before)
    finally:
        load.end()
    server.ctl("backup", path, expect=REFUSED)
    server.ctl("backup", trial.folder / "missing" / "backup.sqlite", expect=REFUSED)
    result = server.ctl_text("backup", "relative.sqlite")
    equal((result.returncode, (trial.folder / "relative.sqlite").exists()), (DONE, True), "a relative path")
    equal(alice.texts("carol"), load.acknowledged, "the history")
    return path, before


def judge_backup(path, texts):
    equal(oct(stat.S_IMODE(path.stat().st_mode)), oct(0o600), "mode of the backup")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        equal(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)], "integrity check of the backup")
    database.close()
    stored = "\n".join(texts_in(path))
    for text in texts:
        check(text in stored, f"{text!r} was acknowledged before and is not in the backup")
    check(not list(path.parent.glob("*.partial")), "a partial file is left")


def restore(trial, server, alice, backup, texts):
    step("stop, then start from the backup")
    equal(server.ctl("stop"), {}, "the answer to stop")
    equal(server.process.wait(6), DONE, "exit code of rookeryd")
    server.ctl("status", expect=CANNOT_REACH)
    server.ctl("restore", backup)
    server.start()
    restored = alice("history", "carol", "--last", 200, profile=trial.folder / "alice-2")
    equal([event["text"] for event in restored][:len(texts)], texts, "the history in the backup")


def register_by_invite(trial, server):
    step("--registration invite: one account for one invite")
    equal(server.terminate(), DONE, "exit code of rookeryd")
    server.start(("--discovery", "off", "--registration", "invite"))
    invite = server.ctl("invite", "--days", "1")["invite"]
    dan, erin = (Someone(trial, server, name) for name in ("dan", "erin"))
    dan("register", expect=REFUSED)
    dan("register", "--invite", "wrong", expect=REFUSED)
    dan("register", "--invite", invite)
    erin("register", "--invite", invite, expect=REFUSED)
    step("invite list and invite revoke")
    revoked = server.ctl("invite")
    equal(server.ctl("invite", "revoke", revoked["id"])["state"], "revoked", "the state of the invite")
    erin("register", "--invite", revoked["invite"], expect=REFUSED)
    one_sentence(server.ctl_text("invite", "revoke", "999").stderr, "rookeryctl invite revoke 999", "rookeryctl")
    server.ctl("invite", "revoke", revoked["id"], expect=REFUSED)
    rows = server.ctl("invite", "list")["invites"]
    equal([(row["state"], row["usedBy"]) for row in rows[:2]], [("revoked", ""), ("used", "dan")], "the invites")
    check(invite not in server.ctl_text("invite", "list", "--json").stdout, "the list shows an invite's code")
    server.ctl("stop")
    equal(server.process.wait(6), DONE, "exit code of rookeryd")
    step("--registration closed: nobody, invite or not")
    server.start(("--discovery", "off", "--registration", "closed"))
    invite = server.ctl("invite")["invite"]
    erin("register", expect=REFUSED)
    erin("register", "--invite", invite, expect=REFUSED)
    dan("who")
    server.ctl("user", "add", "erin", "--password-file", trial.secret_file(PASSWORD))
    erin("who")


def read_audit(server, secrets):
    step("audit: who did what")
    rows = server.ctl("audit", "--last", "1000")["audit"]
    acts = {(row["actor"], row["act"], row["subject"]) for row in rows}
    me = f"uid {os.getuid()}"
    for act in ((me, "account.made", "alice"), (me, "account.password", "alice"), (me, "invite.made", "invite 1"),
                (me, "invite.revoked", f"invite {max(int(row['subjectId']) for row in rows if row['act'] == 'invite.revoked')}"),
                ("dan", "account.made", "dan"), (me, "server.stopped", ""), ("server", "server.started", ""),
                ("server", "server.stopped", "")):
        check(act in acts, f"{act} is not in the audit log: {sorted(acts)}")
    settings = [row["detail"] for row in rows if row["act"] == "server.settings"]
    check("registration=closed" in settings[-1].split(), f"the newest settings are {settings[-1]}")
    equal(len(settings), len(set(settings)), "settings that were recorded again though they had not changed")
    equal([row["id"] for row in rows], sorted(row["id"] for row in rows), "the order")
    text = server.ctl_text("audit").stdout + json.dumps(rows)
    for secret in secrets:
        check(secret not in text, "the audit log shows a password")


def test(trial):
    server = Rookeryd(trial)
    look(trial, server)
    be_refused(trial, server)
    alice, bob = sign_in_with_made_password(trial, server)
    renewed = change_password(trial, server, alice)
    disable(trial, server, bob)
    give_role(server)
    backup, texts = back_up(trial, server, renewed)
    restore(trial, server, renewed, backup, texts)
    register_by_invite(trial, server)
    read_audit(server, (alice.password, bob.password, renewed.password, PASSWORD))
    log = server.log()
    for secret in (alice.password, bob.password, renewed.password, PASSWORD):
        check(secret not in log, "the server's log shows a password")
    equal(server.terminate(), DONE, "exit code of rookeryd")


if __name__ == "__main__":
    begin(test)
