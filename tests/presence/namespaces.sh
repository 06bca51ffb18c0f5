#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# Discovery with real sockets: networks made of namespaces and veth pairs, one after the other. In each, a client must
# find the server within three seconds, and the server must hear the client's heartbeats and its bye.
#
# usage: namespaces.sh PRESENCE_PROBE
# Exit codes: 0 all passed, 1 a case failed, 77 this machine allows no namespaces.
#
# Everything happens inside a network and mount namespace of the script's own: it sees nothing of the machine's
# interfaces, nothing leaves the machine, and the kernel takes it all away with the last process.
set -u

probe=${1:?usage: namespaces.sh PRESENCE_PROBE}
foundWithinMs=3000

skip() {
    echo "skipped: $1"
    exit 77
}

if [ -z "${ROOKERY_IN_NAMESPACE:-}" ]; then
    { command -v unshare && command -v ip; } >/dev/null || skip "unshare or ip is not installed"
    own=(unshare --net --mount)
    [ "$(id -u)" = 0 ] || own=(unshare --user --map-root-user --net --mount)
    "${own[@]}" true 2>/dev/null || skip "this user may make no network namespaces"
    ROOKERY_IN_NAMESPACE=1 exec "${own[@]}" "$0" "$probe"
fi

work=$(mktemp -d) || exit 1
running=()
finish() {
    for pid in "${running[@]}"; do kill "$pid" 2>/dev/null; done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

{ mount -t tmpfs none /run && mkdir -p /run/netns; } || skip "this user may mount nothing"
{ ip netns add trial && ip netns exec trial true; } 2>/dev/null || skip "ip netns does not work here"
ip link add trialA type veth peer name trialB 2>/dev/null || skip "the kernel has no veth"
ip link delete trialA
ip netns delete trial

failures=0
fail() {
    echo "FAILED $1"
    for file in "$work"/*; do
        [ -f "$file" ] && sed "s|^|    ${file##*/}: |" "$file"
    done
    failures=$((failures + 1))
}

# host NAME...: fresh namespaces, with loopback up.
host() {
    local name
    for name in "$@"; do
        ip netns add "$name"
        ip -n "$name" link set lo up
    done
}

# cable HOST1 NIC1 HOST2 NIC2: a veth pair between them, up. No waiting for duplicate address detection.
cable() {
    ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"
    local host nic
    while read -r host nic; do
        ip netns exec "$host" sh -c "echo 0 > /proc/sys/net/ipv6/conf/$nic/accept_dad" 2>/dev/null
        ip -n "$host" link set "$nic" up
    done <<<"$1 $2"$'\n'"$3 $4"
}

# Waits until a file holds a line that matches, at most the given number of tenths of a second.
awaitLine() {
    local left=$3
    until grep -q "$2" "$1" 2>/dev/null; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.1
    done
}

# announce HOST NAME: a server in the background.
announce() {
    ip netns exec "$1" "$probe" announce "$2" 60 >"$work/server-$2" 2>&1 &
    server=$!
    running+=("$server")
    awaitLine "$work/server-$2" '^ready' 50 || fail "$2: the server does not start"
}

# find CASE HOST NAME [TAG]: a client in the background.
find() {
    ip netns exec "$2" "$probe" find "$3" 20 >"$work/client-$3-${4:-1}" 2>&1 &
    running+=("$!")
    clients+=("$! $work/client-$3-${4:-1}")
}

# judge CASE [ADDRESS]: all clients found the server in time (and the first at that address), the server heard each.
judge() {
    local case=$1 address=${2:-} entry pid file ms isGood=1
    for entry in "${clients[@]}"; do
        read -r pid file <<<"$entry"
        wait "$pid" || { fail "$case: ${file##*/} did not finish"; isGood=0; continue; }
        ms=$(sed -n 's/^found [^ ]* //p' "$file")
        [ "${ms:-99999}" -le "$foundWithinMs" ] || { fail "$case: found after ${ms:-never} ms"; isGood=0; }
        [ -z "$address" ] || grep -q "^found $address " "$file" || { fail "$case: not at $address"; isGood=0; }
    done
    wait "$server" || { fail "$case: the server heard no bye"; isGood=0; }
    [ "$(grep -c '^heard' "$work"/server-*)" -ge 1 ] || { fail "$case: no heartbeat was heard"; isGood=0; }
    [ "$isGood" = 1 ] && echo "passed $case: $(grep -h ^found "$work"/client-* | tr '\n' ' ')"
}

# clear_ HOST...: takes the case's network away.
clear_() {
    local name
    for name in "$@"; do ip netns delete "$name"; done
    rm -f "$work"/*
    clients=()
    running=()
}

clients=()

# --- One plain network -----------------------------------------------------------------------------------------
host a b
cable a eth0 b eth0
ip -n a address add 10.77.0.1/24 dev eth0
ip -n b address add 10.77.0.2/24 dev eth0
announce a plain
find plain b plain
judge "plain IPv4" '10\.77\.0\.1\|fe80:.*'
clear_ a b

# --- A network that is no /24: the real mask counts -----------------------------------------------------------
host a b
cable a eth0 b eth0
for name in a b; do ip netns exec $name sh -c 'echo 1 > /proc/sys/net/ipv6/conf/eth0/disable_ipv6'; done
ip -n a address add 10.77.0.1/22 dev eth0
ip -n b address add 10.77.3.2/22 dev eth0
announce a wide
find wide b wide
judge "IPv4 only, /22" '10\.77\.0\.1'
clear_ a b

# --- IPv6 only, by link-local addresses that come while both look ------------------------------------------------------------------------
host a b
cable a eth0 b eth0
announce a six
find six b six
judge "IPv6 only" 'fe80:.*%eth0'
clear_ a b

# --- A server with two networks and no default route, a client on each -----------------------------------------
host a b c
cable a eth0 b eth0
cable a eth1 c eth0
for name in a b c; do
    # shellcheck disable=SC2016 # $nic is of the inner shell
    ip netns exec "$name" sh -c 'for nic in /proc/sys/net/ipv6/conf/eth*/disable_ipv6; do echo 1 > "$nic"; done'
done
ip -n a address add 10.77.1.1/24 dev eth0
ip -n a address add 10.77.2.1/24 dev eth1
ip -n b address add 10.77.1.2/24 dev eth0
ip -n c address add 10.77.2.2/24 dev eth0
announce a two
find two b two 1
judge "two interfaces, first network" '10\.77\.1\.1'
clients=()
rm -f "$work"/*
announce a two
find two c two 2
judge "two interfaces, second network" '10\.77\.2\.1'
clear_ a b c

# --- A host without a network: loopback alone -------------------------------------------------------------------
host a
announce a alone
find alone a alone
judge "loopback alone" '127\.0\.0\.1'
clear_ a

# --- Server and client on one host, the client bound last: unicasts still reach the server ----------------------
host a b
cable a eth0 b eth0
ip -n a address add 10.77.0.1/24 dev eth0
ip -n b address add 10.77.0.2/24 dev eth0
announce a samehost
find samehost a samehost
judge "server and client on one host"
clear_ a b

[ "$failures" = 0 ] && echo "all passed"
[ "$failures" = 0 ]
