"""What the invented teams write: ranks, priorities with what was done, and meetings; {street} and {place} are filled in."""

from __future__ import annotations

RANKS = (
    "Inspector",
    "Sergeant",
    "Police Constable",
    "PCSO",
    "Police Constable",
    "PCSO",
    "Police Constable",
    "PCSO",
    "Sergeant",
    "PCSO",
    "Special Constable",
)
"""In the order in which a larger team has them; a team is listed by rank."""
WELSH_RANKS = {
    "Inspector": "Arolygydd / Inspector",
    "Sergeant": "Rhingyll / Sergeant",
    "Police Constable": "Cwnstabl / Constable",
    "PCSO": "SCCH / PCSO",
    "Special Constable": "Cwnstabl Gwirfoddol / Special Constable",
}
RANK_ORDER = ("Inspector", "Sergeant", "Police Constable", "PCSO", "Special Constable")

OFFICER_RANKS = ("Chief Constable", "Deputy Chief Constable", "Assistant Chief Constable", "Assistant Chief Constable")
WELSH_OFFICER_RANKS = (
    "Prif Gwnstabl / Chief Constable",
    "Dirprwy Brif Gwnstabl / Deputy Chief Constable",
    "Prif Gwnstabl Cynorthwyol / Assistant Chief Constable",
)

# Issue, and what was done; "" where nothing has been said yet.
PRIORITIES = (
    ("Speeding on {street}", "Speed checks on four mornings: 212 vehicles were measured, 19 drivers reported."),
    (
        "<p><strong>Shoplifting on {street}</strong></p><p>Shopkeepers told the team that the same few people come back week after week.</p>",
        "<p>Daily foot patrols from 10am to 6pm. Three people have been charged.</p>",
    ),
    ("Bikes ridden fast along the footpath behind {street}", "Chicane gates agreed with the council; to be built in autumn."),
    (
        "<p>Drug dealing near {street}</p>",
        "<ul><li>A search warrant led to two arrests.</li><li>New lighting is due.</li></ul>",
    ),
    ("Parking that blocks the pavement on {street}", ""),
    ("Fly-tipping in the lanes off {street}", "Two cameras have been lent by the council. One person was fined."),
    ("Groups gathering late at night at the shelter on {street}", "Patrols on Friday and Saturday evenings; youth workers come on Thursdays."),
    ("Thefts from vans and outbuildings", "Forensic marking kits were given out at the mart. <b>Ask us for one.</b>"),
    ("Hare coursing and poaching", "Joint patrols with the rural crime team; a dog and a vehicle were seized."),
    ("Noise and litter from {street} on summer evenings", ""),
    ("Bicycles stolen outside the shops on {street}", "Eighty bicycles were marked at two events; new stands have been set up."),
    ("Off-road motorcycles on the common", "Three motorcycles were seized after warnings had been given."),
    (
        "<p>Antisocial behaviour round the bus stops on {street}, above all between 3pm and 6pm on school days</p>",
        "<p>We meet the schools every month.</p><p>Two acceptable behaviour contracts were signed.</p>",
    ),
    ("Begging and street drinking", "An officer goes round with the outreach team each Tuesday."),
    ("Burglaries of sheds and garages around {street}", "Crime prevention letters went to 340 homes."),
    ("Vehicle crime in the car park off {street}", "The operator has repaired the cameras and the barrier."),
    ("Nuisance calls and rogue traders visiting older residents", "A no-cold-calling zone has been set up with trading standards."),
    ("Road safety outside the primary school", "Parents, pupils and our PCSOs run a walking bus."),
    ("Late-night disorder near {street}", "Extra officers work from 10pm to 4am at weekends. Licensing visits have been made."),
    ("Damage to the play area", "Repairs have been done. Reports have fallen since the lights came on."),
)
LONG_PRIORITY = (
    "<h3>Violence and disorder in the evening</h3><p>Residents and people who run businesses round {street} asked us at the winter meetings to "
    "do more between 9pm and 3am.</p><p>What we heard:</p><ul><li>People wait for taxis in one place, and quarrels begin there.</li>"
    "<li>The alley beside {street} is dark.</li><li>Door staff and officers do not use the same radio.</li></ul>"
    '<p>Read <a href="https://www.loamshire.example/news/evening">the whole plan</a>.</p>',
    "<p>Since March:</p><ol><li>a taxi marshal on Fridays and Saturdays;</li><li>six new lamps, paid for by the town council;</li>"
    "<li>one radio channel for all;</li><li>a quarterly meeting with licence holders, next in September.</li></ol>"
    "<p>Reports of disorder fell from 61 to 44 compared with last spring. <em>It is too early to say why.</em></p>",
)
WELSH_PRIORITIES = (
    ("Gyrru&rsquo;n rhy gyflym ar {street} / Speeding on {street}", "Mesurwyd cyflymder / Speeds were measured."),
    ("Taflu sbwriel yn anghyfreithlon / Fly-tipping", "Gosodwyd camera / A camera was put up."),
    ("<p>Ymddygiad gwrthgymdeithasol ger {street}</p><p>Antisocial behaviour near {street}</p>", "<p>Patrolau ychwanegol.</p><p>Extra patrols.</p>"),
    ("Troseddau cefn gwlad: dwyn peiriannau / Rural crime: theft of machinery", "Marciwyd 40 o feiciau cwad / Forty quad bikes were marked."),
    ("Parcio ger yr ysgol / Parking near the school", ""),
    ("Dwyn o siopau ar {street} / Shoplifting on {street}", "Cynllun gwarchod siopau / A shop watch has been set up."),
    ("Cyffuriau / Drugs", "Gweithredwyd gwarant / A warrant was carried out."),
    ("Diogelwch ar y ffyrdd / Road safety", ""),
)

# Kind, title, where, first and last hour.
MEETINGS = (
    ("meeting", "Beat meeting", "Village Hall, {street}", "18:30", "20:00"),
    ("other", "Street surgery", "Outside the shops, {street}", "10:00", "12:00"),
    ("meeting", "Have your say", "Community Centre, {street}", "19:00", "20:30"),
    ("other", "Bicycle marking, free", "Recreation ground gate, {street}", "15:00", "18:00"),
    ("meeting", "Coffee with your PCSO", "Library, {street}", "10:30", "11:30"),
    ("other", "Crime prevention stall", "Market, {street}", "09:30", "13:00"),
    ("meeting", "Rural watch meeting", "The mart office, {street}", "19:30", "21:00"),
)
WELSH_MEETINGS = (
    ("meeting", "Cyfarfod y gymuned / Community meeting", "Neuadd y Pentref, {street}", "19:00", "20:30"),
    ("other", "Cymhorthfa stryd / Street surgery", "Y tu allan i'r siop, {street}", "10:00", "12:00"),
    ("meeting", "Paned gyda'ch SCCH / Coffee with your PCSO", "Llyfrgell, {street}", "10:30", "11:30"),
    ("other", "Marcio beiciau / Bicycle marking", "Maes chwarae, {street}", "15:00", "17:30"),
)
MEETING_NOTES = ("<p>Anyone may come.</p>", "", "", "Parking is free after 6pm. The hall has a ramp &amp; a hearing loop.", "")
