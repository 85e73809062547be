#!/bin/sh
# Installs what is missing, then checks and tests. Ends with pytest's closing line; fails where the tests or the checks do.
set -u
cd "$(dirname "$0")/.."
sh scripts/setup.sh dev || exit
checks=0
sh scripts/check.sh || checks=$?
tests=0
.venv/bin/python -m pytest -W error -n 2 --dist loadfile "$@" || tests=$?
[ $tests = 0 ] || exit $tests
exit $checks
