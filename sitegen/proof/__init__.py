"""What lets anybody prove a copy of the site: signatures, records of releases, the log of all of them. Bytes in, bytes out; no disk, no network."""
