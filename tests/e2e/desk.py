# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""A desk to sit at: a virtual display with a window manager, a real server, real clients, hands on keyboard and mouse.

Standard library only; the hands are xdotool and xclip, the eyes ImageMagick. Everything a desk has started ends with
it. It is meant for the network namespace that ./dev makes.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <alias binding="strong"><family>sans-serif</family><prefer>
    <family>Inter</family><family>Noto Sans CJK SC</family><family>Noto Color Emoji</family>
  </prefer></alias>
  <alias binding="strong"><family>Sans Serif</family><prefer>
    <family>Inter</family><family>Noto Sans CJK SC</family><family>Noto Color Emoji</family>
  </prefer></alias>
</fontconfig>
"""


class Failure(Exception):
    """Something a person at this desk would complain about."""


def say(text):
    print(f"    {text}", flush=True)


def step(text):
    print(f"==> {text}", flush=True)


def wait_for(what, probe, seconds=15.0):
    """The first true value of probe(), asked again and again; Failure when it stays false."""
    end = time.monotonic() + seconds
    while True:
        value = probe()
        if value:
            return value
        if time.monotonic() >= end:
            raise Failure(f"waited {seconds:g} s for {what}")
        time.sleep(0.05)


def run(*command, timeout=30, **options):
    """The finished process; its output is text."""
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, **options)


def make_network():
    """An Ethernet of one cable, so that there is something to broadcast on; loopback alone where veth is missing."""
    if run("ip", "link", "show", "lan0").returncode == 0:
        return
    for words in ("link add lan0 type veth peer name lan0-end", "link set lan0-end addrgenmode none up",
                  "address add 192.168.77.1/24 broadcast + dev lan0", "link set lan0 up"):
        run("ip", *words.split())


class Desk:
    """Display, window manager, session bus and folders; a context manager."""

    def __init__(self, binaries, out, width=2240, height=800):
        self.binaries = Path(binaries)
        self.out = Path(out)
        self.size = (width, height)
        self.folder = Path(tempfile.mkdtemp(prefix="rookery-desk."))
        self.environment = dict(os.environ)
        self.processes = []
        self.pictures = []
        self.secret_number = 0

    def __enter__(self):
        try:
            self._open()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def _open(self):
        for program in ("rookeryd", "rookery", "rookery-cli"):
            if not (self.binaries / program).exists():
                raise Failure(f"{self.binaries / program} is not built")
        reading, writing = os.pipe()
        screen = f"{self.size[0]}x{self.size[1]}x24"
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-dpi", "96", "-nolisten", "tcp", "-noreset"]
        self.start("xvfb", command, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise Failure("Xvfb did not start: " + self.log("xvfb"))
        self.environment["DISPLAY"] = f":{number}"
        self.environment["XAUTHORITY"] = "/dev/null"
        self.start("bus", ["dbus-daemon", "--session", "--nofork", f"--address=unix:path={self.folder}/bus"])
        wait_for("the session bus", (self.folder / "bus").exists)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={self.folder}/bus"
        self.environment["LC_ALL"] = "C.UTF-8"
        self.start("openbox", ["openbox", "--sm-disable"], self.private_environment("openbox"))
        wait_for("the window manager", lambda: "window id" in run(
            "xprop", "-root", "_NET_SUPPORTING_WM_CHECK", env=self.environment).stdout)

    def __exit__(self, *_exception):
        for process in reversed(self.processes):
            stop(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def private_environment(self, name):
        """The desk's environment with a home of its own for each person, so that nobody shares a setting."""
        home = self.folder / name
        environment = dict(self.environment, HOME=str(home), QT_QPA_PLATFORM="xcb")
        for variable, part in (("CONFIG", "config"), ("DATA", "data"), ("CACHE", "cache"), ("STATE", "state")):
            (home / part).mkdir(parents=True, exist_ok=True)
            environment[f"XDG_{variable}_HOME"] = str(home / part)
        (home / "runtime").mkdir(mode=0o700, exist_ok=True)
        environment["XDG_RUNTIME_DIR"] = str(home / "runtime")
        (home / "config" / "fontconfig").mkdir(exist_ok=True)
        (home / "config" / "fontconfig" / "fonts.conf").write_text(FONTS)
        environment["FONTCONFIG_FILE"] = str(home / "config" / "fontconfig" / "fonts.conf")
        return environment

    def start(self, name, command, environment=None, **options):
        """A process that ends with the desk; what it says goes to a log of that name."""
        with open(self.folder / f"{name}.log", "ab") as log:
            options.setdefault("stdout", log)
            process = subprocess.Popen([str(word) for word in command], env=environment or self.environment,
                                       stdin=subprocess.DEVNULL, stderr=log, **options)
        self.processes.append(process)
        return process

    def log(self, name):
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace").strip() if path.exists() else ""

    def picture(self, name, window="root"):
        """A PNG of one window, or of the whole screen, in the out folder."""
        self.out.mkdir(parents=True, exist_ok=True)
        path = self.out / f"{name}.png"
        result = run("import", "-silent", "-window", str(window), str(path), env=self.environment)
        if result.returncode != 0 or not path.exists():
            raise Failure(f"no picture {name}: {result.stderr.strip()}")
        self.pictures.append(path)
        return path

    def secret_file(self, text):
        self.secret_number += 1
        path = self.folder / f"secret-{self.secret_number}"
        path.touch(mode=0o600)
        path.write_text(text + "\n")
        return path


