# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""What a person does at Rookery's windows, by keyboard and mouse: the one place that knows where things are in them."""

import contextlib
import json
import sqlite3

from desk import Client, wait_for
from eyes import Picture, colour, expect, middle

MAIN_WINDOW = (700, 400)  # px; the sign-in window is narrower
SERVER_ROW = (200, 204)  # in the sign-in window: the first row of the list
ENTER_ADDRESS = (230, 240)  # while no server is found
START_SERVER = (200, 381)  # below the field for an address
SIGN_IN_WITHOUT_SERVER = 490  # the top of the button is above it while there is a list or a search
FIRST_CONVERSATION = (200, 88)  # in the main window
THEME_BUTTON = (30, -82)
MESSAGE_FIELD = (600, -32)


def length_prefix(count):
    """A length as in front of a string in a serialised protobuf message: 7 bits a byte, the lowest first."""
    parts = []
    while count > 0x7F:
        parts.append(count & 0x7F | 0x80)
        count >>= 7
    return bytes([*parts, count])


class Cache:
    """What a client has on disk for its account, read while the client runs."""

    def __init__(self, home, name):
        self.profile = home / "data" / "rookery" / "profiles" / name

    def rows(self, query):
        found = list(self.profile.glob("accounts/*/cache.sqlite"))
        if len(found) != 1:
            return []
        with contextlib.closing(sqlite3.connect(f"file:{found[0]}?mode=ro", uri=True, timeout=2)) as database:
            return database.execute(query).fetchall()

    def times(self, text):
        """How many messages have exactly this text."""
        encoded = text.encode()
        needle = length_prefix(len(encoded)) + encoded
        return sum(needle in bytes(body) for (body,) in self.rows("SELECT body FROM events WHERE is_message = 1"))

    def waiting(self):
        """Texts that have not been acknowledged."""
        return [text for (text,) in self.rows("SELECT text FROM outbox ORDER BY position")]

    def unread(self):
        return sum(count for (count,) in self.rows("SELECT unread FROM conversations"))

    def json(self, name):
        path = self.profile / name
        try:
            return json.loads(path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}


