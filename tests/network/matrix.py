#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Bar 25: on every kind of network a server is found, or reached by its address, and a person is there once.

Each case builds its network from nothing and tears it down. At the end a table says what was found, where, how quickly.
"""

import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from lab import Lab, wait_until_here  # noqa: E402
from trial import DONE, begin, check, equal, step, wait_for  # noqa: E402

FOUND_SECONDS = 3
ADDRESS_SECONDS = 5
ROWS = []


def note(case, took, where):
    ROWS.append((case, took, where))
    print(f"    {case}: {took:.2f} s, {where}")


def finds(lab, case, host, server, address, seconds=FOUND_SECONDS):
    row, took = lab.found(host)
    equal(row["server_id"], server.ready["server_id"], f"{case}: the server")
    check(row["address"].startswith(address), f"{case}: found at {row['address']}, not at {address}…")
    check(took <= seconds, f"{case}: found after {took:.1f} s")
    note(case, took, row["address"])


def signs_in(lab, case, host, server, address=None, name="alice"):
    """By the address given, or by what is found: the account, then everybody once."""
    person = lab.person(host, name, address)
    began = time.monotonic()
    person("register")
    took = time.monotonic() - began
    equal([row["name"] for row in server.ctl("user", "list")["users"]].count(name), 1, f"{case}: accounts of {name}")
    if address:
        check(took <= ADDRESS_SECONDS, f"{case}: signed in by address after {took:.1f} s")
        note(f"{case}, by address", took, address)
    return person


def plain(lab):
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24").plug("b", "eth0", ipv4="10.77.1.2/24")
    with lab.server("a") as server:
        finds(lab, "one network", "b", server, "10.77.1.1:")
        finds(lab, "server and client on one host", "a", server, "10.77.1.1:")
        signs_in(lab, "one network", "b", server)


def loopback_alone(lab):
    lab.host("a")
    with lab.server("a") as server:
        finds(lab, "no network at all", "a", server, "127.0.0.1:")


def default_route(lab):
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24").plug("b", "eth0", ipv4="10.77.1.2/24")
    lab.ip("b", "route", "add", "default", "via", "10.77.1.99")
    with lab.server("a") as server:
        finds(lab, "default route", "b", server, "10.77.1.1:")


def wide(lab):
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.0.9/22").plug("b", "eth0", ipv4="10.77.3.200/22")
    with lab.server("a") as server:
        finds(lab, "/22", "b", server, "10.77.0.9:")


def ipv6_only(lab):
    lab.host("a", "b").plug("a", "eth0", ipv6=True).plug("b", "eth0", ipv6=True)
    with lab.server("a", listen="[::]:0") as server:
        finds(lab, "IPv6 only", "b", server, "[fe80:")
        signs_in(lab, "IPv6 only", "b", server)


def two_interfaces(lab):
    """The second network is the server's only for one client, and the client's only for another."""
    lab.host("a", "b", "c").plug("a", "eth0", "office", "10.77.1.1/24").plug("a", "eth1", "lab", "10.77.2.1/24")
    lab.plug("b", "eth0", "lab", "10.77.2.2/24")
    lab.plug("c", "eth0", "elsewhere", "10.77.9.3/24").plug("c", "eth1", "office", "10.77.1.3/24")
    with lab.server("a") as server:
        finds(lab, "server with two interfaces", "b", server, "10.77.2.1:")
        finds(lab, "client with two interfaces", "c", server, "10.77.1.1:")


def three_interfaces(lab):
    """Server and client share all three: it is one server, and who is signed in is one person."""
    lab.host("a", "b")
    for number, segment in enumerate(("office", "lab", "workshop")):
        lab.plug("a", f"eth{number}", segment, f"10.77.{number}.1/24").plug("b", f"eth{number}", segment, f"10.77.{number}.2/24")
    with lab.server("a") as server:
        finds(lab, "three interfaces", "b", server, "10.77.")
        equal(len(lab.discover("b", 3)), 1, "servers seen over three interfaces")
        bob = signs_in(lab, "three interfaces", "b", server, name="bob")
        alice = lab.person("a", "alice").register()
        listener = bob.listen()
        wait_until_here(server, "bob")
        equal(sorted(row["name"] for row in alice("who")), ["alice", "bob"], "everybody")
        listener.end()


def containers(lab, running):
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24").plug("b", "eth0", ipv4="10.77.1.2/24")
    for host in ("a", "b"):
        lab.containers(host, running)
    with lab.server("a") as server:
        case = "container bridge" + (" with a container" if running else "")
        finds(lab, case, "b", server, "10.77.1.1:")
        equal(len(lab.discover("b", 3)), 1, f"{case}: servers")


def tunnel(lab):
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24").plug("b", "eth0", ipv4="10.77.1.2/24")
    for host in ("a", "b"):
        lab.tunnel(host)
    with lab.server("a") as server:
        finds(lab, "tunnel takes the default route", "b", server, "10.77.1.1:")


def small_packets(lab):
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24", mtu=576).plug("b", "eth0", ipv4="10.77.1.2/24", mtu=576)
    with lab.server("a") as server:
        finds(lab, "MTU 576", "b", server, "10.77.1.1:")
        signs_in(lab, "MTU 576", "b", server)


def hot_plug(lab):
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24")
    with lab.server("a") as server, lab.scan("b") as scan:
        wait_for("the scan to run", lambda: scan.process.poll() is None)
        time.sleep(2)  # for the scan's own first questions to go nowhere
        lab.plug("b", "eth0", ipv4="10.77.1.2/24")
        row, took = scan.first(time.monotonic())
        equal(row["server_id"], server.ready["server_id"], "the server")
        check(took <= FOUND_SECONDS, f"found {took:.1f} s after the cable was plugged in")
        note("cable plugged in while scanning", took, row["address"])


def udp_blocked(lab, where):
    """where: the hosts that a datagram does not get into, and the ones it does not get out of."""
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24").plug("b", "eth0", ipv4="10.77.1.2/24")
    case = "datagrams blocked at the " + " and the ".join({"a": "server", "b": "client"}[host] for host in where)
    for host in where:
        lab.block_incoming(host)
    with lab.server("a") as server:
        if "b" in where:
            lab.finds_nothing("b")
        else:  # the server's own beacons still come
            finds(lab, case, "b", server, "10.77.1.1:", seconds=7)
        signs_in(lab, case, "b", server, f"10.77.1.1:{server.port}")


def lossy(lab):
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24").plug("b", "eth0", ipv4="10.77.1.2/24")
    for host in ("a", "b"):
        lab.lose(host, 30)
    with lab.server("a") as server:
        finds(lab, "30 % of datagrams lost", "b", server, "10.77.1.1:", seconds=7)


def same_name(lab):
    lab.host("a", "b", "c")
    for number, host in enumerate(("a", "b", "c"), 1):
        lab.plug(host, "eth0", ipv4=f"10.77.1.{number}/24")
    with lab.server("a", "Office") as first, lab.server("b", "Office") as second:
        rows = lab.discover("c", 3)
        equal({row["server_id"] for row in rows}, {first.ready["server_id"], second.ready["server_id"]}, "servers")
        equal([row["name"] for row in rows], ["Office", "Office"], "names")
        note("two servers of one name", 3, "both listed")


def two_users_one_host(lab):
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24").plug("b", "eth0", ipv4="10.77.1.2/24")
    with lab.server("a") as server:
        people = [signs_in(lab, "two users on one host", "b", server, name=name) for name in ("alice", "bob")]
        listeners = [person.listen() for person in people]
        for name in ("alice", "bob"):
            wait_until_here(server, name)
        states = {row["name"]: row["state"] for row in lab.person("a", "carol").register()("who")}
        equal((states["alice"], states["bob"]), ("online", "online"), "who is here")
        for listener in listeners:
            listener.end()
        note("two users on one host", 0, "both online")


def moved(lab):
    """The server's computer gets another address while somebody is signed in: back by itself, nothing lost."""
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24").plug("b", "eth0", ipv4="10.77.1.2/24")
    with lab.server("a") as server:
        alice = lab.person("a", "alice").register()
        bob = lab.person("b", "bob").register()
        listener = bob.listen()
        wait_until_here(server, "bob")
        lab.readdress("a", "eth0", "10.77.1.1/24", "10.77.1.77/24")
        began = time.monotonic()
        alice("send", "bob", "from the new address", timeout=60)
        listener.wait_for(["from the new address"], 60)
        note("server moved to another address", time.monotonic() - began, "10.77.1.77")
        listener.end()


