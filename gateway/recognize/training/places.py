"""Invented places and organisations, with the short forms that staff use for them."""

import random
from collections.abc import Callable, Mapping
from typing import NamedTuple

from gateway.recognize.training import sources
from gateway.recognize.training.people import person


class Place(NamedTuple):
    """A place by its whole name and by what people call it."""

    name: str
    short: str


_SAINTS = "Mary Luke Joseph Jude Vincent Anthony Francis Elizabeth Anne Clare Rita Raphael Camillus Agnes Brendan Cecilia Dominic Thomas Barnabas Alban".split()
_HOLY = (
    "Mercy|Good Samaritan|Sacred Heart|Providence|Trinity|Holy Cross|Holy Family|Our Lady of Lourdes|Mount Sinai|Bethany|Bethesda|Shalom|Emmanuel|"
    "Grace|Hope|Faith|Calvary|Zion|Ebenezer|Redeemer|All Saints|Good Shepherd|Divine Savior|Mount Carmel|Beth Israel|Star of the Sea"
).split("|")
_NATURE = (
    "Cedar Oak Maple Willow Pine Elm Birch Aspen Juniper Magnolia Rose Lily Fern Meadow Prairie Valley Canyon River Lake Harbor Bay Ocean Sunrise Sunset Summit "
    "Highland Ridge Stone Silver Golden Blue Green Red Eagle Hawk Heron Swan Fox Bear Deer Spring Autumn Winter Garden Orchard Vineyard Mill Bridge Forest Desert Mesa Palmetto Cypress Laurel"
).split()
_SPECIALTIES = (
    "Cardiology|Heart|Cardiovascular|Ortho|Orthopedic|Spine|Neurology|Neurosurgery|Stroke|Renal|Nephrology|Kidney|Liver|GI|Digestive Health|Endoscopy|Lung|Pulmonary|Sleep|Allergy|ENT|Eye|Retina|"
    "Vision|Skin|Dermatology|Derm|Pediatric|Peds|Women's|OB|Midwifery|Fertility|Geriatrics|Senior|Family|Internal Medicine|Primary Care|Infectious Disease|Travel|Cancer|Oncology|Radiation|Imaging|MRI|"
    "Radiology|Path|Pathology|Tissue|Genetics|Blood|Vein|Vascular|Surgical|Plastic Surgery|Bariatric|Wound|Burn|Pain|Anesthesia|Rehab|Hand|Foot & Ankle|Podiatry|Dental|Oral Surgery|Hearing|Speech|"
    "Behavioral|Psych|Counseling|Recovery|Detox|Methadone|Diabetes|Endocrine|Thyroid|Arthritis|Rheumatology|Occ Health|Occupational|Urgent|Telehealth|Air Medical|Home Infusion|Veterans|Student Health"
).split("|")
_TAILS = "Associates|Assoc.|Assoc|Group|Center|Ctr|Institute|Partners|Specialists|Clinic|Consultants|Care|Laboratory|Labs|Services|Health|Medicine|Physicians|PC|LLC|Practice|Network|Program|Unit|Department|Dept".split("|")
_SECOND = "Ridge Creek Grove Hills Valley View Point Haven Park Springs Meadows Crest Woods Brook Glen Field Landing Crossing Shores Manor Terrace Gate Hollow Bluff Falls".split()
_COMPASS = "North South East West Northwest Southeast Central Upper Lower Mid Tri-County Tri-City Four Corners Inland Coastal Metro Metropolitan Greater".split()
_STREETS = (
    "Street St St St Street Avenue Ave Ave Ave. Road Rd Rd Road Drive Dr Drive Lane Ln Boulevard Blvd Court Ct Place Pl Way Circle Terrace Parkway Pkwy Trail Highway Loop Run Row Square"
).split() + ["", ""]
_CHAINS = {
    "pharmacy": "CVS Walgreens Walmart Rite-Aid Kroger Costco Publix Safeway HEB Meijer Wegmans Duane-Reade Medicap Hy-Vee Albertsons Target Optum PillPack Accredo BriovaRx Omnicare".split(),
    "lab": "Quest LabCorp BioReference Sonic ARUP Mayo ACL Clarient NeoGenomics Natera Myriad Exact Bako Enzo Sunrise".split(),
    "dialysis": "DaVita Fresenius FMC Satellite USRC DCI ARA DSI".split(),
    "insurer": (
        "Aetna Cigna Humana UnitedHealthcare UHC Anthem BCBS Kaiser Molina Centene WellCare Oscar Tricare Amerigroup Ambetter Geisinger Highmark Medica Premera Regence "
        "HealthPartners CareSource Oxford EmblemHealth Fidelis Healthfirst Optum MetroPlus Priority-Health Sentara Meridian Wellpoint Elevance"
    ).split(),
    "employer": (
        "Amazon Walmart Target Costco FedEx UPS USPS Boeing Ford GM Tyson Kroger Starbucks McDonald's Lowe's Dollar-General Comcast Verizon AT&T Chevron Delta United Tesla Intel Microsoft Google "
        "Caterpillar Deere Honeywell Cargill Pfizer Merck Chase Citibank Wells-Fargo Geico Allstate Uber Lyft DoorDash Instacart Publix Safeway Wegmans IKEA Nike Apple IBM Sysco Aramark Sodexo"
    ).split(),
}


