# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
#
# The parts asan and tsan of ./dev test: tests of the other parts once more, in a tree that a sanitizer watches. Sourced
# by ./dev; uses its $repo, $scratch, say, run_part and did_not_build.

# run_sanitized PART REPEAT LABEL: the tests with that label once more in build/PART, which a sanitizer watches; only
# those programs are built.
run_sanitized() {
    local part=$1 repeat=$2 label=$3 status=0 names="$scratch/$1-targets"
    if [[ ! -f $repo/build/$part/build.ninja ]]; then
        say "Configuring build/$part"
        (cd "$repo" && cmake --preset "$part") || status=$?
    fi
    ((status == 0)) && ctest --test-dir "$repo/build/$part" -N -L "$label" \
        | sed -n 's/^ *Test *#[0-9]*: \([^ ]*\).*/\1/p' >"$names"
    # Each test program is a target named as its test.
    ((status == 0)) && { xargs -r -a "$names" env -C "$repo" "$repo/dev" --build-tree "$part" 1200 || status=$?; }
    if ((status != 0)); then
        did_not_build "$part"
        return
    fi
    # A test may start a program (die_after_fork): what the child does before exec() is Qt's own.
    local tsan_options="halt_on_error=1:second_deadlock_stack=1:die_after_fork=0:print_suppressions=0"
    tsan_options+=":suppressions=$repo/tests/support/tsan.supp"
    ASAN_OPTIONS="halt_on_error=1:detect_leaks=1:strict_string_checks=1" \
        UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1" \
        LSAN_OPTIONS="suppressions=$repo/tests/support/lsan.supp:print_suppressions=0" \
        TSAN_OPTIONS="$tsan_options" \
        run_part "$part" "$repo/build/$part" "$repeat" -L "$label" -j "$(nproc)"
}
