"""What lies on disk, listed folder by folder; with the inventory the only part of the sources that touches the disk."""
