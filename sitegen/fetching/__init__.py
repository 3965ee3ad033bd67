"""What a build needs, brought from its publishers into the data folder: politely, resumably, and never a good file exchanged for a bad one."""
