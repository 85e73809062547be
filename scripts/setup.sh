#!/bin/sh
# Installs what is missing: `sh scripts/setup.sh` for the program, `sh scripts/setup.sh dev` for its tests, checks and benchmark too.
# Needs Python 3.11 or later. Uses apt-get, as root or with sudo, only for what is not there; says what to install where it may not.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# --- Debian packages -------------------------------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif have sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then sudo "$@"
    else return 126
    fi
}

# Another apt may be at work; the lock on the lists has no waiting of its own, so we wait for both.
patiently() {
    for attempt in 1 2 3 4 5 6; do
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@" >&2 && return 0
        [ $? = 126 ] && return 126
        say "apt-get $1 did not succeed (attempt $attempt of 6); trying again in 10 seconds"
        sleep 10
    done
    return 1
}

lists_are_new=no
install_debian() {
    have apt-get || return 1
    [ $lists_are_new = yes ] || { patiently update || return 1; lists_are_new=yes; }
    patiently install -y --no-install-recommends "$@"
}

# want PACKAGE TEST WHAT-FOR: a package that something can do without.
want() {
    sh -c "$2" >/dev/null 2>&1 && return 0
    say "installing $1 ($3)"
    install_debian "$1" || say "NOT INSTALLED: the Debian package $1 ($3). Ask an administrator for: apt-get install $1"
}

# --- Python ----------------------------------------------------------------------------------------------------------

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
        if have "$candidate" && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    say "doichieu needs Python 3.11 or later; found: $(have python3 && python3 --version 2>&1 || echo none)."
    say "On Debian 12 or later: apt-get install python3 python3-venv. Or name one: PYTHON=/path/to/python3.12 sh scripts/setup.sh"
    return 1
}

make_venv() {
    if ! "$1" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        say "installing $package (Python came without its module venv)"
        install_debian "$package" || {
            say "This Python cannot make a virtual environment. Ask an administrator for: apt-get install $package"
            return 1
        }
    fi
    say "making .venv with $("$1" --version)"
    "$1" -m venv --clear .venv
}

python=$(find_python)
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    make_venv "$python"
fi

# A second time nothing is to be done, unless what we depend on, or the folder, is another one.
extras=""
[ "$purpose" = run ] || extras="[dev]"
wanted="$(pwd) $(cat pyproject.toml constraints.txt | cksum)"
stamp=.venv/installed
if [ "$(cat "$stamp$extras" 2>/dev/null)" != "$wanted" ] && { [ -n "$extras" ] || [ "$(cat "$stamp[dev]" 2>/dev/null)" != "$wanted" ]; }; then
    say "installing Python packages into .venv (a minute or two)"
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    .venv/bin/python -m pip install -qq --retries 10 -c constraints.txt setuptools >&2
    .venv/bin/python -m pip install -qq --retries 10 -c constraints.txt --no-build-isolation -e ".$extras" >&2
    printf '%s' "$wanted" >"$stamp$extras"
fi

want tesseract-ocr "command -v tesseract" "it reads scans and photographs"
want tesseract-ocr-vie "tesseract --list-langs 2>&1 | grep -qx vie" "its Vietnamese"
if [ "$purpose" = dev ]; then
    want poppler-utils "command -v pdftotext" "the benchmark's baseline"
    want libreoffice-writer "command -v soffice" "the tests read DOC, ODT and RTF files, and PDFs that it makes"
    want chromium "command -v chromium || command -v chromium-browser" "the tests look at the site as a reader does"
    want libreoffice-calc "ls /usr/lib/libreoffice/program/scalc" "the tests open reports of XLSX with it"
    fonts="fonts-liberation2" # Debian 13 calls it fonts-liberation
    have apt-cache && ! apt-cache show "$fonts" >/dev/null 2>&1 && apt-cache show fonts-liberation >/dev/null 2>&1 && fonts="fonts-liberation"
    want "$fonts" "ls /usr/share/fonts/truetype/liberation*/LiberationSerif-Regular.ttf" "the sample corpus is set in Liberation Serif"
    want fonts-dejavu-core "ls /usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf" "stamps and seals of sample scans are set in DejaVu"
fi
