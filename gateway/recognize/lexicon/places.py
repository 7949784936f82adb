"""States, which may stay under Safe Harbor, and what stands behind the number and name of a street.

Suffixes after Publication 28 of the US Postal Service, appendix C1 (facts; a selection).
"""

from gateway.recognize.lexicon import listed

STATE_CODES = listed(
    """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND
    OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY GU VI
    """
)

STATES = listed(
    """
    Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho
    Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota
    Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah
    Vermont Virginia Washington Wisconsin Wyoming
    """
) | {
    "District of Columbia",
    "New Hampshire",
    "New Jersey",
    "New Mexico",
    "New York",
    "North Carolina",
    "North Dakota",
    "Puerto Rico",
    "Rhode Island",
    "South Carolina",
    "South Dakota",
    "West Virginia",
}

# Nothing but a street ends so.
STREET_SUFFIXES = listed(
    """
    Street St Avenue Ave Av Road Rd Boulevard Blvd Lane Ln Drive Dr Court Ct Place Pl Circle Cir Terrace Ter
    Terr Parkway Pkwy Highway Hwy Trail Trl Turnpike Tpke Alley Aly Expressway Freeway
    """
)

# Words with other uses: taken behind a number of two digits or more.
WEAK_SUFFIXES = listed(
    """
    Way Loop Square Sq Route Rte Pike Crossing Xing Plaza Plz Path Row Run Walk Bend Cove Creek Estates
    Extension Falls Ferry Fields Flats Forest Forge Fork Forks Garden Gardens Gateway Glen Green Greens Grove
    Harbor Haven Heights Hts Hill Hills Hollow Inlet Island Islands Isle Junction Key Knoll Knolls Lake Lakes
    Landing Lodge Manor Meadow Meadows Mews Mill Mills Mission Motorway Mount Mountain Neck Orchard Oval
    Overpass Park Parks Pass Passage Pine Pines Plain Plains Point Points Port Ports Prairie Ranch Rapid
    Rapids Rest Ridge Ridges River Shoal Shoals Shore Shores Spring Springs Spur Station Stravenue Stream
    Summit Trace Track Trafficway Tunnel Underpass Union Unions Valley Valleys Via Viaduct View Views Village
    Villages Ville Vista Well Wells Wall Fall Throughway Mall Burg Burgs Bluff Bluffs Bottom Branch Bridge
    Brook Brooks Camp Canyon Cape Causeway Center Cliff Cliffs Club Common Commons Corner Corners Course
    Crescent Crest Curve Dale Dam Divide
    """
)
