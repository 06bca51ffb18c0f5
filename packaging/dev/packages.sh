# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
#
# Installs what is missing of packaging/dependencies.txt. Sourced by ./dev; uses its $repo, say and fail.

# The packages of the sections given, one a line.
packages_of() {
    awk -v wanted=" $* " '
        { sub(/#.*/, ""); gsub(/[ \t\r]/, "") }
        /^\[.*\]$/ { section = substr($0, 2, length($0) - 2); next }
        $0 != "" && index(wanted, " " section " ") { print }
    ' "$repo/packaging/dependencies.txt"
}

# Of the packages given, those that are not installed.
missing_of() {
    local installed name
    installed=" $(dpkg-query -W -f '${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
    for name in "$@"; do
        [[ $installed == *" $name=installed "* ]] || echo "$name"
    done
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@"
}

# ensure_packages build run ...: installs what is missing of these sections, and says so before it does.
ensure_packages() {
    local -a wanted missing
    mapfile -t wanted < <(packages_of "$@")
    [[ ${#wanted[@]} -gt 0 ]] || fail "packaging/dependencies.txt has no packages for: $*"
    if ! command -v dpkg-query >/dev/null; then
        say "This is not a Debian system: nothing is installed. Needed (names as in Debian 12): ${wanted[*]}"
        return
    fi
    mapfile -t missing < <(missing_of "${wanted[@]}")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
        fail "These packages are missing, and there is no sudo to install them. As root:
  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    fi
    say "Installing ${#missing[@]} system packages$([[ $EUID -eq 0 ]] || echo ' through sudo'): ${missing[*]}"
    local updated=no name
    for name in "${missing[@]}"; do
        if [[ -z $(apt-cache show --no-all-versions "$name" 2>/dev/null) ]]; then
            apt_get update
            updated=yes
            break
        fi
    done
    if ! apt_get install -y --no-install-recommends "${missing[@]}"; then
        # A package list that has gone stale names files the mirror no longer has.
        [[ $updated == no ]] || fail "apt-get could not install the packages above."
        say "Trying again with a fresh package list."
        apt_get update
        apt_get install -y --no-install-recommends "${missing[@]}" || fail "apt-get could not install the packages above."
    fi
}
