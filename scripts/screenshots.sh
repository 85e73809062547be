#!/bin/sh
# Takes the pictures of the README anew, of the site and a report on the sample corpus; needs chromium and .venv (sh scripts/demo.sh).
set -eu
cd "$(dirname "$0")/.."
place=$(mktemp -d)
port=${PORT:-8765}
.venv/bin/doichieu run corpus --db "$place/doichieu.db" --quiet
.venv/bin/doichieu report --db "$place/doichieu.db" --province "Sơn La" -o "$place/report.html"
.venv/bin/doichieu serve --db "$place/doichieu.db" --port "$port" >"$place/log" 2>&1 &
server=$!
trap 'kill $server; rm -rf "$place"' EXIT
until .venv/bin/python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/')" 2>/dev/null; do
    kill -0 $server || { cat "$place/log"; exit 1; }
    sleep 0.3
done
document=$(.venv/bin/python -c "
import sqlite3
print(sqlite3.connect('$place/doichieu.db').execute(
    \"select document from plans where name = '2025-thanh-hoa-nong-cong-ke-hoach.pdf'\").fetchone()[0])")

shoot() { # shoot NAME ADDRESS HEIGHT
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --hide-scrollbars \
        --disable-component-update --disable-sync --user-data-dir="$place/profile" --window-size="1100,$3" --screenshot="$PWD/docs/img/$1.png" "$2" \
        2>/dev/null
    .venv/bin/python -c "
from PIL import Image
picture = Image.open('docs/img/$1.png').convert('RGB').quantize(64)
picture.save('docs/img/$1.png', optimize=True)"
}
shoot site "http://127.0.0.1:$port/" 800
shoot document "http://127.0.0.1:$port/doichieu/documents/$document" 900
shoot report "file://$place/report.html" 1320
ls -l docs/img
