#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""A newcomer finds the servers of the network by rookery-cli, across network namespaces, and signs in at one."""

import contextlib
import os
import subprocess
import time

from trial import CANNOT_REACH, DONE, PASSWORD, REFUSED, Rookeryd, Someone, begin, check, equal, objects, run, step

FOUND_SECONDS = 3
SCAN_SECONDS = 3
NEVER = 60  # s; a scan that is ended as soon as it has found


class Network:
    """A bridge with hosts on it, each a network namespace with one interface, lan0; no default route anywhere."""

    def __init__(self, *hosts, ipv4=True):
        self.hosts = {host: f"rk{os.getpid()}{host}" for host in hosts}
        self.middle = f"rk{os.getpid()}mid"
        self.ipv4 = ipv4

    def __enter__(self):
        try:
            self.build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        for name in (*self.hosts.values(), self.middle):
            run("ip", "netns", "delete", name)

    def build(self):
        namespace(self.middle)
        command("ip", "-n", self.middle, "link", "add", "br0", "type", "bridge", "forward_delay", "0")
        command("ip", "-n", self.middle, "link", "set", "br0", "up")
        for number, (host, name) in enumerate(self.hosts.items(), 1):
            namespace(name)
            command("ip", "link", "add", "lan0", "netns", name, "type", "veth", "peer", "name", f"port-{host}",
                    "netns", self.middle)
            command("ip", "-n", self.middle, "link", "set", f"port-{host}", "master", "br0", "up")
            # No waiting for duplicate address detection: these two addresses are known to differ.
            settle = "echo 0 > /proc/sys/net/ipv6/conf/lan0/accept_dad"
            if self.ipv4:
                settle += "; echo 1 > /proc/sys/net/ipv6/conf/lan0/disable_ipv6"
                command("ip", "-n", name, "address", "add", f"10.77.5.{number}/24", "broadcast", "+", "dev", "lan0")
            command("ip", "netns", "exec", name, "sh", "-c", settle)
            command("ip", "-n", name, "link", "set", "lan0", "up")
            routes = command("ip", "-n", name, "route", "show", "default")
            equal(routes, "", f"default route of {host}")

    def on(self, host):
        return ["ip", "netns", "exec", self.hosts[host]]


def command(*words):
    result = run(*words)
    check(result.returncode == 0, f"{' '.join(words)}: {result.stderr.strip()}")
    return result.stdout


def namespace(name):
    command("ip", "netns", "add", name)
    command("ip", "-n", name, "link", "set", "lo", "up")


@contextlib.contextmanager
def server_on(trial, network, host, name, listen="0.0.0.0:0"):
    with trial.inside(network.on(host)):
        server = Rookeryd(trial, f"server-{host}-{name.replace(' ', '-')}", ("--discovery", "on", "--name", name), listen)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            equal(server.terminate(), DONE, "exit code of rookeryd")


def discover(trial, network, host, expect=DONE):
    with trial.inside(network.on(host)):
        seeker = Someone(trial, None, "seeker")
        answer = seeker("discover", "--for", SCAN_SECONDS, expect=expect, user=None, password_file=None, profile=None,
                        trust=[])
    return answer


def find_first(trial, network, host):
    """The first server a scan prints, and after how many seconds."""
    with trial.inside(network.on(host)):
        words = Someone(trial, None, "seeker").words(("discover", "--for", str(NEVER)), user=None, password_file=None,
                                                     profile=None, trust=[])
    began = time.monotonic()
    process = trial.start("find-first", words, stdout=subprocess.PIPE)
    line = process.stdout.readline().decode()
    took = time.monotonic() - began
    process.kill()
    process.wait(10)
    process.stdout.close()
    return objects(line)[0], took


def check_found(row, server, name, address):
    equal(set(row), {"type", "name", "address", "server_id"}, "keys of a found server")
    equal((row["type"], row["name"], row["server_id"]), ("server", name, server.ready["server_id"]), "the server")
    check(row["address"].startswith(address) and row["address"].endswith(f":{server.port}"),
          f"found at {row['address']}, not at {address}… port {server.port}")


def sign_in(trial, network, host, name):
    """Without --server: register, then two ways to come back."""
    with trial.inside(network.on(host)):
        person = Someone(trial, None, name)
        equal(person("register")[0]["name"], name, "the account")
        equal([row["name"] for row in person("who")], [name], "everybody")
        equal([row["name"] for row in person("who", profile=trial.folder / f"other-{name}")], [name], "everybody")


def plain(trial):
    step("One network, no default route: found, signed in, gone")
    with Network("a", "b") as network:
        with server_on(trial, network, "a", "Büro 办公室") as server:
            row, took = find_first(trial, network, "b")
            check(took <= FOUND_SECONDS, f"found after {took:.1f} s")
            print(f"    found after {took:.2f} s at {row['address']}")
            check_found(row, server, "Büro 办公室", "10.77.5.1:")
            equal(discover(trial, network, "b"), [row], "a scan")
            sign_in(trial, network, "b", "alice")
            on_same_host = discover(trial, network, "a")
            equal([found["server_id"] for found in on_same_host], [server.ready["server_id"]], "a scan beside the server")
        discover(trial, network, "b", expect=CANNOT_REACH)
        with trial.inside(network.on("b")):
            Someone(trial, None, "late")("register", expect=CANNOT_REACH)


def two(trial):
    step("Two servers: both listed, and one must be chosen")
    with Network("a", "b", "c") as network, server_on(trial, network, "a", "First") as first, \
            server_on(trial, network, "b", "Second") as second:
        rows = {row["name"]: row for row in discover(trial, network, "c")}
        equal(set(rows), {"First", "Second"}, "names")
        check_found(rows["First"], first, "First", "10.77.5.1:")
        check_found(rows["Second"], second, "Second", "10.77.5.2:")
        with trial.inside(network.on("c")):
            sentence = Someone(trial, None, "carol")("register", expect=CANNOT_REACH)
            check("--server" in sentence, f"the sentence does not say what to do: {sentence}")
            carol = Someone(trial, None, "carol", PASSWORD)
            carol("register", server=rows["Second"]["address"])
            carol("who", server=rows["First"]["address"], profile=trial.folder / "elsewhere", expect=REFUSED)
        equal([row["name"] for row in second.ctl("user", "list")["users"]], ["carol"], "people of the second server")
        second.kill()  # says no bye
        equal([row["name"] for row in discover(trial, network, "c")], ["First"], "names once the second is dead")


def ipv6_only(trial):
    step("IPv6 link-local addresses only")
    with Network("a", "b", ipv4=False) as network, server_on(trial, network, "a", "Six", "[::]:0") as server:
        row, took = find_first(trial, network, "b")
        check(took <= FOUND_SECONDS, f"found after {took:.1f} s")
        print(f"    found after {took:.2f} s at {row['address']}")
        check_found(row, server, "Six", "[fe80:")
        check("%lan0]" in row["address"], f"{row['address']} does not say by which interface")
        sign_in(trial, network, "b", "dora")


def test(trial):
    for case in (plain, two, ipv6_only):
        case(trial)


if __name__ == "__main__":
    begin(test)