class Person:
    """A person at one client; the name is the profile's and the account's."""

    def __init__(self, desk, name, shown_name, place, scheme):
        self.desk, self.name, self.shown_name, self.place, self.scheme = desk, name, shown_name, place, scheme
        self.open("--theme", scheme, "--lang", "en")
        self.client.find_window()

    def open(self, *options):
        self.client = Client(self.desk, self.name, self.place, options)
        self.cache = Cache(self.client.home, self.name)

    def wait_to_see(self, what, probe, seconds=15):
        """The first true value of probe(picture of the window)."""
        return wait_for(f"{what} in {self.name}'s window", lambda: probe(Picture(self.client)), seconds)

    def picture(self, name):
        self.client.settled()
        self.client.picture(f"{self.name}-{name}")

    # ---- The sign-in window -----------------------------------------------------------------------------------

    def choose_server(self):
        """Waits until the server stands in the list, and clicks on it."""
        nudge = 0

        def row_under_mouse(picture):
            nonlocal nudge
            nudge ^= 1
            self.client.point(SERVER_ROW[0] + nudge, SERVER_ROW[1])
            return picture.fill("hover", self.scheme, 200, 48)  # the row below it is less high

        self.wait_to_see("the server", row_under_mouse)
        self.picture("1-found")
        self.client.click(*SERVER_ROW)

    def start_server(self):
        """Nobody is there, so this computer becomes the server; its key needs no comparing."""
        def below_the_offers(picture):  # "No server found" and its buttons push the form down
            area = picture.fill("accent", self.scheme, 250, 36)
            return area and area[1] > SIGN_IN_WITHOUT_SERVER

        self.wait_to_see("that there is no server", below_the_offers)
        self.picture("1-none")
        self.client.click(*ENTER_ADDRESS)
        self.client.settled()
        self.client.click(*START_SERVER)
        self.wait_to_see("the server", lambda picture: picture.fill("selection", self.scheme, 200, 48))

    def trust(self, pin):
        """Says yes to the six words; what is then kept is that server's key and no other."""
        def half_a_row(picture):
            area = picture.fill("accent", self.scheme, 100, 36)
            return area if area and area[2] - area[0] < 0.6 * picture.width else None

        cancel = self.wait_to_see("the six words", half_a_row)
        self.picture("2-six-words")
        expect(not self.cache.json("known_servers.json").get("servers"), f"{self.name} trusts a server already")
        x, y = middle(cancel)
        self.client.click(self.client.geometry(self.client.window)[0] - x, y)
        known = wait_for(f"the server among those {self.name} knows",
                         lambda: self.cache.json("known_servers.json").get("servers"))
        expect([server["pin"] for server in known] == [pin], f"{self.name} has kept another key: {known}, not {pin}")

    def create_account(self, password):
        self.wait_to_see("the form", lambda picture: picture.fill("accent", self.scheme, 250, 36))
        # From the name: password, its eye, keep me signed in, sign in, create an account.
        self.client.keys("Tab", "Tab", "Tab", "Tab", "Tab", "space")
        self.client.settled()
        self.client.write(self.name)
        self.client.keys("Tab")
        self.client.write(self.shown_name)
        self.client.keys("Tab")
        self.client.write(password)
        self.picture("3-new-account")
        sign_in = self.client.window
        self.client.keys("Return")
        self.find_main_window(other_than=sign_in)
        accounts = wait_for(f"{self.name}'s account", lambda: self.cache.json("profile.json").get("accounts"))
        expect([account["user_name"] for account in accounts] == [self.name], f"the account is {accounts}")

    # ---- The main window --------------------------------------------------------------------------------------

    def find_main_window(self, other_than=None):
        self.client.find_window(MAIN_WINDOW, other_than=other_than)

    def title(self):
        return self.client.xdotool("getwindowname", str(self.client.window))

    def wait_for_title(self, title):
        wait_for(f"the title {title!r} of {self.name}'s window, which is {self.title()!r}",
                 lambda: self.title() == title)

    def open_person(self, name, shown_name):
        """New chat with somebody found by name."""
        self.client.keys("ctrl+n")
        self.client.settled()
        self.client.write(name)
        self.client.settled()
        self.client.keys("Return")
        self.wait_for_title(f"{shown_name} – Rookery")

    def open_conversation(self, title):
        self.client.keys("ctrl+k")
        self.client.write(title)
        self.client.settled()
        self.client.keys("Return")
        self.wait_for_title(f"{title} – Rookery")

    def open_first_conversation(self, title):
        """With the mouse."""
        self.client.settled()
        self.client.click(*FIRST_CONVERSATION)
        self.wait_for_title(f"{title} – Rookery")

    def create_group(self, title, members):
        main = self.client.window
        self.client.keys("ctrl+shift+n")
        self.client.find_window(other_than=main)
        self.client.write(title)
        self.client.keys("Return")
        for member in members:
            self.client.write(member)
            self.client.settled()
            self.client.keys("Return")
            self.client.settled()
        self.picture("5-new-group")
        self.client.keys("ctrl+Return")
        self.client.window = main
        self.wait_for_title(f"{title} – Rookery")

    def say(self, text):
        """Writes and sends; waits until the server has acknowledged it."""
        self.say_offline(text)
        wait_for(f"{text!r} of {self.name} to be stored", lambda: self.cache.times(text) == 1, 20)

    def say_offline(self, text):
        """Writes and sends; it may wait."""
        self.client.write(text)
        self.client.keys("Return")
        wait_for(f"{text!r} to have left {self.name}'s field",
                 lambda: self.cache.times(text) == 1 or text in self.cache.waiting(), 20)

    def change_theme(self):
        """The sun or moon of the rail, then back into the field."""
        self.scheme = "light" if self.scheme == "dark" else "dark"
        self.client.click(*THEME_BUTTON)
        self.client.click(*MESSAGE_FIELD)
        self.wait_for_scheme()

    def wait_for_scheme(self):
        self.wait_to_see(f"the {self.scheme} look", lambda picture: picture.at(3, -3) == colour("rail", self.scheme))

    def wait_for_bar(self):
        """The bar over the timeline that says there is no connection."""
        return self.wait_to_see("the bar", lambda picture: picture.fill("warning", self.scheme, 100, 24))

    def quit(self):
        self.client.keys("ctrl+q")
        code = self.client.process.wait(10)
        expect(code == 0, f"the client of {self.name} ended with {code}")
