"""The static API: answers of data.police.uk's shape at its own paths, and what describes them."""
