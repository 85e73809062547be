"""The sample corpus as offices send it: printed, signed, sealed, stamped on receipt, and put on a scanner's glass.

`python -m corpus.scan --level heavy --out DIR corpus` writes a PDF of pictures beside the gold annotations of each PDF.
"""
