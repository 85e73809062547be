#!/bin/sh
# Writes constraints.txt anew: the newest versions that pyproject.toml allows, as they stand in a fresh environment.
set -eu
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
"${PYTHON:-.venv/bin/python}" -m venv "$fresh"
"$fresh/bin/python" -m pip install -qq setuptools -U
"$fresh/bin/python" -m pip install -qq -e '.[dev]'
head -n 1 constraints.txt >"$fresh/constraints.txt"
"$fresh/bin/python" -m pip list --format freeze --exclude-editable | grep -v '^pip==' | sort -f >>"$fresh/constraints.txt"
cp "$fresh/constraints.txt" constraints.txt
