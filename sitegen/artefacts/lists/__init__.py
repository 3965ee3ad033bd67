"""What is listed from A to Z: forces, neighbourhoods, towns and villages, outcodes."""