def _family(draw: random.Random) -> str:
    return person(draw).family


def _town(draw: random.Random) -> str:
    towns, _ = sources.towns()
    name = draw.choice(towns[:1500]) if draw.random() < 0.5 else draw.choice(towns)
    if draw.random() < 0.08:
        return draw.choice(sources.world_towns())
    if draw.random() < 0.12:
        return f"{draw.choice(_NATURE)}{draw.choice((' ', ''))}{draw.choice(('ville', 'ton', 'burg', 'field', 'Falls', 'Creek', 'Heights', 'Springs', 'port', 'wood'))}".replace(" v", "v").replace(" t", "t").replace(" b", "b").replace(" f", "f").replace(" p", "p").replace(" w", "w")
    return name


def _words(draw: random.Random, count: int) -> str:
    """Ordinary words with capitals, as shops and firms are called: Golden Needle."""
    return " ".join(draw.choice(sources.english()[300:9_000]).capitalize() for _ in range(count))


def _specialised(draw: random.Random) -> str:
    """Cardiology Associates, Tissue Laboratory, Spine Partners"""
    return f"{draw.choice(_SPECIALTIES)} {draw.choice(_TAILS)}"


def _head(draw: random.Random) -> str:
    """What a facility is named after."""
    pick = draw.random()
    if draw.random() < 0.08:
        return _words(draw, draw.choice((1, 1, 2)))
    if pick < 0.2:
        saint = f"{draw.choice(('St.', 'St', 'Saint'))} {draw.choice(_SAINTS)}"
        return saint + draw.choice(("", "'s", "'s"))
    if pick < 0.33:
        return draw.choice(_HOLY)
    if pick < 0.53:
        return _town(draw)
    if pick < 0.73:
        return f"{draw.choice(_NATURE)}{draw.choice((' ', ' ', ''))}{draw.choice(_SECOND)}".replace("  ", " ")
    if pick < 0.88:
        who = person(draw)
        return draw.choice((who.family, who.family, f"{who.given} {who.family}", f"{who.given} {who.middle[0]}. {who.family}"))
    return f"{draw.choice(_COMPASS)} {draw.choice((_town(draw), draw.choice(_NATURE), draw.choice(_SECOND)))}"


