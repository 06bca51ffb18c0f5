#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Two and three people talk by rookery-cli; every exit code it has is provoked, with the sentence a person reads."""

import socket
import time

from trial import (CANNOT_REACH, DONE, NOT_TRUSTED, PASSWORD, REFUSED, TIMED_OUT, USAGE, Rookeryd, Someone, begin, check,
                   equal, one_sentence, run, step, wait_for)

TEXTS = ("Hello Bob, good to see you here.", "你好，鲍勃！今天一起吃午饭吗？", "🎉🍜 👩‍👩‍👧‍👦", "-dash", "two\nlines\twith a tab")
MESSAGE_KEYS = {"type", "conversation", "seq", "from", "text", "time"}
TEXT_BYTES_MAX = 16 * 1024  # messageTextBytes in common/protocol/limits.h


def talk(alice, bob):
    step("Two people talk: English, Chinese, emoji")
    began_ms = time.time() * 1000
    sent = [alice("send", "bob", text)[0] for text in TEXTS]
    equal([row["seq"] for row in sent], list(range(1, len(TEXTS) + 1)), "sequence numbers of send")
    events = bob("listen", "--count", len(TEXTS), "--for", 10)
    equal([event["text"] for event in events], list(TEXTS), "what Bob hears")
    for event, row in zip(events, sent):
        equal(set(event), MESSAGE_KEYS, "keys of a message")
        equal((event["type"], event["from"], event["seq"]), ("message", "alice", row["seq"]), "fields of a message")
        equal(event["conversation"], row["conversation"], "the conversation")
        check(began_ms - 5000 < event["time"] < time.time() * 1000 + 5000, f"time of {event} is not in ms since 1970")
    equal(bob("listen", "--for", 1), [], "what Bob hears the second time")
    for person, other in ((alice, "bob"), (bob, "alice")):
        equal(person.history(other), events, f"history of {person.user}")
        equal(person.texts(other, last=2), list(TEXTS[-2:]), f"the last two for {person.user}")


def talk_through_pipe(alice, bob):
    step("A text from standard input, to somebody who listens")
    listener = bob.listen("--count", "1")
    wait_for("Bob to be here", lambda: presence(alice, "bob") == "online")
    alice("send", "bob", "-", stdin="from a pipe 🐦\n")
    listener.wait_for(["from a pipe 🐦"])
    equal(listener.process.wait(10), DONE, "exit code of listen --count 1")
    equal(len(listener.events()), 1, "messages heard")
    wait_for("Bob to be away", lambda: presence(alice, "bob") == "offline")


def presence(person, name):
    everybody = {row["name"]: row for row in person("who")}
    return everybody[name]["state"]


def talk_in_group(alice, bob, carol):
    step("A group of three")
    alice("group", "create", "Lunch 🍜", "bob")
    group = "#Lunch 🍜"
    alice("send", group, "just us two")
    sentence = carol("send", group, "may I?", expect=REFUSED)
    check("Lunch" in sentence, f"the sentence does not say which group: {sentence}")
    alice("group", "add", "Lunch 🍜", "carol")
    carol("send", group, "now three")
    for person in (alice, bob):
        check(person.texts(group) == ["just us two", "now three"], f"{person.user}: {person.texts(group)}")
    bob("group", "leave", group)
    alice("send", group, "Bob is gone")
    check("Bob is gone" in carol.texts(group), "Carol does not get what is said after Bob has left")
    equal([event["text"] for event in bob("listen", "--for", 1) if event["text"] == "Bob is gone"], [],
          "what Bob hears of a group he has left")
    bob("send", group, "still here?", expect=REFUSED)
    alice("group", "create", "", "bob", expect=USAGE)
    alice("group", "create", "Nobody", "zoe", expect=REFUSED)


