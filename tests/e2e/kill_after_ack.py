#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Acknowledged means stored: the server is killed right after the acknowledgement, and while others still send."""

import random
import shutil
import sqlite3
import threading
import time

from trial import DONE, Rookeryd, Someone, begin, check, equal, objects, run, step

SEED = 20260302
ROUNDS = 20
STORM_ROUNDS = 5
STORM_SENDERS = ("carol", "dan", "erin")
STORM_MESSAGES = 6  # of each sender in each round


def check_integrity(trial, server):
    """Of a copy, so that the server itself has to make good what the kill has left."""
    copy = trial.folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in server.data.glob("rookery.sqlite*"):
        shutil.copy(path, copy)
    with sqlite3.connect(copy / "rookery.sqlite") as database:
        equal(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)], "integrity check")
        equal(database.execute("PRAGMA foreign_key_check").fetchall(), [], "foreign key check")
    database.close()


def kill_after_ack(trial, server, alice, bob):
    step(f"Killed right after the acknowledgement, {ROUNDS} times")
    said = []
    for number in range(ROUNDS):
        text = f"message {number} 🐦"
        command = alice.words(("send", "bob", text))
        result = run(*command, env=alice.environment, timeout=40)
        server.kill()
        equal((result.returncode, result.stderr), (DONE, ""), f"send {number}")
        sent = objects(result.stdout)[0]
        check_integrity(trial, server)
        server.start()
        said.append(text)
        heard = bob("listen", "--count", 1, "--for", 10)
        equal([(event["text"], event["seq"]) for event in heard], [(text, sent["seq"])], f"what Bob hears in round {number}")
        equal(bob.texts("alice"), said, f"the history in round {number}")
    equal(bob("listen", "--for", 1), [], "what Bob hears again")


class Sender(threading.Thread):
    """Sends one message after the other to Bob, whatever the exit code, and notes what was acknowledged."""

    def __init__(self, someone, number, acknowledgements):
        super().__init__()
        self.someone, self.number, self.acknowledgements = someone, number, acknowledgements
        self.tried, self.acknowledged = [], {}

    def run(self):
        for turn in range(STORM_MESSAGES):
            text = f"{self.someone.user} {self.number}.{turn}"
            self.tried.append(text)
            command = self.someone.words(("--timeout", "5", "send", "bob", text))
            result = run(*command, env=self.someone.environment, timeout=60)
            if result.returncode == DONE:
                self.acknowledged[text] = objects(result.stdout)[0]["seq"]
                self.acknowledgements.release()


def judge(sender, bob):
    """Each acknowledged message once, with its number, in the order said; each other one once at most."""
    events = [event for event in bob.history(sender.someone.user) if event["text"] in set(sender.tried)]
    texts = [event["text"] for event in events]
    who = f"{sender.someone.user} in round {sender.number}"
    equal(len(texts), len(set(texts)), f"{who}: different texts among {texts}")
    for text, seq in sender.acknowledged.items():
        check(text in texts, f"{who}: {text!r} was acknowledged and is lost")
        equal(events[texts.index(text)]["seq"], seq, f"{who}: sequence number of {text!r}")
    equal(texts, [text for text in sender.tried if text in texts], f"{who}: the order")


def kill_in_storm(trial, server, bob):
    chance = random.Random(SEED)
    step(f"Killed while {len(STORM_SENDERS)} send, {STORM_ROUNDS} times (seed {SEED})")
    people = [Someone(trial, server, name).register() for name in STORM_SENDERS]
    acknowledged = tried = 0
    for number in range(STORM_ROUNDS):
        acknowledgements = threading.Semaphore(0)
        senders = [Sender(someone, number, acknowledgements) for someone in people]
        for sender in senders:
            sender.start()
        for _ in range(chance.randint(1, len(people) * STORM_MESSAGES // 2)):
            check(acknowledgements.acquire(timeout=20), "nothing is acknowledged any more")
        server.kill()  # one has just been told; the others are anywhere between connecting and reading the answer
        check_integrity(trial, server)
        server.start()
        for sender in senders:
            sender.join()
            judge(sender, bob)
            acknowledged += len(sender.acknowledged)
            tried += len(sender.tried)
    print(f"    {acknowledged} of {tried} acknowledged")


def heard_once(bob, people):
    """A listener gets everything once, too."""
    wanted = sum(len(bob.history(name)) for name in people)
    heard = bob("listen", "--count", wanted, "--for", 20)
    equal(len({(event["conversation"], event["seq"]) for event in heard}), wanted, "different messages heard")
    equal(bob("listen", "--for", 1), [], "what Bob hears again")


def test(trial):
    began = time.monotonic()
    server = Rookeryd(trial)
    alice, bob = (Someone(trial, server, name).register() for name in ("alice", "bob"))
    kill_after_ack(trial, server, alice, bob)
    print(f"    {time.monotonic() - began:.1f} s")
    kill_in_storm(trial, server, bob)
    heard_once(bob, STORM_SENDERS)
    equal(server.terminate(), DONE, "exit code of rookeryd")
    check_integrity(trial, server)


if __name__ == "__main__":
    begin(test)
