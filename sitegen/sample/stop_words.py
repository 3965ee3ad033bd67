"""The words of stop and search files, today's and those of a few years ago, and how often each occurs in the invented land."""

from __future__ import annotations

Shares = dict[str, float]
"""Weight by text; "" is an empty field."""

KINDS: Shares = {"Person search": 72, "Person and Vehicle search": 22, "Vehicle search": 5, "": 1}
GENDERS: Shares = {"Male": 84, "Female": 13, "Other": 0.6, "": 2.4}
AGES: Shares = {"18-24": 31, "25-34": 24, "over 34": 24, "10-17": 16, "under 10": 0.3, "": 4.7}

SELF_ETHNICITIES: Shares = {
    "White - English/Welsh/Scottish/Northern Irish/British": 66, "White - Any other White background": 5, "White - Irish": 0.8,
    "White - Gypsy or Irish Traveller": 0.7,
    "Other ethnic group - Not stated": 14, "Other ethnic group - Any other ethnic group": 1.2, "Other ethnic group - Arab": 0.5,
    "Asian/Asian British - Indian": 1.1, "Asian/Asian British - Pakistani": 1, "Asian/Asian British - Bangladeshi": 0.6,
    "Asian/Asian British - Chinese": 0.3, "Asian/Asian British - Any other Asian background": 1.1,
    "Black/African/Caribbean/Black British - African": 1.3, "Black/African/Caribbean/Black British - Caribbean": 0.8,
    "Black/African/Caribbean/Black British - Any other Black/African/Caribbean background": 0.8,
    "Mixed/Multiple ethnic groups - White and Black Caribbean": 0.9, "Mixed/Multiple ethnic groups - White and Black African": 0.4,
    "Mixed/Multiple ethnic groups - White and Asian": 0.5, "Mixed/Multiple ethnic groups - Any other Mixed/Multiple ethnic background": 0.7,
    "": 2.3,
}  # fmt: skip
OLD_SELF_ETHNICITIES: Shares = {
    "White - White British (W1)": 68, "White - White Irish (W2)": 1, "White - Any other White ethnic background (W9)": 5,
    "Mixed - White and Black Caribbean (M1)": 1, "Mixed - White and Black African (M2)": 0.5, "Mixed - White and Asian (M3)": 0.5,
    "Mixed - Any other Mixed ethnic background (M9)": 0.7,
    "Asian or Asian British - Indian (A1)": 1, "Asian or Asian British - Pakistani (A2)": 1, "Asian or Asian British - Bangladeshi (A3)": 0.6,
    "Asian or Asian British - Any other Asian ethnic background (A9)": 1,
    "Black or Black British - Caribbean (B1)": 0.8, "Black or Black British - African (B2)": 1.3,
    "Black or Black British - Any other Black ethnic background (B9)": 0.8,
    "Chinese or other ethnic group - Chinese (O1)": 0.3, "Chinese or other ethnic group - Any other ethnic group (O9)": 1, "Not Stated (NS)": 14,
    "": 1.5,
}  # fmt: skip
OFFICER_ETHNICITY = (
    ("White", "White"), ("Asian", "Asian"), ("Black", "Black"), ("Mixed", "Mixed"), ("Chinese", "Other"), ("Other", "Other"), ("", "White"),
)  # fmt: skip
"""How a self-defined ethnicity begins, and what the officer writes most of the time."""

_PACE, _DRUGS, _FIREARMS = (
    "Police and Criminal Evidence Act 1984 (section 1)",
    "Misuse of Drugs Act 1971 (section 23)",
    "Firearms Act 1968 (section 47)",
)
_NOTHING, _ARREST, _RESOLVED = "A no further action disposal", "Arrest", "Community resolution"
_NOTICE, _CAUTION, _SUMMONS, _CANNABIS = (
    "Penalty Notice for Disorder", "Caution (simple or conditional)", "Summons / charged by post", "Khat or Cannabis warning",
)  # fmt: skip

SEARCHES: dict[tuple[str, str], float] = {
    (_DRUGS, "Controlled drugs"): 58,
    (_PACE, "Offensive weapons"): 13,
    (_PACE, "Stolen goods"): 10,
    (_PACE, "Article for use in theft"): 5,
    (_PACE, "Articles for use in criminal damage"): 1.6,
    (_PACE, "Evidence of offences under the Act"): 1.5,
    (_PACE, "Fireworks"): 0.6,
    ("Criminal Justice and Public Order Act 1994 (section 60)", "Anything to threaten or harm anyone"): 1.2,
    (_FIREARMS, "Firearms"): 1.2,
    ("Psychoactive Substances Act 2016 (s36(2))", "Psychoactive substances"): 0.6,
    ("Psychoactive Substances Act 2016 (s37(2))", "Psychoactive substances"): 0.2,
    ("Criminal Justice Act 1988 (section 139B)", "Offensive weapons"): 0.5,
    ("Wildlife and Countryside Act 1981 (section 19)", "Evidence of wildlife offences"): 0.6,
    ("Hunting Act 2004 (section 8)", "Evidence of hunting any wild mammal with a dog"): 0.4,
    ("Poaching Prevention Act 1862 (section 2)", "Game or poaching equipment"): 0.4,
    ("Deer Act 1991 (section 12)", "Game or poaching equipment"): 0.3,
    ("Protection of Badgers Act 1992 (section 11)", "Evidence of wildlife offences"): 0.2,
    ("Conservation of Seals Act 1970 (section 4)", "Seals or hunting equipment"): 0.2,
    ("Crossbows Act 1987 (section 4)", "Crossbows"): 0.3,
    ("Customs and Excise Management Act 1979 (section 163)", "Goods on which duty has not been paid etc."): 0.4,
    ("Aviation Security Act 1982 (section 27(1))", "Stolen goods"): 0.1,
    ("Environmental Protection Act 1990 (section 34B )", "Evidence of offences under the Act"): 0.2,
    ("Police and Criminal Evidence Act 1984 (section 6)", "Stolen goods"): 0.2,
    ("Public Stores Act 1875 (section 6)", "Stolen goods"): 0.1,
    ("Sporting Events Act 1985 (section 7)", "Articles for use in criminal damage"): 0.2,
    (_PACE, "Detailed object of search unavailable"): 0.4,
    (_PACE, ""): 0.6,
    ("", ""): 1.4,
}
"""Legislation and object of search go together."""

OUTCOMES: Shares = {_NOTHING: 68, _ARREST: 12, _RESOLVED: 8, _SUMMONS: 1.6, _NOTICE: 1.3, _CAUTION: 0.9, _CANNABIS: 1, "": 7.2}
OLD_OUTCOMES: Shares = {
    "Nothing found - no further action": 72, "Suspect arrested": 12, "Offender given drugs possession warning": 6, "Local resolution": 4,
    "Offender given penalty notice": 2, "Suspect summonsed to court": 1.5, "Offender cautioned": 1,
    "Article found - Detailed outcome unavailable": 0.8, "Suspected psychoactive substances seized - No further action": 0.7,
}  # fmt: skip
NOTHING_FOUND = frozenset({_NOTHING, "Nothing found - no further action", ""})
OPERATIONS: Shares = {"": 96, "Operation Lantern": 2.5, "Operation Harbour Watch": 1.5}