def _made(draw: random.Random, kinds: str, shorts: str = "") -> Place:
    head = _head(draw)
    kind = _specialised(draw) if kinds.startswith("Clinic") and draw.random() < 0.4 else draw.choice(kinds.split("|"))
    name = f"{head} {kind}"
    pick = draw.random()
    if pick < 0.06:
        name = f"{kind} {draw.choice(('of', 'of', 'of the', 'at'))} {_town(draw)}"
        return Place(name, kind if kind.endswith("'s") else name)
    letters = "".join(word[0] for word in name.replace("'s", "").replace(".", "").split() if word[0].isupper())
    if pick < 0.3 and len(letters) > 1:
        return Place(name, letters)
    if pick < 0.4 and shorts:
        return Place(name, f"{head} {draw.choice(shorts.split('|'))}")
    return Place(name, head)


def _chained(draw: random.Random, chain: str, share: float, kinds: str, shorts: str = "") -> Place:
    if draw.random() >= share:
        return _made(draw, kinds, shorts)
    brand = draw.choice(_CHAINS[chain]).replace("-", " ")
    tail = draw.choice(("", "", "", *(" " + kind for kind in kinds.split("|")[:3])))
    number = f" #{draw.randrange(100, 9999)}" if chain == "pharmacy" and draw.random() < 0.25 else ""
    return Place(brand + tail + number, brand)


def hospital(draw: random.Random) -> Place:
    """A hospital, a medical centre or a health system."""
    return _made(
        draw,
        "Hospital|Hospital|Hospital|Medical Center|Critical Access Hospital|Critical Access Hosp|Detention Medical|Medical Center|Regional Medical Center|General Hospital|General|Memorial Hospital|Memorial|Community Hospital|Health|Health System|"
        "University Hospital|Children's Hospital|Children's|County Hospital|VA Medical Center|VA|Med Ctr|Hosp|Regional|Infirmary|Healthcare|Hospital Center|District Hospital|Methodist|Baptist|"
        "Presbyterian Hospital|Adventist|Heart Institute|Cancer Center|Psychiatric Hospital|Behavioral Health|Surgical Hospital|Medical Campus|Women's Hospital",
        "General|Regional|Med|Memorial|Children's|ED|campus|Main",
    )


def clinic(draw: random.Random) -> Place:
    """A practice or a clinic."""
    return _made(
        draw,
        "Clinic|Family Medicine|Family Practice|Internal Medicine|Pediatrics|Medical Group|Health Center|Community Health Center|Urgent Care|Primary Care|Cardiology|Orthopedics|Ortho|Oncology|Eye Institute|"
        "Dental|Women's Health|OB/GYN|Physicians|Associates|Medical Associates|Neurology Associates|Dermatology|Surgery Center|Imaging|Radiology|Pain Clinic|Wellness Center|Walk-in Clinic|Free Clinic|Kidney Care|"
        "Counseling Center|Behavioral Health|GI|Spine Center|Allergy & Asthma|Sleep Center|Endocrinology|Vein Center|Birth Center",
        "clinic|Peds|Family|office|Ortho",
    )


def _branded(chain: str, share: float, kinds: str, shorts: str = "") -> Callable[[random.Random], Place]:
    return lambda draw: _chained(draw, chain, share, kinds, shorts)


def _plain(kinds: str, shorts: str = "") -> Callable[[random.Random], Place]:
    return lambda draw: _made(draw, kinds, shorts)


def unit(draw: random.Random) -> Place:
    """A named or numbered ward."""
    number, letter = draw.randrange(2, 12), draw.choice("ABCDENSW")
    side = draw.choice("North South East West Tower Center Main Pavilion".split())
    family = _family(draw)
    name = draw.choice((f"{number} {side}", f"{number}{letter}", f"Ward {number}{letter}", f"{number} {family}", f"Tower {number}", f"{family} {number}", f"{number}-{side}", f"{side} {number}", f"{number}{letter} Tower", f"{family} Pavilion", f"Unit {number}{letter}", f"{family} Wing", f"Ward {number}", f"{number} {side} Tower", f"{number} {side[0]}"))
    return Place(name, name)


