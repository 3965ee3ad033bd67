"""One maker a page type: tables in, pages out."""
