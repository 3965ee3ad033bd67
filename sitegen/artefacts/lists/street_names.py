"""Names of points that are no street."""

KINDS_OF_PLACE = frozenset(
    {"Airport/Airfield", "Bus/Coach Station", "Conference/Exhibition Centre", "Ferry Terminal", "Further/Higher Educational Building", "Hospital",
     "Motorway Service Area", "Nightclub", "Park/Open Space", "Parking Area", "Pedestrian Subway", "Petrol Station", "Police Station", "Prison",
     "Race Track", "Shopping Area", "Sports/Recreation Area", "Supermarket", "Theatre/Concert Hall", "Theme/Adventure Park"}
)  # fmt: skip
"""Names upstream gives to points that are no street; many points share one."""
