#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Two people at two windows and a third at rookery-cli find each other and talk, as in the first minute with Rookery.

A real server, two real clients, hands on keyboard and mouse, then the server and a client are restarted. Every message
is looked for in the server's history and in both clients' own stores; exit code 1 when one is missing or there twice,
and pictures of what was on the screens either way.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from desk import Cli, Desk, Failure, Server, make_network, run, say, step, stop, wait_for  # noqa: E402
from eyes import expect  # noqa: E402
from people import Person  # noqa: E402
from trial import enter_namespaces  # noqa: E402

PASSWORD = "correct horse battery"
SHOWN = {"alice": "Alice Martin", "bob": "Bob Chen"}
GROUP = "Lunch"
DIRECT_TALK = (("alice", "Good morning Bob! Did the new drawings for line 4 arrive?"),
               ("bob", "Hi Alice! Yes, an hour ago. They are on my desk."),
               ("bob", "The second page is much clearer than the old one 👍"),
               ("alice", "太好了，谢谢！我十点过去看看。"),
               ("bob", "好的，到时候见 😀"),
               ("alice", "🎉"))
GROUP_TALK = (("alice", "Lunch at twelve, all three of us? 🍜"), ("bob", "我也去，十二点楼下见！"),
              ("carol", "Carol here, from a script. See you at twelve 🥢"))
IN_THE_DARK = "Is the server down? I will just go on writing ✍️"
WHILE_AWAY = ("You missed this while your window was closed.", "没关系，消息都在这里 😊")
BACK_SECONDS = 5


