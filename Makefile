# Each target is one script or one command, so that a machine without make loses nothing.
.PHONY: demo test check bench docs clean

demo:  ## install what is missing, read corpus/, say where to look next
	sh scripts/demo.sh

test:  ## install what is missing, pass the checks and the tests, as CI does
	sh scripts/test.sh

check:  ## style, types, rule files and their examples, generated pages
	sh scripts/setup.sh dev && sh scripts/check.sh

bench:  ## 500 generated PDFs: this program beside a bare text pass and an afternoon's script
	sh scripts/setup.sh dev && .venv/bin/python -m bench

docs:  ## print the generated pages again
	sh scripts/setup.sh dev && .venv/bin/python -m cogapp -r docs/tables.md docs/cli.md

clean:
	rm -rf .venv out build *.egg-info
