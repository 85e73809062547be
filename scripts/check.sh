#!/bin/sh
# What can be said without running the tests: style, types, rule files and their examples, generated pages. All are tried; any may fail it.
set -u
cd "$(dirname "$0")/.."
PATH=$(pwd)/.venv/bin:$PATH
failed=""
try() {
    printf '%s\n' "== $*"
    "$@" || failed="$failed
  $*"
}
try ruff check .
try ruff format --check .
try mypy --strict pipeline
try doichieu rules check
try doichieu rules test
try python -m cogapp --check docs/tables.md docs/cli.md
[ -z "$failed" ] || { printf 'FAILED:%s\n' "$failed"; exit 1; }
