"""The stages of the build, a file for each room of the house: sources, facts, pages, data and maps."""
