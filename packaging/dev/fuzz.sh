# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
#
# ./dev fuzz: every fuzzer of tests/fuzz.cmake with libFuzzer, one after the other. What they learn is kept in
# build/fuzz/learned, what they find in build/fuzz/findings: put that into tests/fuzz/findings/NAME, fix it, and it is
# repeated by every later test run. Sourced by ./dev; uses its $repo, say, fail and misused.

fuzzer_names() {
    sed -n 's/^rookery_add_fuzzer(\([a-z_]*\) .*/\1/p' "$repo/tests/fuzz.cmake"
}

verb_fuzz() {
    local seconds=60
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

# The number of a line "stat::NAME: N" in a fuzzer's report.
fuzz_statistic() {
    grep -a "^stat::$2:" "$1" | tail -1 | tr -dc 0-9
}

# fuzz_one NAME SECONDS: adds a line to the table, and to found.
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
    local coverage
    coverage=$(grep -ao 'cov: [0-9]*' "$report" | tail -1 | tr -dc 0-9)
    table+=$(printf '%-10s %12s %10s %9s' "$name" "$(fuzz_statistic "$report" number_of_executed_units)" \
        "${coverage:-0}" "$((status != 0))")$'\n'
    if ((status != 0)); then
        found=$((found + 1))
        grep -aE 'required:|ERROR: |SUMMARY: |runtime error|ASSERT|unit written' "$report" | head -8
        say "The whole report: $report"
    fi
}

inside_fuzz() {
    local seconds=$1 name
    shift
    found=0 table=
    for name in "$@"; do
        fuzz_one "$name" "$seconds"
    done
    printf '\n%-10s %12s %10s %9s\n%s' fuzzer executions coverage findings "$table"
    ((found == 0)) || fail "Findings: $found; their inputs are in build/fuzz/findings."
}
