"""Files made from tables: pages, shards, maps, assets."""
