"""`python -m tests.golden.renew`: writes the golden files anew. Read `git diff tests/golden` before you commit them."""

from __future__ import annotations

from tests.golden.sheet import EXPECTED, FROM_CORPUS, GENERATED, render


def main() -> None:
    EXPECTED.mkdir(exist_ok=True)
    names = (*FROM_CORPUS, *GENERATED)
    for path in EXPECTED.glob("*.golden"):
        if path.stem not in names:
            path.unlink()
    changed = 0
    for name in names:
        path, text = EXPECTED / f"{name}.golden", render(name)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            changed += 1
    print(f"{len(names)} golden files, {changed} changed")


if __name__ == "__main__":
    main()
