#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody listens while the server is restarted and killed: the client is back by itself, nothing lost or doubled."""

import time

from trial import DONE, Rookeryd, Someone, begin, equal, step, wait_for

TIMES = 3
BACK_SECONDS = 5


def interrupt(server, how):
    if how == "killed":
        server.kill()
    else:
        equal(server.terminate(6), DONE, "exit code of rookeryd on SIGTERM")
    server.start()


def test(trial):
    server = Rookeryd(trial)
    alice, bob = (Someone(trial, server, name).register() for name in ("alice", "bob"))
    listener = bob.listen()
    wait_for("Bob to be here", lambda: server.is_connected("bob"))
    said = []
    for number in range(TIMES):
        for how in ("stopped", "killed"):
            step(f"The server is {how} and started again ({number + 1} of {TIMES})")
            alice("send", "bob", f"before it is {how}, {number}")
            interrupt(server, how)
            began = time.monotonic()
            alice("send", "bob", f"just after it was {how}, {number}")
            wait_for("Bob to be back", lambda: server.is_connected("bob"), BACK_SECONDS - (time.monotonic() - began))
            print(f"    back after {time.monotonic() - began:.2f} s")
            alice("send", "bob", f"once Bob is back, {number}")
            said += [f"before it is {how}, {number}", f"just after it was {how}, {number}", f"once Bob is back, {number}"]
            listener.wait_for(said, BACK_SECONDS)
    equal(listener.texts(), said, "what Bob has heard")
    equal([event["seq"] for event in listener.events()], list(range(1, len(said) + 1)), "sequence numbers")
    equal(alice.texts("bob"), said, "the history")
    listener.end()
    equal(bob("listen", "--for", 1), [], "what Bob hears again")
    equal(server.terminate(), DONE, "exit code of rookeryd")


if __name__ == "__main__":
    begin(test)
