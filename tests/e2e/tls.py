#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""What the server's TLS does with others' wishes, and how clients know it: by its key, through renewals, or by an
authority. Judged by openssl s_client and testssl.sh, neither of which is ours."""

import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time

from trial import (DONE, NOT_TRUSTED, REFUSED, USAGE, Rookeryd, Someone, begin, check, equal, one_sentence, run, step,
                   wait_for)

SUITES = ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256")
GROUPS = ("X25519", "P-256", "P-384")

# Findings of testssl.sh from MEDIUM on that are as they should be.
ALLOWED = {
    "cert_chain_of_trust": "the server vouches for itself: clients know it by its key",
    "cert_trust": "likewise: no name is checked where the key is known",
    "cert_revocation": "likewise: nobody else could revoke it; a key that was stolen is replaced, not revoked",
}
# testssl.sh at times gets no connection for these; openssl has tried them above. Anything else it says of them counts.
NOT_TRIED = {"sessionresumption_ticket", "sessionresumption_ID"}
NO_CONNECTION = "WARN: check failed because of connect problem"
GRADES = ("MEDIUM", "HIGH", "CRITICAL", "WARN", "FATAL")
KILLS = 40
SUCCESSIONS_MAX = 8  # successionsMax in common/net/key_succession.h
SECONDS_OF_TESTSSL = 300  # 45 s where it was measured; a busy machine takes several times that


# ---- What the server speaks -----------------------------------------------------------------------------------

def s_client(server, *options, stdin=""):
    """What openssl s_client says; it ends by itself when its input does."""
    return run("openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", *options, input=stdin, timeout=20)


def connects(server, *options):
    output = s_client(server, *options).stdout
    return re.search(r"^New, TLSv1\.3, Cipher is \w", output, re.M) is not None


def speak(server):
    step("openssl s_client: TLS 1.3 and nothing else")
    for version in ("-tls1", "-tls1_1", "-tls1_2"):
        check(not connects(server, version, "-cipher", "ALL:@SECLEVEL=0"), f"the server speaks {version}")
    check(connects(server, "-tls1_3"), "the server does not speak TLS 1.3")
    for suite in SUITES:
        check(connects(server, "-ciphersuites", suite), f"the server refuses {suite}")
    for suite in ("TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"):
        check(not connects(server, "-ciphersuites", suite), f"the server accepts {suite}")
    for group in GROUPS:
        check(connects(server, "-groups", group), f"the server refuses {group}")
    for group in ("P-521", "X448", "ffdhe2048", "ffdhe8192"):
        check(not connects(server, "-groups", group), f"the server accepts {group}")
    check(not connects(server, "-sigalgs", "RSA-PSS+SHA256"), "the server signs with a key that it does not have")

    said = s_client(server, "-alpn", "h2,http/1.1", "-status", "-servername", "chat.example", "-comp").stdout
    for wanted in ("No ALPN negotiated", "OCSP response: no response sent", "No client certificate CA names sent",
                   "Early data was not sent", "Compression: NONE", "Secure Renegotiation IS NOT supported"):
        check(wanted in said, f"s_client does not say {wanted!r}: {said[-1500:]}")
    check("Acceptable client certificate" not in said, "a client certificate is asked for")
    names = {tuple(re.findall(r"^subject=.*$", s_client(server, *options).stdout, re.M))
             for options in ((), ("-noservername",), ("-servername", "chat.example"), ("-servername", "x" * 250))}
    equal(len(names), 1, "certificates for different names asked for")


def resume(trial, server):
    step("No session is ever resumed, no early data taken")
    session = trial.folder / "session.pem"
    # "Q" ends s_client after the tickets have come.
    with subprocess.Popen(["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-sess_out", str(session)],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as first:
        wait_for("a session", session.exists)
        said = first.communicate(b"Q\n", timeout=10)[0].decode(errors="replace")
    check("Max Early Data: 0" in said, "the server offers to take early data")
    said = s_client(server, "-sess_in", str(session)).stdout
    check("New, TLSv1.3" in said and "Reused" not in said, f"the session is resumed: {said[-1500:]}")


def renegotiate(server):
    step("A key update is fine, a renegotiation is not there")
    with subprocess.Popen(["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-msg"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as client:
        said = client.communicate(b"K\nR\nQ\n", timeout=20)[0].decode(errors="replace")
    check("KEYUPDATE" in said.upper(), f"no key update was made: {said[-1500:]}")
    check("HelloRequest" not in said, "the server renegotiates")


def be_tested(trial, server):
    step("testssl.sh: protocols, ciphers, forward secrecy, certificate, known attacks")
    found = trial.folder / "testssl.json"
    result = run("testssl", "--quiet", "--color", "0", "--warnings", "off", "--nodns", "none", "--openssl-timeout", "5",
                 "--connect-timeout", "5", "-p", "-s", "-f", "-S", "-U", "--jsonfile", str(found),
                 f"127.0.0.1:{server.port}", timeout=SECONDS_OF_TESTSSL, env=trial.environment)
    check(found.exists(), f"testssl.sh wrote nothing: {result.stdout[-2000:]}")
    findings = {row["id"]: row for row in json.loads(found.read_text())}
    for key, wanted in (("TLS1_3", "offered with final"), ("TLS1_2", "not offered"), ("ALPN", "not offered"),
                        ("heartbleed", "not vulnerable"), ("secure_client_renego", "not vulnerable")):
        check(key in findings and wanted in findings[key]["finding"],
              f"testssl.sh has not looked at {key} as expected: {findings.get(key)}")
    check(len(findings) > 60, f"testssl.sh has looked at {len(findings)} things only")
    bad = {key: f"{row['severity']}: {row['finding']}" for key, row in findings.items() if row["severity"] in GRADES}
    bad = {key: text for key, text in bad.items() if not (key in NOT_TRIED and text == NO_CONNECTION)}
    step(f"{len(findings)} findings; allowed: {', '.join(sorted(set(bad) & set(ALLOWED)))}")
    equal({key: text for key, text in bad.items() if key not in ALLOWED}, {}, "what testssl.sh does not like")


# ---- Renewal --------------------------------------------------------------------------------------------------

def told(someone, *words, expect=DONE, **changed):
    """The sentence on stderr of a command that otherwise does what it should."""
    result = run(*someone.words(words, **changed), timeout=40, env=someone.environment)
    equal(result.returncode, expect, f"exit code of {words} ({result.stderr.strip()})")
    return one_sentence(result.stderr, f"rookery-cli {words}") if result.stderr else ""


def renew(trial, server):
    step("renew-key while the server runs: nobody is asked, everybody is told once")
    alice = Someone(trial, server, "alice").register()
    bob = Someone(trial, server, "bob").register()
    first = server.ready["pin"]
    away = shutil.copytree(alice.profile, trial.folder / "alice-away")
    listener = bob.listen()
    wait_for("Bob to be here", lambda: server.is_connected("bob"))
    second = server.ctl("renew-key")
    check(second["pin"] != first, "the key is the same")
    equal(server.ctl("fingerprint"), second, "fingerprint")
    sentence = told(alice, "send", "bob", "after the renewal", password_file=None, trust=[])
    for wanted in (second["pin"], " ".join(second["phrase"]), "renewed"):
        check(wanted in sentence, f"{wanted!r} is not in: {sentence}")
    listener.wait_for(["after the renewal"])  # over a connection from before
    listener.end()
    equal(told(alice, "who", password_file=None, trust=[]), "", "what is said the second time")
    equal(told(alice, "who", password_file=None, trust=[], pin=second["pin"]), "", "what is said with the new --pin")

    step("renew-key while it is stopped; certificate alone; each former key leads to the newest")
    equal(server.terminate(), DONE, "exit code of rookeryd")
    third = server.ctl("renew-key")
    fourth = server.ctl("renew-certificate")
    equal(fourth["pin"], third["pin"], "the key after renew-certificate")
    server.start()
    equal(server.ready["pin"], third["pin"], "the key of the server")
    again = server.ctl("renew-certificate")
    equal(again["pin"], third["pin"], "the key after renew-certificate while it runs")
    for number, pin in enumerate((first, second["pin"])):
        sentence = told(bob, "who", pin=pin, trust=[], profile=trial.folder / f"by-former-pin-{number}")
        check(third["pin"] in sentence, f"--pin of the former key: {sentence!r}")
    sentence = told(alice, "who", password_file=None, trust=[], profile=away)  # missed both
    check(third["pin"] in sentence, f"after two renewals: {sentence!r}")
    equal(told(bob, "who", pin=third["pin"], trust=[], profile=trial.folder / "by-new-pin"), "", "with the newest pin")
    result = run(str(trial.binaries / "rookeryctl"), "--data", str(trial.folder / "nothing"), "renew-key",
                 env=trial.environment)
    equal(result.returncode, REFUSED, "exit code of renew-key in a folder without a server")
    one_sentence(result.stderr, "renew-key in a folder without a server", "rookeryctl")
    check(not (trial.folder / "nothing").exists(), "renew-key has made a folder")
    for name in ("key.pem", "certificate.pem"):
        equal(oct((server.data / name).stat().st_mode & 0o777), oct(0o600), f"mode of {name}")
    check(not list(server.data.glob("next-*")), "something is left of the renewals")
    return alice, first


def be_killed(trial, alice):
    step("rookeryctl killed at any moment of a renewal: one identity, and the former key leads to it")
    server = Rookeryd(trial, "killed")
    alice("register", server=f"127.0.0.1:{server.port}", profile=trial.folder / "before-the-kills")
    pins = [server.ready["pin"]]
    equal(server.terminate(), DONE, "exit code of rookeryd")
    began = time.monotonic()
    server.ctl("renew-key")
    whole = time.monotonic() - began
    pins.append(server.ctl("renew-certificate")["pin"])
    kills = 0
    while kills < KILLS and len(pins) < SUCCESSIONS_MAX:
        command = [trial.binaries / "rookeryctl", "--data", server.data, "renew-key"]
        with subprocess.Popen([str(word) for word in command], env=trial.environment, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as renewal:
            try:
                renewal.wait(whole * (kills + 1) / KILLS)
            except subprocess.TimeoutExpired:
                renewal.kill()
        kills += 1
        pin = server.ctl("renew-certificate")["pin"]
        check(pin == pins[-1] or pin not in pins, "a former key is back")
        if pin != pins[-1]:
            pins.append(pin)
        check(not list(server.data.glob("next-*")), "something is left of the renewal")
    step(f"{kills} kills, {len(pins) - 2} of them too late")
    server.start()
    equal(server.ready["pin"], pins[-1], "the key of the server")
    for number, pin in enumerate(pins[:-1]):
        sentence = told(alice, "who", server=f"127.0.0.1:{server.port}", pin=pin, trust=[],
                        profile=trial.folder / f"after-the-kills-{number}")
        check(pins[-1] in sentence, f"with former key {number}: {sentence}")
    equal(server.terminate(), DONE, "exit code of rookeryd")


class Impostor(threading.Thread):
    """Speaks TLS with a key of its own on a port; keeps every byte that it is told."""

    def __init__(self, key, certificate):
        super().__init__(daemon=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.heard, self.connections = b"", 0

    def run(self):
        while True:
            try:
                raw = self.socket.accept()[0]
            except OSError:
                return
            self.connections += 1
            try:
                raw.settimeout(10)
                with self.context.wrap_socket(raw, server_side=True) as connection:
                    while data := connection.recv(4096):
                        self.heard += data
            except OSError:
                pass

    def end(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.join(10)


def be_deceived(trial, server, alice, first):
    step("An impostor with the server's statements, but another key: exit code 4, and not a byte for it")
    # The statements of the real certificate, under a key that they do not lead to.
    real = run("openssl", "asn1parse", "-in", str(server.data / "certificate.pem")).stdout
    statements = re.search(r":2\.25\.\d+\n.*OCTET STRING\s+\[HEX DUMP\]:([0-9A-F]+)", real)
    check(statements, f"the server's certificate has no statements: {real}")
    key, certificate, config = (trial.folder / name for name in ("forged.key", "forged.pem", "forged.cnf"))
    oid = re.search(r":(2\.25\.\d+)\n", real)[1]
    config.write_text("[req]\nprompt=no\ndistinguished_name=name\nx509_extensions=more\n[name]\nCN=server\n"
                      f"[more]\n{oid}=DER:{statements[1]}\n")
    made = run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
               str(key), "-out", str(certificate), "-config", str(config), "-days", "30")
    equal(made.returncode, DONE, f"openssl req: {made.stderr}")
    equal(run("openssl", "asn1parse", "-in", str(certificate)).stdout.count(statements[1]), 1, "the forged certificate")
    impostor = Impostor(key, certificate)
    impostor.start()
    address = f"127.0.0.1:{impostor.port}"
    for number, pin in enumerate((first, server.ctl("fingerprint")["pin"])):
        alice("send", "bob", "secret", server=address, pin=pin, trust=[], profile=trial.folder / f"deceived-{number}",
              expect=NOT_TRUSTED)
    # By the token of a profile, whose account lives at the impostor's address now.
    profile = trial.folder / "deceived-by-token"
    shutil.copytree(alice.profile, profile)
    for path in (profile / "profile.json", profile / "known_servers.json"):
        path.write_text(path.read_text().replace(f"127.0.0.1:{server.port}", address))
    alice("send", "bob", "secret", server=address, password_file=None, trust=[], profile=profile, expect=NOT_TRUSTED)
    impostor.end()
    equal(impostor.connections, 3, "connections to the impostor")
    equal(impostor.heard, b"", "what the impostor has heard")


# ---- An organisation's authority ------------------------------------------------------------------------------

def make_authority(trial, name):
    key, certificate = trial.folder / f"{name}.key", trial.folder / f"{name}.pem"
    made = run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
               str(key), "-out", str(certificate), "-days", "30", "-subj", f"/CN={name}", "-addext",
               "keyUsage=critical,keyCertSign")
    equal(made.returncode, DONE, f"openssl req: {made.stderr}")
    return certificate


def issue(trial, authority, names):
    """Key and certificate in PEM, by that authority for those names."""
    stem = trial.folder / "issued"
    stem.with_suffix(".ext").write_text(f"subjectAltName={names}\n")
    for command in (("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{stem}.key",
                     "-out", f"{stem}.csr", "-subj", "/CN=server"),
                    ("x509", "-req", "-in", f"{stem}.csr", "-CA", authority, "-CAkey", authority.with_suffix(".key"),
                     "-CAcreateserial", "-days", "30", "-extfile", f"{stem}.ext", "-out", f"{stem}.pem")):
        made = run("openssl", *map(str, command))
        equal(made.returncode, DONE, f"openssl {command[0]}: {made.stderr}")
    return stem.with_suffix(".key").read_text(), stem.with_suffix(".pem").read_text()


def install(server, key, certificates):
    for name, content in (("key.pem", key), ("certificate.pem", certificates)):
        path = server.data / name
        path.write_text(content)
        path.chmod(0o600)


def trust_authority(trial):
    step("An organisation's authority: by name, without a fallback")
    server = Rookeryd(trial, "office")
    authority, other = make_authority(trial, "authority"), make_authority(trial, "other")
    key, certificate = issue(trial, authority, "DNS:localhost,IP:127.0.0.1")
    install(server, key, certificate)
    server.ctl("renew-certificate")  # read anew, without a restart
    carol = Someone(trial, server, "carol")
    options = {"trust": ["--ca", authority]}
    carol("register", **options)
    carol("who", server=f"localhost:{server.port}", profile=trial.folder / "by-name", **options)
    carol("who", trust=[], password_file=None)  # kept in the profile
    known = json.loads((carol.profile / "known_servers.json").read_text())["servers"]
    equal([row["authority_file"] for row in known], [str(authority)], "how the server is known")
    sentence = carol("who", trust=["--ca", other], profile=trial.folder / "c1", expect=NOT_TRUSTED)
    check("authority" in sentence, f"the sentence does not say why: {sentence}")
    carol("who", trust=["--ca", trial.folder / "missing.pem"], profile=trial.folder / "c2", expect=USAGE)
    carol("who", trust=["--ca", authority, "--trust-first"], profile=trial.folder / "c3", expect=USAGE)
    server.ctl("renew-key", expect=REFUSED)

    step("A new key of the same authority is fine; one for another name, or of nobody, is not")
    install(server, *issue(trial, authority, "IP:127.0.0.1"))
    server.ctl("renew-certificate")
    carol("who", trust=[], password_file=None)
    carol("who", server=f"localhost:{server.port}", profile=trial.folder / "c4", expect=NOT_TRUSTED, **options)
    install(server, *issue(trial, authority, "DNS:chat.example"))
    server.ctl("renew-certificate")
    carol("who", trust=[], password_file=None, expect=NOT_TRUSTED)
    install(server, *issue(trial, other, "IP:127.0.0.1"))
    pin = server.ctl("renew-certificate")["pin"]
    carol("who", trust=[], password_file=None, expect=NOT_TRUSTED)
    carol("who", trust=["--trust-first"], password_file=None, expect=NOT_TRUSTED)  # no way around
    carol("who", trust=[], pin=pin, profile=trial.folder / "c5")  # but by its key, for who knows it

    step("Where the organisation's computers say so, nobody needs to")
    install(server, *issue(trial, authority, "IP:127.0.0.1"))
    server.ctl("renew-certificate")
    folder = trial.folder / "xdg" / "rookery" / "authorities"
    folder.mkdir(parents=True)
    carol.environment["XDG_CONFIG_DIRS"] = str(trial.folder / "xdg")
    shutil.copy(other, folder / "127.0.0.1.pem")
    carol("who", profile=trial.folder / "c6", trust=["--trust-first"], expect=NOT_TRUSTED)
    shutil.copy(authority, folder / "127.0.0.1.pem")
    carol("who", profile=trial.folder / "c6", trust=[])
    equal(server.terminate(), DONE, "exit code of rookeryd")


def start_badly(trial):
    step("A certificate that clients would refuse stops the start")
    authority = make_authority(trial, "root")
    server = Rookeryd(trial, "bad")
    equal(server.terminate(), DONE, "exit code of rookeryd")
    key, certificate = issue(trial, authority, "IP:127.0.0.1")
    unrelated = make_authority(trial, "unrelated").read_text()
    other_key = issue(trial, authority, "IP:127.0.0.1")[0]
    for what, content, says in (("order", (key, authority.read_text() + certificate), "not the private key"),
                                ("chain", (key, certificate + unrelated), "has not issued the certificate"),
                                ("key", (other_key, certificate), "not the private key"),
                                ("damage", (key, "nonsense"), "not a certificate")):
        install(server, *content)
        result = run(str(trial.binaries / "rookeryd"), "--data", str(server.data), "--listen", server.listen,
                     "--discovery", "off", env=trial.private_environment("bad"), timeout=20)
        equal(result.returncode, 1, f"exit code of rookeryd with a wrong {what}")
        check(says in result.stderr and str(server.data) in result.stderr, f"wrong {what}: {result.stderr[-500:]}")
        equal(result.stdout, "", f"what rookeryd prints with a wrong {what}")
    install(server, key, certificate + authority.read_text())
    server.start()
    equal(server.terminate(), DONE, "exit code of rookeryd")


def test(trial):
    server = Rookeryd(trial)
    speak(server)
    resume(trial, server)
    renegotiate(server)
    alice, first = renew(trial, server)
    be_deceived(trial, server, alice, first)
    be_killed(trial, alice)
    trust_authority(trial)
    start_badly(trial)
    be_tested(trial, server)  # the longest by far; its certificate now has statements of two renewals
    equal(server.terminate(), DONE, "exit code of rookeryd")


if __name__ == "__main__":
    begin(test)