def change_what_was_said(alice, bob):
    step("Edit and recall")
    bob("listen", "--for", 1)
    seq = alice("send", "bob", "helo")[0]["seq"]
    edit = alice("edit", "bob", seq, "-hello")[0]
    equal(edit["seq"], seq + 1, "the edit's own number")
    secret = alice("send", "bob", "secret")[0]["seq"]
    heard = bob("listen", "--count", 3, "--for", 10)
    equal([row["type"] for row in heard], ["message", "edit", "message"], "what Bob hears")
    equal((heard[1]["target"], heard[1]["text"], heard[1]["from"]), (seq, "-hello", "alice"), "the edit")
    bob("recall", "alice", secret, expect=REFUSED)
    bob("edit", "alice", secret, "mine", expect=REFUSED)
    alice("recall", "bob", secret)
    heard = bob("listen", "--count", 1, "--for", 10)
    equal([(row["type"], row["target"]) for row in heard], [("recall", secret)], "what Bob hears of the recall")
    alice("recall", "bob", secret, expect=REFUSED)
    alice("edit", "bob", secret, "again", expect=REFUSED)
    for person, other in ((alice, "bob"), (bob, "alice")):
        rows = {row["seq"]: row for row in person("history", other, "--last", 4)}
        equal(rows[seq]["text"], "-hello", f"the edited message for {person.user}")
        equal((rows[secret]["text"], rows[secret]["recalled"]), ("", True), f"the recalled one for {person.user}")
    for words in (("edit", "bob", "x", "text"), ("edit", "bob", 1), ("recall", "bob"), ("recall", "bob", 0)):
        alice(*words, expect=USAGE)


def use_wrongly(alice):
    step("2: a wrong command line")
    for words in ((), ("shout",), ("send", "bob"), ("send", "", "text"), ("history", "bob", "--last", "x"),
                  ("listen", "--count", "0"), ("listen", "--for", "-1"), ("who", "--colour"), ("group", "join", "x"),
                  ("who", "--last", "3")):
        alice(*words, expect=USAGE)
    alice("who", server="127.0.0.1:99999", expect=USAGE)
    alice("who", pin="abc", expect=USAGE)
    newcomer = {"profile": alice.trial.folder / "nobody"}
    alice("who", user=None, **newcomer, expect=USAGE)
    alice("who", password_file=None, **newcomer, expect=USAGE)


def reach_nothing(alice, trial):
    step("3: nothing there")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, but nobody listens
        address = f"127.0.0.1:{closed.getsockname()[1]}"
        for profile in (alice.profile, trial.folder / "new"):
            began = time.monotonic()
            sentence = alice("send", "bob", "hello", server=address, profile=profile, expect=CANNOT_REACH)
            check(time.monotonic() - began < 20, "a closed port is not noticed within the time-out")
            check(address in sentence, f"the sentence does not say where: {sentence}")
    sentence = alice("who", server="no-such-host.invalid:7665", profile=trial.folder / "new", expect=CANNOT_REACH)
    check("no-such-host.invalid" in sentence, f"the sentence does not say which host: {sentence}")


def distrust(alice, trial, server):
    step("4: a server that is not trusted")
    wrong_pin = ("0" if server.ready["pin"][0] != "0" else "1") + server.ready["pin"][1:]
    for number, profile in enumerate((alice.profile, trial.folder / "wrong-pin")):
        alice("send", "bob", f"secret {number}", pin=wrong_pin, trust=[], profile=profile, expect=NOT_TRUSTED)
        alice("send", "bob", f"secret {number}", pin=wrong_pin, profile=profile, expect=NOT_TRUSTED)
    sentence = alice("who", trust=[], profile=trial.folder / "untrusting", expect=NOT_TRUSTED)
    check(server.ready["phrase"] in sentence, f"the sentence does not show the six words: {sentence}")
    alice("who", trust=[], profile=trial.folder / "untrusting", expect=NOT_TRUSTED)
    alice("who", trust=[], pin=server.ready["pin"], profile=trial.folder / "right-pin")
    alice("who", trust=[], profile=trial.folder / "right-pin")  # kept