def replugged(lab):
    """The client's cable is out for a while, and comes back with another address."""
    lab.host("a", "b").plug("a", "eth0", ipv4="10.77.1.1/24").plug("b", "eth0", ipv4="10.77.1.2/24")
    with lab.server("a") as server:
        alice = lab.person("a", "alice").register()
        bob = lab.person("b", "bob").register()
        listener = bob.listen()
        wait_until_here(server, "bob")
        lab.unplug("b", "eth0")
        alice("send", "bob", "while the cable was out")
        lab.plug("b", "eth0", ipv4="10.77.1.44/24")
        began = time.monotonic()
        listener.wait_for(["while the cable was out"], 60)
        note("client's cable out, other address after", time.monotonic() - began, "10.77.1.44")
        listener.end()


CASES = (plain, loopback_alone, default_route, wide, ipv6_only, two_interfaces, three_interfaces,
         lambda lab: containers(lab, running=False), lambda lab: containers(lab, running=True), tunnel, small_packets,
         hot_plug, lambda lab: udp_blocked(lab, "b"), lambda lab: udp_blocked(lab, "a"),
         lambda lab: udp_blocked(lab, "ab"), lossy, same_name, two_users_one_host, moved, replugged)


def test(trial):
    for case in CASES:
        with Lab(trial) as lab:
            case(lab)
    step("What was found")
    for case, took, where in ROWS:
        print(f"    {case:52} {took:6.2f} s  {where}")


if __name__ == "__main__":
    begin(test)
