"""The sample corpus and the generator: official documents composed by us, laid out as text and PDF, with gold annotations.

`python -m corpus.generate --count 500 --seed 7 --out DIR` makes plans; `python -m corpus.generate.build` remakes `corpus/`.
"""
