# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
#
# ./dev fuzz, and the part fuzz of ./dev test: every fuzzer of tests/fuzz.cmake with libFuzzer, one on each processor.
# What they learn is kept in build/fuzz/learned, what they find in build/fuzz/findings: put that into
# tests/fuzz/findings/NAME, fix it, and it is repeated by every later test run. Sourced by ./dev; uses its $repo, say,
# fail and misused.

# Of each fuzzer, in the part of the tests.
fuzz_seconds=60

fuzzer_names() {
    sed -n 's/^rookery_add_fuzzer(\([a-z_]*\) .*/\1/p' "$repo/tests/fuzz.cmake"
}

verb_fuzz() {
    local seconds=$fuzz_seconds
    local -a wanted=() fuzzers
    mapfile -t fuzzers < <(fuzzer_names)
    while [[ $# -gt 0 ]]; do
        case $1 in
        --seconds)
            [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || misused "--seconds needs a number."
            seconds=$2
            shift
            ;;
        *)
            [[ " ${fuzzers[*]} " == *" $1 "* ]] || misused "No such fuzzer: $1. There are: ${fuzzers[*]}."
            wanted+=("$1")
            ;;
        esac
        shift
    done
    [[ ${#wanted[@]} -gt 0 ]] || wanted=("${fuzzers[@]}")
    ensure_packages build run test
    build_tree fuzz 700 "${wanted[@]/#/fuzz_}"
    in_namespace fuzz "$seconds" "${wanted[@]}"
}

# fuzz_number REPORT PATTERN: the number in what the pattern last found; 0 where it found nothing, as in the report of a
# fuzzer that ended with its first input.
fuzz_number() {
    local number
    number=$(grep -ao "$2" "$1" | tail -1 | tr -dc 0-9) || true
    echo "${number:-0}"
}

# fuzz_one NAME SECONDS: its line of the table goes to $scratch/fuzz-NAME; fails when anything was found.
fuzz_one() {
    local name=$1 seconds=$2 status=0 tree="$repo/build/fuzz"
    local report="$tree/fuzz-$name.txt" learned="$tree/learned/$name" findings="$tree/findings"
    local -a folders=("$learned" "$repo/tests/fuzz/corpus/$name") options=()
    [[ ! -d $repo/tests/fuzz/findings/$name ]] || folders+=("$repo/tests/fuzz/findings/$name")
    [[ ! -f $repo/tests/fuzz/dictionaries/$name.dict ]] || options+=("-dict=$repo/tests/fuzz/dictionaries/$name.dict")
    mkdir -p "$learned" "$findings"
    say "Fuzzing $name for $seconds s"
    # Call stacks through libraries without frame pointers never repeat: kept in full, they fill the memory and halve
    # the speed. The test of the same name in build/asan shows them.
    sandboxed env ASAN_OPTIONS="malloc_context_size=1" \
        LSAN_OPTIONS="suppressions=$repo/tests/support/lsan.supp:print_suppressions=0" \
        "$tree/tests/fuzz_$name" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=60 -print_final_stats=1 \
        -artifact_prefix="$findings/$name-" "${options[@]}" "${folders[@]}" >"$report" 2>&1 || status=$?
    printf '%-10s %12s %10s %9s\n' "$name" "$(fuzz_number "$report" '^stat::number_of_executed_units: *[0-9]*')" \
        "$(fuzz_number "$report" 'cov: [0-9]*')" "$((status != 0))" >"$scratch/fuzz-$name"
    if ((status != 0)); then
        grep -aE 'required:|ERROR: |SUMMARY: |runtime error|ASSERT|unit written' "$report" | head -8 || true
        say "The whole report: $report"
    fi
    return "$status"
}

# fuzz_all SECONDS NAME...: one on each processor; prints the table and sets found.
fuzz_all() {
    local seconds=$1 name running=0
    shift
    found=0
    for name in "$@"; do
        if ((running == $(nproc))); then
            wait -n || found=$((found + 1))
            running=$((running - 1))
        fi
        fuzz_one "$name" "$seconds" &
        running=$((running + 1))
    done
    for (( ; running > 0; running--)); do
        wait -n || found=$((found + 1))
    done
    printf '\n%-10s %12s %10s %9s\n' fuzzer executions coverage findings
    (cd "$scratch" && cat "${@/#/fuzz-}")
}

inside_fuzz() {
    fuzz_all "$@"
    ((found == 0)) || fail "Findings: $found; their inputs are in build/fuzz/findings."
}

# The part of ./dev test; adds to passed, failed and table.
run_fuzzers() {
    local started=$SECONDS found
    local -a fuzzers
    mapfile -t fuzzers < <(fuzzer_names)
    if ! "$repo/dev" --build-tree fuzz 700 fuzzers; then
        did_not_build fuzz
        return
    fi
    say "Tests: fuzz"
    fuzz_all "$fuzz_seconds" "${fuzzers[@]}"
    ((found == 0)) || say "Findings: $found; their inputs are in build/fuzz/findings."
    passed=$((passed + ${#fuzzers[@]} - found))
    failed=$((failed + found))
    add_row fuzz "$((${#fuzzers[@]} - found))" "$found" 0 "$((SECONDS - started))"
}
