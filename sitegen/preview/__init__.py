"""A preview for authors: the pages somebody works on, made again and shown when one of their files is saved."""