def crew(draw: random.Random) -> Place:
    """A vehicle and those who ride on it."""
    name = f"{draw.choice(('Medic', 'Engine', 'Unit', 'Ambulance', 'Rescue', 'Ladder', 'Squad', 'M', 'A', 'Truck', 'Air', 'Paramedic', 'Battalion'))} {draw.randrange(1, 60)}"
    return Place(name, name)


def bed(draw: random.Random) -> Place:
    """A numbered unit of a kind, with or without the bed."""
    kind = draw.choice("MICU SICU CCU ICU MS Med-Surg NICU PICU CVICU Neuro-ICU ICU PCU ACU Tele Stepdown L&D Bay PACU Onc BMT Ortho Peds".split()).replace("-", " ")
    name = draw.choice((f"{kind}-{draw.choice('ABCD')}", f"{kind} {draw.randrange(1, 9)}", f"{kind} {draw.choice('ABCD')}", f"{draw.randrange(2, 9)} {kind}", f"{kind} {draw.choice('ABCD')} {draw.randrange(1, 30):02d}", f"{kind} Bay {draw.randrange(1, 20)}", f"{kind}-{draw.randrange(1, 9)}", f"{kind}{draw.randrange(1, 9)}"))
    return Place(name, name)


def site(draw: random.Random) -> Place:
    """An address without a house number."""
    stem = f"{draw.choice(_NATURE)} {draw.choice(_SECOND)}"
    name = draw.choice((f"{draw.choice(_NATURE)} Cottage", f"mile {draw.randrange(1, 90)} {street_name(draw)}", f"Space {draw.randrange(1, 120)}, {stem} MHP", f"Space {draw.randrange(1, 120)} {stem} Mobile Home Park", f"Star Route {draw.randrange(1, 9)}, Box {draw.randrange(1, 400)}", f"lot {draw.randrange(1, 90)} {street_name(draw)}", f"RR {draw.randrange(1, 9)} Box {draw.randrange(1, 500)}", f"HC {draw.randrange(1, 90)} Box {draw.randrange(1, 500)}", f"House {draw.randrange(1, 60)}, {stem}", f"{stem} Apts #{draw.randrange(1, 300)}", f"corner of {street_name(draw)} and {street_name(draw)}", f"{street_name(draw)} & {street_name(draw)}", f"Trailer {draw.randrange(1, 40)}, {_family(draw)} Rd", f"The Old {draw.choice(('Rectory', 'Mill', 'Forge', 'School House'))}, {street_name(draw)}"))
    return Place(name, name)


def employer(draw: random.Random) -> Place:
    """Who somebody works for."""
    family = _family(draw)
    if draw.random() < 0.15:
        name = draw.choice((_words(draw, 1), _words(draw, 2), _words(draw, 3), f"{_words(draw, 1)} & {_words(draw, 1)}", f"{_words(draw, 2)} Co.", f"{_words(draw, 1)}{_words(draw, 1)}"))
        return Place(name, name)
    if draw.random() < 0.35:
        name = draw.choice((f"{family} & Sons", f"{family} Bros.", f"{family} Haul", f"{family} Brothers", f"{family} Construction", f"{family} Trucking", f"{family} Plumbing", f"{family} Farms", f"{family} Auto Body", f"{family}'s Diner", f"{family}, {_family(draw)} & {_family(draw)} LLP", f"{family} Industries", f"{family} Law", f"{family} Roofing"))
        return Place(name, family if name.startswith(family + " ") else name)
    return _chained(draw, "employer", 0.4, "Logistics|Foods|Manufacturing|Steel|Packing|Bakery|Casino|Hotel|Bank|Credit Union|Utilities|Transit|Police Department|PD|Sheriff|County Roads|Garment|Produce|Dairy|Fire Department|Sheriff's Office|Public Works|Electric|Textiles|Poultry|Shipyard|Airlines|Software|Realty|Insurance|Brewing Company|Inc.|LLC|Corp|Group|Solutions|Systems|Landscaping|Cafe|Grill|Nails|Salon|Mining|Paper Mill|Distribution Center|Warehouse|Staffing")