def be_refused(alice, trial, server):
    step("5: refused")
    wrong = trial.secret_file("wrong horse battery")
    unknown = alice("who", user="nobody", profile=trial.folder / "r1", expect=REFUSED)
    mistaken = alice("who", password_file=wrong, profile=trial.folder / "r2", expect=REFUSED)
    equal(mistaken, unknown, "the sentence for a wrong password, compared with that for an unknown name")
    for taken in ("alice", "ALICE", "alice" + chr(0x200B)):
        alice("register", user=taken, profile=trial.folder / "r3", expect=REFUSED)
    for name in ("al\x07ice", "bo\u202eb", "x" * 33, "а" + "lice", "a b", "#x", " "):
        alice("register", user=name, profile=trial.folder / "r4", expect=REFUSED)
    alice("register", user="shorty", password_file=trial.secret_file("short"), profile=trial.folder / "r5",
          expect=REFUSED)
    for text in ("", "  \n", "\t\r\n "):
        alice("send", "bob", text, expect=REFUSED)
    alice("send", "bob", "-", stdin="", expect=REFUSED)
    sentence = alice("send", "bob", "-", stdin="好" * (TEXT_BYTES_MAX // 3 + 1), expect=REFUSED)
    check("16" in sentence, f"the sentence does not say the limit: {sentence}")
    for words in (("send", "zoe", "hi"), ("send", "#Nothing", "hi"), ("history", "zoe"), ("history", "#Nothing"),
                  ("group", "add", "Nothing", "bob"), ("group", "leave", "Nothing")):
        sentence = alice(*words, expect=REFUSED)
        check("zoe" in sentence or "Nothing" in sentence, f"the sentence does not say who: {sentence}")
    longest = "x" * TEXT_BYTES_MAX
    alice("send", "bob", "-", stdin=longest)
    equal(alice.texts("bob", last=1), [longest], "a text of exactly the longest length")
    equal({row["name"] for row in alice("who")}, {"alice", "bob", "carol"}, "everybody after the refusals")
    check(PASSWORD not in server.log(), "the server's log shows a password")


def run_out_of_time(alice):
    step("6: timed out")
    alice("listen", "--for", 1)
    for bound in (("--for", 1), ("--timeout", 1)):
        result = run(*alice.words(("listen", "--count", "1", *map(str, bound))), env=alice.environment)
        equal(result.returncode, TIMED_OUT, f"exit code of listen --count 1 {bound[0]} with nothing to hear")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        alice("who", "--timeout", 1, server=address, profile=alice.trial.folder / "silent", expect=TIMED_OUT)
        check(time.monotonic() - began < 10, "--timeout 1 is not kept")


def speak_plainly(alice, trial):
    step("Lines for people")
    words = [word for word in alice.words(("send", "bob", "for people")) if word != "--json"]
    result = run(*words, env=alice.environment)
    equal(result.returncode, DONE, "exit code without --json")
    check("conversation" in result.stdout and "seq" in result.stdout, f"send prints {result.stdout!r}")
    environment = dict(alice.environment, ROOKERY_PASSWORD=PASSWORD)
    words = alice.words(("who",), password_file=None, profile=trial.folder / "by-variable")
    equal(run(*words, env=environment).returncode, DONE, "exit code with the password in the environment")
    environment["ROOKERY_PASSWORD"] = "wrong horse battery"
    result = run(*alice.words(("who",), password_file=None, profile=trial.folder / "by-wrong"), env=environment)
    equal(result.returncode, REFUSED, "exit code with a wrong password in the environment")
    check("wrong horse" not in one_sentence(result.stderr, "who"), "the sentence shows the password")


def test(trial):
    server = Rookeryd(trial)
    alice, bob, carol = (Someone(trial, server, name).register() for name in ("alice", "bob", "carol"))
    talk(alice, bob)
    talk_through_pipe(alice, bob)
    talk_in_group(alice, bob, carol)
    change_what_was_said(alice, bob)
    use_wrongly(alice)
    reach_nothing(alice, trial)
    distrust(alice, trial, server)
    be_refused(alice, trial, server)
    run_out_of_time(alice)
    speak_plainly(alice, trial)
    equal(server.terminate(), DONE, "exit code of rookeryd")


if __name__ == "__main__":
    begin(test)
