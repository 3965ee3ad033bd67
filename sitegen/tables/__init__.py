"""The contract: what tables flow between sources, facts and artefacts."""