def church(draw: random.Random) -> Place:
    """A congregation."""
    pick = draw.choice(("First Baptist", "First Presbyterian", "Greater", "Iglesia", "Masjid", "Temple", "New Life", "Living Word"))
    tail = {"Greater": f"{draw.choice(_HOLY)} AME", "Iglesia": draw.choice(("Cristo Rey", "El Shaddai", "Roca Eterna", "Monte de Sion")), "Masjid": draw.choice(("Al-Noor", "An-Nur", "Al-Huda", "Bilal")), "Temple": draw.choice(("Beth Shalom", "Emanu-El", "B'nai Torah", "Sinai"))}.get(pick, "")
    if draw.random() < 0.4:
        return Place(f"{pick} {tail}".strip() + draw.choice(("", " Church", " Fellowship") if not tail else ("", "")), pick if not tail else tail)
    return _made(draw, "Church|Lutheran|Lutheran Church|Parish|Methodist Church|AME Zion|Community Church|Synagogue|Chapel|Cathedral|Fellowship|Gurdwara|Ward")


def street_name(draw: random.Random) -> str:
    """A street without its number."""
    stem = draw.choice((draw.choice(_NATURE), draw.choice(_NATURE) + draw.choice((" ", "")) + draw.choice(_SECOND).lower(), _family(draw), f"{draw.randrange(1, 140)}{'th'}", draw.choice(("Main", "Church", "Park", "High", "Water", "Market", "Washington", "Lincoln", "MLK Jr", "Martin Luther King", "Broadway", "Second", "First", "Third", "Court", "School")), person(draw).given))
    for number, ordinal in (("11th", "11th"), ("12th", "12th"), ("13th", "13th"), ("1th", "1st"), ("2th", "2nd"), ("3th", "3rd")):
        if stem.endswith(number):
            stem = stem[: -len(number)] + ordinal
            break
    kind = draw.choice(_STREETS)
    if draw.random() < 0.06:
        return draw.choice((f"Route {draw.randrange(1, 400)}", f"County Road {draw.randrange(1, 900)}", f"Highway {draw.randrange(2, 99)}", f"Avenida {_family(draw)}", f"Calle {_family(draw)}", f"State Route {draw.randrange(2, 400)}"))
    side = draw.choice(("", "", "", "", "N ", "S ", "E ", "W ", "N. ", "S. ", "West ", "East ", "NW ", "SE "))
    return f"{side}{stem} {kind}".strip()


def street(draw: random.Random) -> str:
    """A street address, with an apartment now and then, or a box."""
    if draw.random() < 0.05:
        return f"{draw.choice(('PO Box', 'P.O. Box', 'Box'))} {draw.randrange(10, 9999)}"
    number = draw.choice((str(draw.randrange(1, 999)), str(draw.randrange(100, 19999)), f"{draw.randrange(10, 400)}-{draw.randrange(10, 99)}", f"{draw.randrange(1, 900)}{draw.choice('ABC')}"))
    rooms = ("Apt", "Apt.", "Apartment", "Unit", "#", "Lot", "Suite", "Ste", "Rm", "Floor", "Trlr")
    flat = f"{draw.choice((' ', ', '))}{draw.choice(rooms)} {draw.randrange(1, 30)}{draw.choice(('', '', 'A', 'B', 'C', 'D'))}" if draw.random() < 0.28 else ""
    return f"{number} {street_name(draw)}{flat}".replace("# ", "#")


def county(draw: random.Random) -> str:
    """A county with or without its kind."""
    name = draw.choice(sources.towns()[1])
    return name if draw.random() < 0.8 else name.rsplit(" ", 1)[0]


