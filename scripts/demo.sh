#!/bin/sh
# From nothing to answers: installs what is missing, reads the sample corpus into out/demo.db, says where to look next.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh run
mkdir -p out
status=0
.venv/bin/doichieu run corpus --db out/demo.db || status=$?
[ $status -le 1 ] || exit $status
cat <<'END'

The answers are in out/demo.db. Where to look next:
  .venv/bin/doichieu serve --db out/demo.db                                          browse them at the address it prints
  .venv/bin/doichieu report --db out/demo.db --province "Sơn La" --format html -o out/son-la.html
  .venv/bin/doichieu explain corpus/2025-son-la-chieng-an-ke-hoach.txt               every field of one document, and why
  .venv/bin/doichieu missing --db out/demo.db --directive 5607/BGDĐT-GDNNGDTX        who has not sent a plan
Your own documents: .venv/bin/doichieu run FOLDER --db out/mine.db
END
