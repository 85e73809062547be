"""The parts of a report, a module each: `(View) -> Iterator[Block]`."""