class Story:
    def __init__(self, desk):
        self.desk = desk
        self.said = []  # between Alice and Bob
        self.start_server()
        self.alice = Person(desk, "alice", SHOWN["alice"], (10, 30), "light")
        self.bob = Person(desk, "bob", SHOWN["bob"], (1130, 30), "dark")
        self.people = (self.alice, self.bob)
        self.carol = Cli(desk, self.server, "carol", PASSWORD)

    def start_server(self):
        self.server = Server(self.desk, options=("--name", "Office server"))

    def meet(self):
        for person in self.people:
            step(f"{person.shown_name} finds the server and makes an account")
            person.choose_server()
            person.trust(self.server.ready["pin"])
            say(f"six words to compare; the server's are: {self.server.phrase}")
            person.create_account(PASSWORD)
        self.carol("register")

    def arrived(self, who, texts):
        """Each text is once in the server's history and once with each client, when the network has had its time."""
        stored = wait_for(f"the history of {who}", lambda: (found := who()) and set(texts) <= set(found) and found, 20)
        for text in texts:
            expect(stored.count(text) == 1, f"{text!r} is {stored.count(text)} times on the server")
            for person in self.people:
                wait_for(f"{text!r} once in {person.name}'s store", lambda p=person, t=text: p.cache.times(t) == 1, 20)

    def direct_history(self):
        return Cli(self.desk, self.server, "alice", PASSWORD).texts("bob")

    def direct_arrived(self):
        self.arrived(self.direct_history, self.said)
        expect(self.direct_history() == self.said, f"the server has {self.direct_history()}, not {self.said}")
        say(f"{len(self.said)} messages: once on the server, in order, and once with Alice and Bob")

    def say_direct(self, name, text):
        (self.alice if name == "alice" else self.bob).say(text)
        self.said.append(text)

    def talk(self):
        step("Alice and Bob talk: English, Chinese, emoji")
        self.alice.open_person("bob", SHOWN["bob"])
        self.say_direct(*DIRECT_TALK[0])
        wait_for("the message to be unread with Bob", lambda: self.bob.cache.unread() == 1)
        self.bob.wait_for_title("(1) Rookery")
        self.bob.picture("4-unread")
        self.bob.open_first_conversation(SHOWN["alice"])
        for name, text in DIRECT_TALK[1:]:
            self.say_direct(name, text)
        self.direct_arrived()
        self.look("6-direct")

    def talk_in_three(self):
        step("A group of three, Carol at rookery-cli")
        self.alice.create_group(GROUP, ("bob", "carol"))
        listener = self.desk.start("carol-listens", self.carol.command("listen", "--for", "60", "--count", "2"),
                                   self.carol.environment, stdout=subprocess.PIPE)
        wait_for("Carol to be here", lambda: self.connections("carol"))
        self.bob.open_conversation(GROUP)
        for name, text in GROUP_TALK:
            if name == "carol":
                self.carol("send", f"#{GROUP}", text)
            else:
                (self.alice if name == "alice" else self.bob).say(text)
        texts = [text for _, text in GROUP_TALK]
        self.arrived(lambda: self.carol.texts(f"#{GROUP}"), texts)
        heard = listener.communicate(timeout=30)[0].decode()
        expect(listener.returncode == 0 and all(text in heard for text in texts[:2]), f"Carol heard {heard!r}")
        say(f"{len(texts)} messages: once on the server and once with Alice and Bob; Carol heard hers live")
        self.look("7-group")

    def connections(self, user):
        users = self.server.ctl("user", "list")["users"]
        return any(row["name"] == user and row["connected"] for row in users)

    def swap_themes(self):
        step("Light and dark change places")
        for person in self.people:
            person.open_person("bob" if person is self.alice else "alice",
                               SHOWN["bob" if person is self.alice else "alice"])
            person.change_theme()
        self.look("8-swapped")

    def server_goes_and_comes(self):
        step("The server is killed; Alice goes on writing")
        self.server.process.kill()
        self.server.process.wait()
        for person in self.people:
            person.wait_for_bar()
        self.alice.say_offline(IN_THE_DARK)
        expect(self.alice.cache.waiting() == [IN_THE_DARK], f"waiting: {self.alice.cache.waiting()}")
        self.look("9-offline")
        step("The server is back")
        self.start_server()
        began = time.monotonic()
        for person in self.people:
            wait_for(f"{person.name} to be back", lambda p=person: self.connections(p.name),
                     BACK_SECONDS - (time.monotonic() - began))
        say(f"both clients are back by themselves after {time.monotonic() - began:.1f} s")
        self.said.append(IN_THE_DARK)
        self.direct_arrived()
        expect(not self.alice.cache.waiting(), "something still waits")
        # Bob's window has not had the keyboard since: it is news for him until he looks.
        self.alice.client.activate()
        wait_for("one unread message with Bob", lambda: self.bob.cache.unread() == 1)
        self.bob.wait_for_title(f"(1) {SHOWN['alice']} – Rookery")
        self.bob.client.activate()
        self.bob.wait_for_title(f"{SHOWN['alice']} – Rookery")
        wait_for("nothing unread with Bob", lambda: self.bob.cache.unread() == 0)
        self.look("10-back")

    def client_goes_and_comes(self):
        step("Alice's client is closed; Bob goes on writing")
        self.alice.quit()
        for text in WHILE_AWAY:
            self.say_direct("bob", text)
        step("Alice's client is opened again, now in Chinese: no signing in, everything there")
        self.alice.open("--lang", "zh_CN")
        self.alice.find_main_window()
        self.alice.wait_for_scheme()
        self.direct_arrived()
        wait_for("two unread messages", lambda: self.alice.cache.unread() == len(WHILE_AWAY))
        self.alice.open_first_conversation(SHOWN["bob"])
        wait_for("nothing unread", lambda: self.alice.cache.unread() == 0)
        self.bob.quit()
        self.bob.open("--lang", "zh_CN")
        self.bob.find_main_window()
        self.bob.wait_for_scheme()
        self.bob.open_first_conversation(SHOWN["alice"])
        self.look("11-chinese")

    def look(self, name):
        for person in self.people:
            person.picture(name)
        self.desk.picture(f"both-{name}")

    def tell(self):
        story = (self.meet, self.talk, self.talk_in_three, self.swap_themes, self.server_goes_and_comes,
                 self.client_goes_and_comes)
        for chapter in story:
            chapter()
        for person in self.people:
            person.quit()
        expect(stop(self.server.process) == 0, "rookeryd did not end well")


def demo(binaries, out):
    began = time.monotonic()
    with Desk(binaries, out) as desk:
        try:
            Story(desk).tell()
        except (Failure, subprocess.SubprocessError):
            desk.picture("failure")
            for name in ("server", "alice", "bob"):
                print(f"--- log of {name}:\n{desk.log(name)[-3000:]}", file=sys.stderr)
            raise
        say(f"{len(desk.pictures)} pictures" + (f" in {out}" if out else "") + f", {time.monotonic() - began:.0f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, type=Path, help="folder with the programs")
    parser.add_argument("--out", type=Path, help="folder for the pictures; without it they are thrown away")
    options = parser.parse_args()
    enter_namespaces()
    make_network()
    try:
        with tempfile.TemporaryDirectory(prefix="rookery-demo.") as thrown_away:
            demo(options.bin.resolve(), options.out.resolve() if options.out else Path(thrown_away))
    except (Failure, subprocess.SubprocessError) as failure:
        print(f"demo: {failure}", file=sys.stderr)
        return 1
    print("demo: every message reached everyone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
