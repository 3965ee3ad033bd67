"""What the lists of postcodes need to know of each outcode, so that no page reads every postcode of the country."""

import polars as pl

_OUTCODE = pl.col("postcode").str.split(" ").list.first()
_SERVED = pl.col("neighbourhood_id").is_not_null() & pl.col("terminated").is_null()


def outcodes(*, postcode_neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """The outcodes of one postcode area, sorted by their text.

    The example is the middle one of the postcodes in use in a neighbourhood; null where the outcode has none.
    """
    served = (
        postcode_neighbourhoods.filter(_SERVED).select("postcode").unique().sort("postcode").group_by(_OUTCODE.alias("outcode"), maintain_order=True)
    )
    examples = served.agg(pl.len().cast(pl.Int32).alias("postcodes"), pl.col("postcode").get(pl.len() // 2).alias("example"))
    every = postcode_neighbourhoods.select(_OUTCODE.alias("outcode")).unique()
    return every.join(examples, on="outcode", how="left").with_columns(pl.col("postcodes").fill_null(0)).sort("outcode")