def neighbourhood(draw: random.Random) -> str:
    """A district or a landmark."""
    stem = draw.choice((draw.choice(_NATURE) + " " + draw.choice(_SECOND), _family(draw) + " " + draw.choice(_SECOND), draw.choice(_COMPASS[:12]) + " " + draw.choice(("Side", "End", "Loop", "Shore", "Bank", draw.choice(_SECOND))), f"{_family(draw)} Park", f"{_town(draw)} Heights", f"the {draw.choice(_NATURE)} {draw.choice(('Mall', 'Projects', 'Apartments', 'Bridge', 'Plaza'))}", f"{_family(draw)} {draw.choice(('Towers', 'Homes', 'Square', 'Bridge', 'Field', 'Stadium', 'Gardens', 'Village', 'Reservoir'))}"))
    return stem


def town(draw: random.Random) -> str:
    """A town."""
    return _town(draw)


PLACES: Mapping[str, Callable[[random.Random], Place]] = {
    "hosp": hospital,
    "clinic": clinic,
    "nursing": _plain("Nursing Home|Care Center|Rehab & Nursing|Health and Rehab|SNF|Nursing & Rehabilitation Center|Assisted Living|Manor|Senior Living|Memory Care|Village|Care Home|Convalescent|Living Center|Place|Gardens|House|Terrace|ALF|Retirement Community|Commons|Group Home|Adult Family Home"),
    "rehab": _plain("Rehab|Rehabilitation Hospital|Rehab Center|Acute Rehab|Rehabilitation|Transitional Care|Physical Therapy|Sports Medicine|Recovery Center|Therapy|Sober Living|Treatment Center|PT"),
    "hospice": _plain("Hospice|Hospice Care|Hospice House|Palliative Care|Hospice & Palliative Care|Hospice of the Valley", "hospice"),
    "pharmacy": _branded("pharmacy", 0.55, "Pharmacy|Drug|Drugs|Rx|Corner Rx|Meds-to-Beds|Apothecary|Compounding Pharmacy|Drug Store|Specialty Pharmacy"),
    "lab": _branded("lab", 0.6, "Diagnostics|Laboratories|Labs|Lab|Pathology|Pathology Associates|Genetics|Reference Laboratory"),
    "dialysis": _branded("dialysis", 0.4, "Dialysis|Dialysis Center|Kidney Center|Renal Care|Kidney Care|Home Dialysis", "Dialysis|unit"),
    "ems": _plain("EMS|Ambulance|Fire|Fire & Rescue|Air Medical|Fire Rescue|Fire Department|Fire-Rescue|Ambulance Service|Medic 4|Medic 12|Rescue Squad|Air Ambulance|Life Flight|Transport|Volunteer Ambulance|MedFlight|FD"),
    "agency": _plain("Home Health|Home Care|VNA|Visiting Nurses|Home Infusion|Family Services|DCF|CPS|Social Services|Medical Supply|DME|Community Services|Case Management|Legal Aid|Interpreting|Staffing|Transit|Meals on Wheels|Area Agency on Aging|Department of Social Services|Adult Day|Home Medical|Respiratory"),
    "unit": unit,
    "crew": crew,
    "bed": bed,
    "site": site,
    "employer": employer,
    "school": _plain("Elementary|Elementary School|High School|HS|Middle School|Academy|Preschool|Daycare|University|College|Community College|State|State University|CC|Charter School|Montessori|Head Start|Day School|ISD|School District|Tech|Prep|Junior High|Primary School|Learning Center"),
    "insurer": _branded("insurer", 0.75, "Health Plan|PPO|HMO|Insurance|Mutual|Medicare Advantage|Benefits|Casualty|Workers' Comp|Life"),
    "church": church,
    "org": _plain("Foundation|Kids Fund|Fund|PD|Camp|YMCA|Club|Shelter|Food Bank|Rotary|Lions Club|Legion Post 112|Little League|Soccer Club|Tigers|Eagles|Hawks|Wildcats|Local 117|Union|Society|Coalition|Association|Community Center|Mission|Rescue Mission|House|Library|Choir|Bowling League|Boys & Girls Club|Devices|Medical Inc|Museum|Orchestra|Festival|Records|Theatre|Party"),
}
