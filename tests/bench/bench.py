#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""What Rookery costs on this machine, measured now: CPU time, memory, shared libraries, messages a second.

CPU time is what the scheduler has given to a process, in ns; memory is PSS. Medians of several starts.
"""

import argparse
import concurrent.futures
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from desk import Cli, Client, Desk, Failure, Server, step, stop, wait_for  # noqa: E402

STARTS = 5
IDLE_SECONDS = 10


def cpu_seconds(pid):
    """Of all its threads, those that have ended too; the clock's number is made as clock_getcpuclockid(3) does it."""
    return time.clock_gettime((~pid << 3) | 2)


def pss_mebibytes(pid):
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise Failure("no PSS in smaps_rollup")


def shared_libraries(pid):
    return len({line.split()[-1] for line in Path(f"/proc/{pid}/maps").read_text().splitlines() if ".so" in line})


def idle_percent(pid):
    before, began = cpu_seconds(pid), time.monotonic()
    time.sleep(IDLE_SECONDS)
    return 100 * (cpu_seconds(pid) - before) / (time.monotonic() - began)


def row(rows, what, value, unit, note=""):
    rows.append({"what": what, "value": round(value, 3), "unit": unit, "note": note})


def bench_server(desk, rows):
    step("Server: start to ready")
    cpu, wall = [], []
    for number in range(STARTS + 1):
        began = time.monotonic()
        server = Server(desk, "bench-server", discovery="off", listen=("127.0.0.1:0",))
        if number > 0:  # the first start makes keys and the store
            wall.append((time.monotonic() - began) * 1000)
            cpu.append(cpu_seconds(server.process.pid))
        stop(server.process)
    row(rows, "rookeryd: CPU until ready", statistics.median(cpu), "s", f"median of {STARTS} starts on an existing store")
    row(rows, "rookeryd: wall time until ready", statistics.median(wall), "ms", "depends on the machine's load")


def bench_messages(desk, rows, messages, workers):
    step(f"Messages: {messages} by rookery-cli, a process each, {workers} at a time")
    server = Server(desk, "message-server", discovery="off", listen=("127.0.0.1:0",))
    bob = Cli(desk, server, "bob", "correct horse battery")
    bob("register")
    senders = [Cli(desk, server, f"sender{number}", "correct horse battery") for number in range(workers)]
    for sender in senders:
        sender("register")
    pid = server.process.pid
    row(rows, "rookeryd: PSS with no client", pss_mebibytes(pid), "MiB")
    row(rows, "rookeryd: shared libraries", shared_libraries(pid), "")
    share = [messages // workers + (number < messages % workers) for number in range(workers)]

    def send(number):
        for index in range(share[number]):
            senders[number]("send", "bob", f"message {index} of sender {number}: a hundred bytes of plain talk, more or less, to be stored")

    cpu, began = cpu_seconds(pid), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for future in [pool.submit(send, number) for number in range(workers)]:
            future.result()
    wall, cpu = time.monotonic() - began, cpu_seconds(pid) - cpu
    stored = sum(len(bob.texts(f"sender{number}", last=200)) for number in range(workers))
    expected = sum(min(200, count) for count in share)
    if stored != expected:
        raise Failure(f"{stored} of {expected} messages are in the history")
    row(rows, "send by rookery-cli", messages / wall, "messages/s",
        f"{workers} at a time; each is a process with TLS handshake, sign-in and durable ack")
    row(rows, "rookeryd: CPU a send", 1000 * cpu / messages, "ms", "with handshake and sign-in")
    stop(server.process)


def bench_client(desk, rows):
    step("Client: start to sign-in window")
    mapped, rested = [], []
    client = None
    for _ in range(STARTS + 1):
        if client:
            stop(client.process)
            desk.processes.remove(client.process)
        client = Client(desk, "bench", (0, 0))
        wait_for("the sign-in window", client.windows, 30)
        mapped.append(cpu_seconds(client.process.pid))
        client.find_window()
        client.settled()  # the search for servers, with its spinner, is over
        rested.append(cpu_seconds(client.process.pid))
    pid = client.process.pid
    note = f"median of {STARTS} warm starts"
    row(rows, "rookery: CPU until the window is mapped", statistics.median(mapped[1:]), "s", f"{note}; budget 0.15")
    row(rows, "rookery: CPU until nothing moves in it", statistics.median(rested[1:]), "s", f"{note}; with the search")
    row(rows, "rookery: PSS of the sign-in window", pss_mebibytes(pid), "MiB", "budget 40")
    row(rows, "rookery: shared libraries", shared_libraries(pid), "", "budget 100")
    row(rows, "rookery: CPU while idle", idle_percent(pid), "%", f"over {IDLE_SECONDS} s, a text cursor blinking; budget 0.0")
    stop(client.process)


def machine():
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    return {"processor": model, "processors": os.cpu_count(), "kernel": platform.release()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, help="folder with the programs")
    parser.add_argument("--json", help="also write the numbers to this file")
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=8)
    options = parser.parse_args()
    rows = []
    try:
        with Desk(options.bin, Path("/nonexistent"), 1280, 800) as desk:
            bench_server(desk, rows)
            bench_client(desk, rows)
            bench_messages(desk, rows, options.messages, options.workers)
    except (Failure, subprocess.TimeoutExpired) as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 1
    here = machine()
    print(f"\n{here['processor']}, {here['processors']} processors, Linux {here['kernel']}\n")
    for entry in rows:
        print(f"{entry['what']:42} {entry['value']:10.3f} {entry['unit']:11} {entry['note']}")
    if options.json:
        Path(options.json).write_text(json.dumps({"machine": here, "rows": rows}, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
