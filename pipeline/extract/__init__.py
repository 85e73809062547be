"""A document to its facts: one module a family of fields, run in the order in which they lean on each other."""

from __future__ import annotations

from pipeline.extract.activities import extract_activities
from pipeline.extract.agencies import extract_agencies
from pipeline.extract.campaign import extract_campaign
from pipeline.extract.citations import extract_citations, resolve_directive
from pipeline.extract.deadlines import extract_deadlines
from pipeline.extract.e_signature import extract_e_signature
from pipeline.extract.header import extract_header
from pipeline.extract.identity import extract_identity
from pipeline.extract.reading import Desk, Reading
from pipeline.extract.signature import extract_signature
from pipeline.model import Citation, Document, Extraction, Fact
from pipeline.tables import read_tables

__all__ = ["Desk", "Reading", "extract"]


def extract(document: Document, desk: Desk) -> Extraction:
    """Every fact that the document states, each with its evidence; what a poor page seems to say is none."""
    reading = Reading(document, desk)
    facts: list[Fact] = list(extract_header(reading))
    citations: list[Citation] = list(extract_citations(reading, facts))
    facts += extract_identity(reading, facts, citations)
    citations, directive = resolve_directive(reading, facts, citations)
    facts += directive
    facts += citations
    facts += extract_signature(reading)
    facts += extract_e_signature(reading)
    facts += extract_campaign(reading, facts)
    facts += extract_agencies(reading, facts)
    facts += extract_deadlines(reading, facts)
    facts += extract_activities(reading)
    unreadable = {page.number for page in document.pages if page.quality != "good"}
    return Extraction(document, reading.outline, tuple(f for f in facts if f.page not in unreadable), read_tables(document))
