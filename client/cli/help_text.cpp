// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/command_line.h"

#include <QtCore/QCoreApplication>

namespace rookery::cli {

QString helpText()
{
    return QCoreApplication::translate(
        "rookery::cli::Help",
        "Usage: rookery-cli [OPTION...] VERB [ARGUMENT...]\n"
        "\n"
        "Verbs\n"
        "  register                     make an account and sign in\n"
        "  send WHO TEXT                say TEXT; '-' reads it from standard input; prints conversation and seq\n"
        "  edit WHO SEQ TEXT            give a message of yours other words\n"
        "  recall WHO SEQ               take a message back\n"
        "  listen                       print what others say, edit and recall as it arrives, first what was missed\n"
        "    --count N                    end after N of them\n"
        "    --for SECONDS                end after SECONDS\n"
        "  history WHO                  print the newest messages, edits and recalls of a conversation\n"
        "    --last N                     how many (20)\n"
        "  who                          print everybody and whether they are here\n"
        "  discover                     print the servers of this network\n"
        "    --for SECONDS                how long to look (3)\n"
        "  group create NAME MEMBER...  make a group\n"
        "  group add GROUP MEMBER...    add people to a group\n"
        "  group leave GROUP            leave a group\n"
        "WHO is a user name or #group.\n"
        "\n"
        "Options\n"
        "  --server HOST:PORT           the server; without it that of the profile, else the only one here\n"
        "  --pin HASH                   the SHA-256 of the server's key; kept in the profile\n"
        "  --ca FILE                    trust what this authority (PEM) has issued for the server's name; kept likewise\n"
        "  --trust-first                trust a key that is seen for the first time; kept in the profile\n"
        "  --user NAME                  the account\n"
        "  --password-file FILE         its first line is the password; else the variable ROOKERY_PASSWORD\n"
        "  --display-name NAME          register: what others see\n"
        "  --invite CODE                register: where the server asks for one\n"
        "  --profile DIR                keeps identity, session and messages, so that later runs need no password\n"
        "  --timeout SECONDS            how long to wait for the server (20)\n"
        "  --json                       one JSON object a line\n"
        "  --help, --version\n"
        "A TEXT that begins with '--' comes after '--'.\n"
        "A file rookery/authorities/HOST.pem in /etc/xdg or ~/.config says --ca for that server, to the windows too.\n"
        "\n"
        "With --count and no --for, an explicit --timeout also bounds the wait of listen.\n"
        "\n"
        "Exit codes\n"
        "  0  done; for send: the server has stored the message\n"
        "  2  the command line is wrong\n"
        "  3  the server cannot be reached, or none was found, or several\n"
        "  4  the server's key or certificate is not trusted, or has changed\n"
        "  5  refused: by the server, or for something on this computer\n"
        "  6  timed out; for send: the message may or may not have been stored\n");
}

} // namespace rookery::cli
