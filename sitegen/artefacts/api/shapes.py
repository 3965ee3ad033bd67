"""What every answer of the API looks like: one definition for the files and for their description as OpenAPI.

Names, types and order of the fields are those of data.police.uk, numbers that it writes as text included. Where it has nulls that typed
clients refuse, an answer as true stands instead: an empty text, or no field at all.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field
from msgspec.json import encode

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Month = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$", description="local time, without a zone")]
Degrees = Annotated[str, Meta(pattern=r"^-?\d{1,3}(\.\d{1,6})?$", description="degrees WGS84, as text")]
Html = Annotated[str, Meta(description="HTML of paragraphs, lists, emphasis and safe links only")]
Contacts = Annotated[dict[str, str], Meta(description="ways to reach them, by channel: email, telephone, twitter, facebook, web ...")]
Nothing = Annotated[dict[str, str], Meta(max_length=0, description="always empty: what is said of single persons is not published")]


def to_bytes(answer: object) -> bytes:
    """An answer as JSON without spaces, its fields in the order of their definition."""
    return encode(answer)


class ForceName(Struct, forbid_unknown_fields=True):
    """A police force in the list of all."""

    id: str
    name: str


class EngagementMethod(Struct, forbid_unknown_fields=True):
    """Where else a force can be followed."""

    type: str
    title: str
    description: str | None
    url: Annotated[str, Meta(description="empty: none or unsafe")]


class Force(Struct, forbid_unknown_fields=True):
    """A police force."""

    description: Html | None
    url: str | None
    engagement_methods: list[EngagementMethod]
    telephone: str | None
    id: str
    name: str


class Person(Struct, forbid_unknown_fields=True):
    """A senior officer of a force, or a member of a neighbourhood's team: name and rank, and nothing else that is said of them."""

    bio: None
    contact_details: Nothing
    name: str
    rank: str


class NeighbourhoodName(Struct, forbid_unknown_fields=True):
    """A neighbourhood in the list of its force."""

    id: str
    name: str


class Position(Struct, forbid_unknown_fields=True):
    """A position."""

    latitude: Degrees
    longitude: Degrees


class Link(Struct, forbid_unknown_fields=True):
    """A link that the force gives."""

    url: str
    description: Annotated[str, Meta(description="empty: none")]
    title: str


class Place(Struct, forbid_unknown_fields=True):
    """A police station or another place; texts are empty, and the position is left out, where none was given."""

    name: str
    postcode: str
    address: Annotated[str, Meta(description="on one line")]
    type: str
    description: str
    latitude: Degrees | UnsetType = UNSET
    longitude: Degrees | UnsetType = UNSET


class Neighbourhood(Struct, forbid_unknown_fields=True):
    """A neighbourhood and how to reach its team."""

    url_force: Annotated[str, Meta(description="empty: none or unsafe")]
    contact_details: Contacts
    name: str
    links: list[Link]
    centre: Position | None
    locations: list[Place]
    description: Html | None
    id: str
    population: Annotated[str, Meta(pattern=r"^\d+$", description="residents as the force gives them; 0: not known")]


class Event(Struct, forbid_unknown_fields=True):
    """A meeting, past or coming."""

    contact_details: Nothing
    description: Html | None
    title: str
    address: Annotated[str, Meta(description="on one line; empty: none")]
    type: Annotated[str, Meta(description="empty: none")]
    start_date: Moment
    end_date: Moment | None


class Priority(Struct, forbid_unknown_fields=True):
    """What a team works on, and what it did."""

    action: Html | None
    issue_date: Moment | None = field(name="issue-date")
    action_date: Moment | None = field(name="action-date")
    issue: Html


class Category(Struct, forbid_unknown_fields=True):
    """A category of crime; `url` is its slug."""

    url: str
    name: str


class LastUpdated(Struct, forbid_unknown_fields=True):
    """The newest month, written as its first day."""

    date: Day


class StopMonth(Struct, forbid_unknown_fields=True):
    """A month, and the forces that supplied stop and search of it."""

    date: Month
    stop_and_search: list[str] = field(name="stop-and-search")


class Street(Struct, forbid_unknown_fields=True):
    """A snap point's name. The number is this site's own: it is the same in each of its releases and means nothing elsewhere."""

    id: int
    name: Annotated[str, Meta(pattern=r"^On or near ")]


class SnapPoint(Struct, forbid_unknown_fields=True):
    """The anonymous point a crime is published at; never where it happened."""

    latitude: Degrees
    street: Street
    longitude: Degrees


class OutcomeStatus(Struct, forbid_unknown_fields=True):
    """The newest outcome known, and its month."""

    category: str
    date: Annotated[str, Meta(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$", description="empty: the month is not known")]


Never = Annotated[str, Meta(max_length=0, description="always empty")]


class Crime(Struct, forbid_unknown_fields=True):
    """A crime, or a report of antisocial behaviour. `id` is the number of the record in its file and means nothing elsewhere."""

    category: str
    location_type: Annotated[str, Meta(pattern=r"^(Force|BTP)$", description="who recorded it; null: it has no location")] | None
    location: SnapPoint | None
    context: Never
    outcome_status: OutcomeStatus | None
    persistent_id: Annotated[str, Meta(max_length=0, description="always empty: no identifier of a crime is published")]
    id: Annotated[int, Meta(ge=1)]
    location_subtype: Never
    month: Month
