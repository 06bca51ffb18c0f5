# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
#
# A network namespace of our own for everything that broadcasts: nothing that runs inside can reach the network of
# this machine. Where the kernel allows it also a process namespace, so that nothing outlives the verb, and a private
# /run, so that `ip netns` leaves no trace. Sourced by ./dev; uses its $repo, say and fail.

# The options of unshare(1) that this machine allows, the most complete first.
namespace_options() {
    local -a choices=("-n -m -p -f --kill-child --mount-proc" "-n -m" "-n")
    [[ $EUID -eq 0 ]] || choices=()
    choices+=("-U -r -n -m -p -f --kill-child --mount-proc" "-U -r -n -m" "-U -r -n")
    local options
    for options in "${choices[@]}"; do
        # shellcheck disable=SC2086 # the options are words
        if unshare $options true 2>/dev/null; then
            printf '%s\n' "$options"
            return
        fi
    done
    return 1
}

# in_namespace VERB ARGS...: goes on with `./dev --inside VERB ARGS...` in the namespace; does not return.
in_namespace() {
    local options
    options=$(namespace_options) || fail "A network namespace cannot be made here. Run as root, or allow unprivileged
user namespaces (sysctl kernel.unprivileged_userns_clone=1; in a container: --cap-add SYS_ADMIN)."
    local outside mounts=shared
    outside=$(readlink /proc/self/ns/net)
    [[ " $options " != *" -m "* ]] || mounts=own
    # shellcheck disable=SC2086 # the options are words
    exec unshare $options -- env ROOKERY_OUTSIDE="$outside" ROOKERY_MOUNTS="$mounts" "$repo/dev" --inside "$@"
}

# First thing inside: checks that this really is another network, and makes a small one: loopback and lan0, an
# Ethernet of one cable with 192.168.77.1/24 on it, so that there is something to broadcast on.
prepare_namespace() {
    local here
    here=$(readlink /proc/self/ns/net)
    [[ -n ${ROOKERY_OUTSIDE:-} && $here != "$ROOKERY_OUTSIDE" ]] || fail "--inside is for ./dev itself."
    [[ ${ROOKERY_MOUNTS:-} != own ]] || mount -t tmpfs -o mode=755 tmpfs /run 2>/dev/null || true
    ip link set lo up
    if ip link add lan0 type veth peer name lan0-end 2>/dev/null; then
        ip link set lan0-end addrgenmode none up
        ip address add 192.168.77.1/24 broadcast + dev lan0
        ip link set lan0 up
    else
        say "No veth in this kernel: discovery has only the loopback interface."
    fi
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/rookery-dev.XXXXXX")
    trap 'rm -rf "$scratch"' EXIT
    mkdir -p "$scratch"/{home,config,data,cache,state} && mkdir -m 700 "$scratch/runtime"
}

# sandboxed COMMAND...: with nothing of this person's desktop: no display, no session bus, no settings.
sandboxed() {
    env -u DISPLAY -u WAYLAND_DISPLAY -u XAUTHORITY -u ROOKERY_OUTSIDE HOME="$scratch/home" \
        XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" XDG_CACHE_HOME="$scratch/cache" \
        XDG_STATE_HOME="$scratch/state" XDG_RUNTIME_DIR="$scratch/runtime" \
        DBUS_SESSION_BUS_ADDRESS="unix:path=$scratch/runtime/no-bus" LC_ALL=C.UTF-8 "$@"
}
