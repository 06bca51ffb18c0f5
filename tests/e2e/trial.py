# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""A trial: real programs, no display, in a network of their own; what the end-to-end tests share.

begin() moves a test into namespaces of its own, where loopback is the whole network and the kernel ends what the test
leaves behind. Every command's output is checked for secrets, every refusal for being one plain sentence.
"""

import argparse
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

from desk import Desk, Failure, run, step, stop, wait_for

DONE, USAGE, CANNOT_REACH, NOT_TRUSTED, REFUSED, TIMED_OUT = 0, 2, 3, 4, 5, 6  # exit codes of the programs
SKIPPED = 77  # SKIP_RETURN_CODE in tests/e2e.cmake
PASSWORD = "correct horse battery"
INSIDE = "ROOKERY_TRIAL_NETWORK"


def check(holds, complaint):
    if not holds:
        raise Failure(complaint)


def equal(found, wanted, what):
    check(found == wanted, f"{what}: {found!r}, not {wanted!r}")


class Trial(Desk):
    """A desk without a display."""

    def _open(self):
        for program in ("rookeryd", "rookeryctl"):
            check((self.binaries / program).exists(), f"{self.binaries / program} is not built")
        self.environment["LC_ALL"] = "C.UTF-8"
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={self.folder}/no-bus"
        self.prefix = []
        self.servers = {}

    @contextlib.contextmanager
    def inside(self, prefix):
        """What is started within begins with these words: `ip netns exec NAME`."""
        self.prefix = list(prefix)
        try:
            yield
        finally:
            self.prefix = []

    def start(self, name, command, environment=None, **options):
        return super().start(name, [*self.prefix, *command], environment, **options)

    def tell(self):
        """Everything the programs have said, for whoever reads the failure."""
        for path in sorted(self.folder.glob("*.log")):
            print(f"--- {path.name}\n{path.read_text(errors='replace')[-6000:]}", file=sys.stderr)


class Rookeryd:
    """A rookeryd that can be ended and started again on the same data and port."""

    def __init__(self, trial, name="server", options=("--discovery", "off"), listen="127.0.0.1:0"):
        self.trial, self.name, self.options, self.listen = trial, name, list(options), listen
        self.data = trial.folder / name / "rookeryd"
        self.start()

    def start(self, options=None):
        """Starts it and waits for its first line; on the port it had before."""
        trial = self.trial
        self.options = self.options if options is None else list(options)
        command = [trial.binaries / "rookeryd", "--data", self.data, "--listen", self.listen, *self.options]
        self.process = trial.start(self.name, command, trial.private_environment(self.name), stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        check(line, f"rookeryd did not start: {trial.log(self.name)[-2000:]}")
        self.ready = json.loads(line)
        self.listen = self.ready["listen"][0]
        self.port = int(self.listen.rsplit(":", 1)[1])

    def kill(self):
        self.process.kill()
        self.process.wait(10)
        self.process.stdout.close()

    def terminate(self, seconds=6):
        """SIGTERM; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired as late:
            raise Failure(f"rookeryd is still there {seconds} s after SIGTERM") from late
        self.process.stdout.close()
        return code

    def log(self):
        return self.trial.log(self.name)

    def ctl(self, *words, expect=DONE, stdin=None):
        """The answer of a rookeryctl command, as JSON where it succeeds; else its one sentence."""
        result = self.ctl_text("--json", *words, stdin=stdin)
        check(result.returncode == expect,
              f"rookeryctl {' '.join(map(str, words))}: exit {result.returncode}, not {expect}: "
              f"{result.stdout.strip()} {result.stderr.strip()}")
        return json.loads(result.stdout) if result.stdout.strip() else {}

    def ctl_text(self, *words, stdin=None):
        command = [self.trial.binaries / "rookeryctl", "--data", self.data, *words]
        return run(*map(str, command), input=stdin, env=self.trial.environment, cwd=self.trial.folder)

    def is_connected(self, user):
        users = {row["name"]: row for row in self.ctl("user", "list")["users"]}
        return users[user]["connected"]


