# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""A network laboratory: hosts, cables and switches made of network namespaces, and what goes wrong on them.

A Lab lives in the namespaces that trial.begin() makes, so nothing of it can reach the network of this machine, and the
kernel takes it down with the test. Times are seconds.
"""

import contextlib
import subprocess
import time

from desk import run, wait_for
from trial import CANNOT_REACH, DONE, PASSWORD, Rookeryd, Someone, check, equal, objects

NEVER = 60  # a scan that is ended as soon as it has found
BLOCK_TABLE = "inet rookery_lab"


def command(*words, **options):
    result = run(*map(str, words), **options)
    check(result.returncode == 0, f"{' '.join(map(str, words))}: {result.stderr.strip()}")
    return result.stdout


class Lab:
    """Hosts by name, each a namespace; segments by name, each a bridge without an address."""

    MIDDLE = "lab-switches"
    count = 0  # every lab's servers and people begin from nothing

    def __init__(self, trial):
        Lab.count += 1
        self.number = Lab.count
        self.trial = trial
        self.hosts = set()
        self.segments = set()

    def __enter__(self):
        self._namespace(self.MIDDLE)
        return self

    def __exit__(self, *_exception):
        for name in (*self.hosts, self.MIDDLE):
            run("ip", "netns", "delete", name)

    @staticmethod
    def _namespace(name):
        command("ip", "netns", "add", name)
        command("ip", "-n", name, "link", "set", "lo", "up")

    # ---- Building ---------------------------------------------------------------------------------------------

    def host(self, *names):
        for name in names:
            self._namespace(name)
            self.hosts.add(name)
        return self

    def segment(self, name):
        if name not in self.segments:
            command("ip", "-n", self.MIDDLE, "link", "add", name, "type", "bridge", "forward_delay", "0")
            command("ip", "-n", self.MIDDLE, "link", "set", name, "up")
            self.segments.add(name)

    def plug(self, host, nic, segment="office", ipv4=None, ipv6=False, mtu=1500):
        """A cable from a host's new interface to a segment; ipv4 with its prefix length; ipv6: link-local."""
        self.segment(segment)
        port = f"{host}-{nic}"
        command("ip", "link", "add", nic, "netns", host, "mtu", mtu, "type", "veth", "peer", "name", port, "mtu", mtu,
                "netns", self.MIDDLE)
        command("ip", "-n", self.MIDDLE, "link", "set", port, "master", segment, "up")
        # No waiting for duplicate address detection: addresses are known to differ. (No IPv6 below an MTU of 1280.)
        self.do(host, f"cd /proc/sys/net/ipv6/conf/{nic} 2>/dev/null || exit 0;"
                      f"echo 0 > accept_dad; echo {int(not ipv6)} > disable_ipv6")
        if ipv4:
            self.ip(host, "address", "add", ipv4, "broadcast", "+", "dev", nic)
        self.ip(host, "link", "set", nic, "up")
        return self

    def unplug(self, host, nic):
        self.ip(host, "link", "delete", nic)

    def readdress(self, host, nic, old, new):
        self.ip(host, "address", "delete", old, "dev", nic)
        self.ip(host, "address", "add", new, "broadcast", "+", "dev", nic)

    def ip(self, host, *words):
        return command("ip", "-n", host, *words)

    def do(self, host, script):
        return command(*self.on(host), "sh", "-c", script)

    def on(self, host):
        return ["ip", "netns", "exec", host]

    # ---- What other software leaves on a computer -------------------------------------------------------------

    def containers(self, host, running):
        """A bridge as container software makes it; with a running container it has a carrier."""
        self.ip(host, "link", "add", "docker0", "type", "bridge")
        self.ip(host, "address", "add", "172.17.0.1/16", "broadcast", "+", "dev", "docker0")
        if running:
            self.ip(host, "link", "add", "veth-c", "type", "veth", "peer", "name", "inside-c")
            self.ip(host, "link", "set", "veth-c", "master", "docker0", "up")
            self.ip(host, "link", "set", "inside-c", "up")
        self.ip(host, "link", "set", "docker0", "up")

    def tunnel(self, host):
        """A point-to-point tunnel, as of a VPN, that takes all traffic."""
        self.ip(host, "tuntap", "add", "tun0", "mode", "tun")
        self.ip(host, "address", "add", "10.8.0.2", "peer", "10.8.0.1", "dev", "tun0")
        self.ip(host, "link", "set", "tun0", "up")
        self.ip(host, "route", "add", "default", "dev", "tun0")

    # ---- What a network does to datagrams ---------------------------------------------------------------------

    def _filter(self, host, chain, rule):
        script = (f"nft add table {BLOCK_TABLE};"
                  f"nft 'add chain {BLOCK_TABLE} {chain} {{ type filter hook {chain} priority 0; }}';"
                  f"nft 'add rule {BLOCK_TABLE} {chain} {rule}'")
        self.do(host, script)

    def block_incoming(self, host):
        """As a firewall that lets nothing in that was not asked for by TCP."""
        self._filter(host, "input", 'iifname != "lo" meta l4proto udp drop')

    def block_outgoing(self, host):
        self._filter(host, "output", 'oifname != "lo" meta l4proto udp drop')

    def lose(self, host, percent):
        """Of the datagrams that arrive."""
        self._filter(host, "input", f'iifname != "lo" meta l4proto udp numgen random mod 100 < {percent} drop')

    # ---- People and servers -----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def server(self, host, name="Office server", listen=None, options=()):
        # Port 0 on each family the lab uses: the beacon names one port, so one listener.
        with self.trial.inside(self.on(host)):
            server = Rookeryd(self.trial, f"lab{self.number}-{host}-{name.replace(' ', '-')}",
                              ("--discovery", "on", "--name", name, *options), listen or "0.0.0.0:0")
        try:
            yield server
        finally:
            if server.process.poll() is None:
                equal(server.terminate(), DONE, "exit code of rookeryd")

    def person(self, host, name, server=None):
        """Somebody at rookery-cli on that host; without a server it is found by itself."""
        with self.trial.inside(self.on(host)):
            return PersonInLab(self, host, name, server)

    @contextlib.contextmanager
    def scan(self, host):
        """A scan for servers under way; first(began) waits for the first it prints."""
        with self.trial.inside(self.on(host)):
            words = Someone(self.trial, None, "seeker").words(
                ("discover", "--for", str(NEVER)), user=None, password_file=None, profile=None, trust=[])
        process = self.trial.start(f"scan-{host}", words, stdout=subprocess.PIPE)
        try:
            yield Scan(process)
        finally:
            process.kill()
            process.wait(10)
            process.stdout.close()

    def found(self, host):
        """The first server a new scan on that host prints, and after how long, the program's own start included."""
        began = time.monotonic()
        with self.scan(host) as scan:
            return scan.first(began)

    def discover(self, host, seconds, expect=DONE):
        """All servers that a scan of so many seconds prints."""
        with self.trial.inside(self.on(host)):
            return Someone(self.trial, None, "seeker")("discover", "--for", seconds, expect=expect, user=None,
                                                       password_file=None, profile=None, trust=[])

    def finds_nothing(self, host, seconds=3):
        self.discover(host, seconds, expect=CANNOT_REACH)


class Scan:
    def __init__(self, process):
        self.process = process

    def first(self, began):
        line = self.process.stdout.readline().decode()
        took = time.monotonic() - began
        check(line, "the scan ended without a server")
        return objects(line)[0], took


class PersonInLab(Someone):
    """Someone whose every command runs on the host."""

    def __init__(self, lab, host, name, server):
        super().__init__(lab.trial, None, name, PASSWORD)
        self.profile = lab.trial.folder / f"lab{lab.number}-{name}" / "profile"
        self.lab, self.host, self.address = lab, host, server

    def words(self, words, **changed):
        if self.address is not None:
            changed.setdefault("server", self.address)
        with self.lab.trial.inside(self.lab.on(self.host)):
            return super().words(words, **changed)


def is_here(server, name):
    users = {row["name"]: row for row in server.ctl("user", "list")["users"]}
    return name in users and users[name]["connected"]


def wait_until_here(server, name, seconds=15):
    wait_for(f"{name} to be here", lambda: is_here(server, name), seconds)
