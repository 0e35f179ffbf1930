#!/usr/bin/env bash
# What the GitHub action runs: judges once, annotates, and puts the findings into the step's summary.
# Takes MAILINT_PATHS (one a line), MAILINT_FAIL_ON, MAILINT_DIFF_BASE, MAILINT_SARIF_FILE and MAILINT_HTML_FILE.
set -euo pipefail

options=(--format github --fail-on "${MAILINT_FAIL_ON:-warning}")
[[ -z "${MAILINT_DIFF_BASE:-}" ]] || options+=("--diff-base=$MAILINT_DIFF_BASE")
[[ -z "${MAILINT_SARIF_FILE:-}" ]] || options+=(--report "sarif=$MAILINT_SARIF_FILE")
[[ -z "${MAILINT_HTML_FILE:-}" ]] || options+=(--report "html=$MAILINT_HTML_FILE")

paths=()
while IFS= read -r path; do
    [[ -z "$path" ]] || paths+=("$path")
done <<<"${MAILINT_PATHS:-.}"

lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
status=0
mailint check "${options[@]}" --report "text=$lines" -- "${paths[@]}" || status=$?

if [[ -n "${GITHUB_STEP_SUMMARY:-}" ]]; then
    {
        echo '## mailint'
        echo
        if [[ -s "$lines" ]]; then
            # Indented, it is code: nothing in a mail is markup. GitHub takes 1 MiB.
            head -c 500000 "$lines" | sed 's/^/    /'
        else
            echo '指摘はありません。'
        fi
    } >>"$GITHUB_STEP_SUMMARY"
fi
exit "$status"