def stop(process, seconds=5):
    """Asks a process to end, then makes it; its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode


class Server:
    """A real rookeryd on a data folder of its own."""

    def __init__(self, desk, name="server", discovery="on", listen=("0.0.0.0:7665",), options=()):
        self.desk = desk
        self.name = name
        self.data = desk.folder / name / "data" / "rookeryd"
        command = [desk.binaries / "rookeryd", "--data", self.data, "--discovery", discovery, *options]
        for address in listen:
            command += ["--listen", address]
        self.process = desk.start(name, command, desk.private_environment(name), stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        if not line:
            raise Failure("rookeryd did not start: " + desk.log(name))
        self.ready = json.loads(line)
        self.phrase = self.ready["phrase"]
        self.port = int(self.ready["listen"][0].rsplit(":", 1)[1])

    def ctl(self, *words):
        """The answer of a rookeryctl command."""
        result = run(str(self.desk.binaries / "rookeryctl"), "--json", "--data", str(self.data), *words)
        if result.returncode != 0:
            raise Failure(f"rookeryctl {words[0]}: {result.stderr.strip()}")
        return json.loads(result.stdout)


class Cli:
    """A person at rookery-cli."""

    def __init__(self, desk, server, user, password):
        self.desk, self.server, self.user = desk, server, user
        self.password = desk.secret_file(password)
        self.environment = desk.private_environment(f"cli-{user}")
        self.profile = desk.folder / f"cli-{user}" / "profile"

    def command(self, *words):
        command = [self.desk.binaries / "rookery-cli", "--server", f"127.0.0.1:{self.server.port}", "--trust-first",
                   "--user", self.user, "--password-file", self.password, "--profile", self.profile, "--json", *words]
        return [str(word) for word in command]

    def __call__(self, *words, timeout=30, stdin=None):
        """Output of a successful command, as the JSON objects it printed."""
        result = run(*self.command(*words), timeout=timeout, env=self.environment, input=stdin)
        if result.returncode != 0:
            raise Failure(f"rookery-cli {words[0]} ({self.user}): exit {result.returncode}: {result.stderr.strip()}")
        return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]

    def texts(self, who, last=50):
        return [event["text"] for event in self("history", who, "--last", str(last)) if "text" in event]


class Client:
    """A person at a window of the real client."""

    def __init__(self, desk, person, place, options=()):
        self.desk, self.person, self.place = desk, person, place
        self.environment = desk.private_environment(person)
        self.home = desk.folder / person
        command = [desk.binaries / "rookery", "--profile", person, *options]
        self.process = desk.start(person, command, self.environment)
        self.window = None

    def check_running(self):
        if self.process.poll() is not None:
            raise Failure(f"the client of {self.person} has ended ({self.process.returncode}): "
                          + self.desk.log(self.person)[-2000:])

    def windows(self):
        self.check_running()
        result = run("xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid), env=self.environment)
        return [int(word) for word in result.stdout.split()]

    def geometry(self, window):
        words = run("xdotool", "getwindowgeometry", "--shell", str(window), env=self.environment).stdout
        values = dict(line.split("=") for line in words.split() if "=" in line)
        return int(values.get("WIDTH", 0)), int(values.get("HEIGHT", 0))

    def find_window(self, least=(200, 200), other_than=None, seconds=20):
        """Waits for a window of that size, moves it to this person's place and gives it the keyboard."""

        def probe():
            for window in self.windows():
                width, height = self.geometry(window)
                if window != other_than and width >= least[0] and height >= least[1]:
                    return window
            return None

        self.window = wait_for(f"a window of {self.person}", probe, seconds)
        self.xdotool("windowmove", "--sync", str(self.window), str(self.place[0]), str(self.place[1]))
        self.activate()
        return self.window

    def xdotool(self, *words):
        result = run("xdotool", *words, env=self.environment)
        if result.returncode != 0:
            raise Failure(f"xdotool {' '.join(words[:2])}: {result.stderr.strip()}")
        return result.stdout.strip()

    def activate(self):
        self.xdotool("windowactivate", "--sync", str(self.window))
        wait_for(f"the keyboard in {self.person}'s window",
                 lambda: run("xdotool", "getactivewindow", env=self.environment).stdout.strip() == str(self.window), 5)

    def keys(self, *combinations):
        """Presses keys one after the other, in xdotool's names: "ctrl+n", "Return"."""
        self.activate()
        self.xdotool("key", "--clearmodifiers", "--delay", "40", *combinations)

    def write(self, text):
        """Types what a US keyboard has; the rest comes out of the clipboard, as from an input method."""
        self.activate()
        if text.isascii():
            self.xdotool("type", "--clearmodifiers", "--delay", "15", text)
        else:
            self.paste(text)

    def paste(self, text):
        subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode(), env=self.environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.xdotool("key", "--clearmodifiers", "ctrl+v")

    def point(self, x, y):
        """Moves the mouse to a place in the window; negative values count from the right or bottom edge."""
        width, height = self.geometry(self.window)
        x, y = x if x >= 0 else width + x, y if y >= 0 else height + y
        self.xdotool("mousemove", "--window", str(self.window), str(x), str(y))

    def click(self, x, y):
        self.activate()
        self.point(x, y)
        self.xdotool("click", "1")

    def picture(self, name):
        return self.desk.picture(name, self.window)

    def pixels(self):
        """8 bits each of red, green and blue, row by row; nothing when the window went away just now."""
        self.check_running()
        command = ["import", "-silent", "-window", str(self.window), "-depth", "8", "rgb:-"]
        try:
            return subprocess.run(command, capture_output=True, env=self.environment, timeout=10, check=False).stdout
        except subprocess.TimeoutExpired:  # without its window it waits for somebody to click on one
            self.check_running()
            return b""

    def settled(self, seconds=10):
        """Waits until two pictures of the window in a row are the same: no animation, no pending layout."""
        previous = None

        def probe():
            nonlocal previous
            pixels = self.pixels()
            same = pixels == previous and bool(previous)
            previous = pixels
            time.sleep(0.15)
            return same

        wait_for(f"{self.person}'s window to come to rest", probe, seconds)


def texts_in(path):
    """Every text value in a database that somebody else is writing; blobs count where they are UTF-8."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=2) as database:
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            values = []
            for table in tables:
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    values += [value.decode(errors="ignore") if isinstance(value, bytes) else value for value in row]
            return [value for value in values if isinstance(value, str)]
    except sqlite3.OperationalError:
        return []  # being made, or locked just now: the caller asks again
