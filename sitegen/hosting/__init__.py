"""Where a site is published: targets, their lock, the order in which files are sent, releases kept, brought back and cleared away."""
