"""Building blocks that handlers share: whom a question is about, what is missing, how findings read in Thai."""
