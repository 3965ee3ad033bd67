"""One module per upstream dataset: bytes in, one typed table out."""