class Someone:
    """A person at rookery-cli, with a profile of their own."""

    def __init__(self, trial, server, user, password=PASSWORD):
        self.trial, self.server, self.user, self.password = trial, server, user, password
        self.environment = trial.private_environment(f"cli-{user}")
        self.profile = trial.folder / f"cli-{user}" / "profile"
        self.password_file = trial.secret_file(password)

    def words(self, words, **changed):
        """The command line; changed: server, user, password_file, profile, trust, None leaves one out."""
        chosen = {"server": f"127.0.0.1:{self.server.port}" if self.server else None, "user": self.user,
                  "password_file": self.password_file, "profile": self.profile, "trust": ["--trust-first"], **changed}
        trust = chosen.pop("trust")
        options = [part for name, value in chosen.items() if value is not None
                   for part in (f"--{name.replace('_', '-')}", value)]
        command = [*self.trial.prefix, self.trial.binaries / "rookery-cli", *options, *trust, "--json", *words]
        return [str(word) for word in command]

    def __call__(self, *words, expect=DONE, stdin=None, timeout=40, **changed):
        """What the command printed, as JSON; for a refusal its sentence."""
        result = run(*self.words(words, **changed), timeout=timeout, input=stdin, env=self.environment)
        what = f"rookery-cli {' '.join(map(str, words))[:80]} ({self.user})"
        check(result.returncode == expect,
              f"{what}: exit {result.returncode}, not {expect}: {result.stdout.strip()} {result.stderr.strip()}")
        for secret in filter(None, (self.password, PASSWORD)):
            check(secret not in result.stdout + result.stderr, f"{what} shows a password")
        if expect == DONE:
            equal(result.stderr, "", f"{what}: on stderr")
            return objects(result.stdout)
        stderr = result.stderr.replace("rookery-cli: See rookery-cli --help.\n", "") if expect == USAGE else result.stderr
        return one_sentence(stderr, what)

    def register(self):
        self("register")
        return self

    def history(self, who, last=200):
        return self("history", who, "--last", last)

    def texts(self, who, last=200):
        return [event["text"] for event in self.history(who, last)]

    def listen(self, *words):
        return Listener(self, words)


class Listener:
    """A `listen` that runs until told otherwise; collects what it prints."""

    def __init__(self, someone, words):
        self.name = f"listen-{someone.user}"
        command = someone.words(("listen", *words))
        self.process = Desk.start(someone.trial, self.name, command, someone.environment, stdout=subprocess.PIPE)
        self.lines = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.decode())

    def events(self):
        return objects("".join(self.lines))

    def texts(self):
        return [event["text"] for event in self.events()]

    def wait_for(self, texts, seconds=15):
        wait_for(f"{texts!r} at {self.name}, which has {self.texts()!r}", lambda: set(texts) <= set(self.texts()),
                 seconds)

    def end(self):
        code = stop(self.process)
        self.reader.join(5)
        return code


def objects(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def one_sentence(stderr, what, program="rookery-cli"):
    """The sentence on stderr: one line a person understands, without a name from the table of error codes."""
    lines = stderr.strip().splitlines()
    check(len(lines) == 1, f"{what}: {len(lines)} lines on stderr, not one: {stderr!r}")
    sentence = lines[0].removeprefix(f"{program}: ")
    check(sentence != lines[0] and re.fullmatch(r"\S.{8,250}[.?!]", sentence),
          f"{what}: not one plain sentence: {lines[0]!r}")
    check(not re.search(r"\b[a-z]+_[a-z]+\b|QIODevice|0x[0-9a-f]{4}", sentence), f"{what}: not plain: {sentence!r}")
    return sentence


# ---- Namespaces -----------------------------------------------------------------------------------------------

def unshare_options():
    """Options of unshare(1) that work here, the most complete first; None where there are none."""
    complete = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    for options in (complete, complete[:2]):
        with contextlib.suppress(OSError):
            if run("unshare", *own, *options, "true").returncode == 0:
                return [*own, *options]
    return None


def enter_namespaces():
    """Starts this program again in namespaces of its own, unless it runs there already."""
    if INSIDE not in os.environ:
        namespaces = unshare_options()
        if namespaces is None:
            print("skipped: this user may make no network namespaces")
            sys.exit(SKIPPED)
        os.environ[INSIDE] = "yes"
        os.execvp("unshare", ["unshare", *namespaces, "--", sys.executable, *sys.argv])
    run("ip", "link", "set", "lo", "up")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")  # for `ip netns`; this mount namespace is our own
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def begin(test):
    """Runs test(trial) in namespaces of its own; ends the program with its exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True, type=Path, help="folder with the programs")
    options = parser.parse_args()
    enter_namespaces()
    sys.exit(attempt(test, options.bin.resolve()))


def attempt(test, binaries):
    began = time.monotonic()
    with Trial(binaries, "/nonexistent") as trial:
        try:
            test(trial)
        except (Failure, subprocess.SubprocessError) as failure:
            trial.tell()
            traceback.print_exc(limit=-4)
            print(f"FAILED: {failure}", file=sys.stderr)
            return 1
        except SystemExit:
            raise
        except Exception:  # a fault of the test itself
            trial.tell()
            raise
    step(f"passed in {time.monotonic() - began:.1f} s")
    return 0
