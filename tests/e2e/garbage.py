#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Strangers send nonsense, or nothing: each is cut off, is worth one log line at most, and disturbs nobody else."""

import contextlib
import random
import socket
import ssl
import struct
import time

from trial import DONE, Rookeryd, Someone, begin, check, equal, step

SEED = 20260301
LOGIN_SECONDS = 2
HANDSHAKE_SECONDS = 10  # signInDeadlineMs in common/protocol/limits.h
FRAME_BYTES_BEFORE_SIGN_IN = 16 * 1024
STRANGER = "127.0.0.9"  # where the flood comes from: the room for waiting connections is counted by address


class Attack:
    """Connections of a stranger; afterwards the server must be as it was."""

    def __init__(self, server, alice, name):
        self.server, self.alice, self.name = server, alice, name
        self.sockets = contextlib.ExitStack()
        self.count = 0

    def __enter__(self):
        step(self.name)
        self.lines_before = len(self.server.log().splitlines())
        return self

    def __exit__(self, *exception):
        self.sockets.close()
        if exception[0] is None:
            self.judge()

    def connect(self):
        stranger = socket.create_connection(("127.0.0.1", self.server.port), 5, source_address=(STRANGER, 0))
        self.count += 1
        return self.sockets.enter_context(stranger)

    def connect_tls(self):
        """TLS as a client of Rookery does it, up to the greeting."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        return self.sockets.enter_context(context.wrap_socket(self.connect()))

    def judge(self):
        check(self.server.process.poll() is None, f"{self.name}: the server has ended")
        lines = self.server.log().splitlines()[self.lines_before:]
        own = [line for line in lines if "signed in from" not in line]
        check(len(own) <= self.count, f"{self.name}: {len(own)} lines in the log for {self.count} connections: {own[:5]}")
        check(not any(" critical " in line for line in own), f"{self.name}: critical in {own}")
        sign_in(self.alice)


def sign_in(alice):
    began = time.monotonic()
    alice("who")
    took = time.monotonic() - began
    check(took <= LOGIN_SECONDS, f"a sign-in takes {took:.1f} s")


def wait_until_closed(stranger, seconds, what):
    """Reads until the server has closed the connection; what it has said."""
    stranger.settimeout(seconds)
    said = b""
    try:
        while part := stranger.recv(65536):
            said += part
    except TimeoutError:
        check(False, f"{what}: the connection is still open after {seconds} s")
    except OSError:  # a reset closes it, too
        pass
    return said


def garbage_before_tls(server, alice):
    chance = random.Random(SEED)
    print(f"    seed {SEED}")
    with Attack(server, alice, "Garbage before TLS") as attack:
        for size in (1000, 16384, 100_000):
            stranger = attack.connect()
            with contextlib.suppress(OSError):
                stranger.sendall(b"\x80" + chance.randbytes(size))
            wait_until_closed(stranger, 5, f"{size} bytes of garbage")
    with Attack(server, alice, "HTTP") as attack:
        stranger = attack.connect()
        stranger.sendall(b"GET / HTTP/1.1\r\nHost: office\r\n\r\n")
        said = wait_until_closed(stranger, 5, "HTTP")
        check(b"HTTP" not in said, f"the server answers HTTP: {said!r}")
    with Attack(server, alice, "A frame without TLS") as attack:
        stranger = attack.connect()
        stranger.sendall(struct.pack(">I", 4) + b"\x08\x01\x52\x00")
        wait_until_closed(stranger, HANDSHAKE_SECONDS + 5, "a frame without TLS")


def old_tls(server, alice):
    with Attack(server, alice, "TLS 1.2") as attack:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        try:
            with context.wrap_socket(attack.connect()) as accepted:
                check(False, f"the server takes {accepted.version()}")
        except ssl.SSLError as refusal:
            print(f"    {refusal.reason}")
        except OSError as reset:
            print(f"    {reset}")


def bad_frames(server, alice):
    chance = random.Random(SEED)
    cases = {
        "a length of 2 GiB": struct.pack(">I", 0x7FFFFFFF),
        "a length of 4 GiB": b"\xff\xff\xff\xff",
        "a length just over the limit": struct.pack(">I", FRAME_BYTES_BEFORE_SIGN_IN + 1),
        "a frame that is none": struct.pack(">I", 400) + b"\xff" * 400,
        "random bytes": chance.randbytes(4096),
    }
    for name, data in cases.items():
        with Attack(server, alice, f"TLS, then {name}") as attack:
            stranger = attack.connect_tls()
            equal(stranger.version(), "TLSv1.3", "the version of TLS")
            stranger.sendall(data)
            wait_until_closed(stranger, 5, name)
    with Attack(server, alice, "TLS, then a request before the greeting, and half a frame") as attack:
        early = attack.connect_tls()
        early.sendall(struct.pack(">I", 5) + b"\x08\x01\xca\x01\x00")  # id 1, send_message {}
        half = attack.connect_tls()
        half.sendall(struct.pack(">I", 1000) + b"\x08")
        equal(server.ctl("status")["peopleHere"], 0, "people who are signed in")


def silence(server, alice):
    with Attack(server, alice, "Silence before and after TLS") as attack:
        silent, greeted = attack.connect(), attack.connect_tls()
        began = time.monotonic()
        for stranger in (silent, greeted):
            wait_until_closed(stranger, HANDSHAKE_SECONDS + 10, "silence")
        check(time.monotonic() - began > 5, "who is slow is cut off at once")


def crowd(server, alice):
    with Attack(server, alice, "80 connections from one address wait") as attack:
        for _ in range(80):
            attack.connect()
        sign_in(alice)
        newcomer = Someone(alice.trial, server, "bob")
        began = time.monotonic()
        newcomer.register()
        check(time.monotonic() - began <= LOGIN_SECONDS, "a new account takes too long")
        waiting = server.ctl("status")["connections"]
        check(waiting <= 20, f"{waiting} connections of one address wait")
    with Attack(server, alice, "The same address again, once they have gone") as attack:
        attack.connect_tls()


def test(trial):
    server = Rookeryd(trial)
    alice = Someone(trial, server, "alice").register()
    before = server.ctl("user", "list")["users"]
    for case in (garbage_before_tls, old_tls, bad_frames, crowd, silence):
        case(server, alice)
    equal(server.ctl("user", "list")["users"][0]["name"], before[0]["name"], "people")
    equal(server.terminate(), DONE, "exit code of rookeryd")


if __name__ == "__main__":
    begin(test)
