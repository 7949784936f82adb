"""Employers, schools and other organisations: behind a cue of work or study, and by their ending."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.eponyms import EPONYMS
from gateway.recognize.lexicon.words import STOPPERS
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.facility import PART
from gateway.recognize.rules.places import proper_part

_PARTS = rf"(?P<phi>\p{{Lu}}[\w'’.&\-]*(?:[ ]{PART}){{0,4}})"
# What firms, schools, congregations and charities end with, where it is no medical word.
_TRADES = (
    "Landscaping Roofing Plumbing Electric Textiles Lumber Paving Castings Foundry Trucking Transit Freight Shipping "
    "Warehouse Manufacturing Fabrication Dairy Farms Orchards Vineyards Winery Catering Cafe Café Grill Pizza Pizzeria "
    "Deli Bistro Tavern Pub Hotel Inn Motel Resort Salon Barbershop Gym Fitness Cleaners Laundry Laundromat "
    "Staffing Consulting Technologies Software Electronics Hardware Auto Automotive Realty Properties Builders "
    "Contractors Contracting Remodeling Masonry Welding Printing Publishing Theater Theatre Library Museum Savings "
    "Assurance "
    "Apothecary Drug Drugs Drugstore Grocery Groceries Stores Outfitters Oil Energy Schools Academy Montessori "
    "Baptist Methodist Lutheran Presbyterian Episcopal Congregational Tabernacle Cathedral Abbey Monastery "
    "Ministries Ministry "
    "Rotary Kiwanis YMCA YWCA Daughters Sons Brothers Bros Nurseries Sawmill Quarry Airways Cannery Fisheries "
    "Marina Ranch"
)
_LONGER = (
    r"Credit[ ]Union|Armored[ ]Car|Shoe[ ]Co|Recovery[ ]House|Sober[ ]House|Halfway[ ]House|Learning[ ]Center|"
    r"Day[ ]Care|"
    r"Child[ ]?Care|After[ -]?School[ ]Program|Food[ ](?:Bank|Pantry)|Soup[ ]Kitchen|Meals[ ]on[ ]Wheels|Home[ ]Care|"
    r"Visiting[ ]Nurses?|Senior[ ]Center|Community[ ]Center|Post[ ]Office|City[ ]Hall|Public[ ]Works|Health[ ]Plan|"
    r"Senior[ ]Plan|Fire[ ]Dept|Police[ ]Dept|Boys[ ](?:and|&)[ ]Girls[ ]Club"
)
_ENDING = (
    r"(?:Inc|LLC|Corp(?:oration)?|Company|Co|Ltd|LLP|PLC|University|UNIVERSITY|College|COLLEGE|Academy|"
    r"Elementary(?:[ ]School)?|(?:High|Middle|Grade|Primary|Preparatory)[ ]School|School|Preschool|Daycare|"
    r"Kindergarten|Seminary|Church|Synagogue|Mosque|Temple|Parish|Foundation|Industries|Logistics|"
    r"Construction|Bank|Motors|Foods|Airlines|Agency|Bureau|Brewery|Bakery|Restaurant|Diner|Market|"
    r"Supermarket|Insurance|Prison|Jail|Shelter|Police[ ]Department|Fire[ ]Department|School[ ]District|"
    rf"{_LONGER}|{'|'.join(_TRADES.split())})(?!\w)"
)

_CORNER = regex.compile(r"[ ]on[ ](?:the[ ])?\p{Lu}\p{Ll}{2,}")


class OrganisationRecognizer(RuleRecognizer):
    """The patient's and the relatives' employers and schools are identifiers too."""

    ENTITY = "ORGANIZATION"
    RULES = (
        Rule(
            "work",
            r"(?i:works?|worked|working|employed|employment|job|retired|retiree|employee|volunteers?|"
            r"laid[ ]off|intern(?:s|ed)?|manager|driver|clerk|cashier|teacher|nurse|engineer|mechanic|"
            r"cook)(?:[ ](?:as|a|an|the)(?:[ ][\p{Ll}-]+){1,4}|[ ](?:part|full)[ -]time|[ ]nights?|"
            r"[ ]days)?[ ](?:at|for|by|from)[ ](?:the[ ])?" + _PARTS,
            0.6,
            listed(
                "work works worked working employed employment job retired retiree employee volunteer "
                "volunteers laid intern interns interned manager driver clerk cashier teacher nurse "
                "engineer mechanic cook"
            ),
        ),
        Rule(
            "labelled",
            r"(?i:employer|occupation|school|workplace|company|organization)(?:[ ]name)?[ ]?:[ ]{0,3}" + _PARTS,
            0.6,
            listed("employer school workplace company organization"),
        ),
        Rule(
            "study",
            r"(?i:attends|attending|attended|student|studies|studying|goes|graduate[ds]?|freshman|sophomore|"
            r"junior|senior|grade|grader|enrolled|teaches)(?:[ ](?:to|at|from|"
            r"in))?[ ](?:the[ ])?(?P<phi>" + rf"(?:{PART}[ ]){{0,4}}{_ENDING})",
            0.7,
            listed(
                "attends attending attended student studies studying goes graduate graduated graduates "
                "freshman sophomore junior senior grade grader enrolled teaches"
            ),
        ),
        Rule(
            "ending",
            rf"(?P<phi>(?:{PART},?[ ]){{1,5}}{_ENDING})",
            0.65,
            listed(
                """
                academy agency airlines bakery bank brewery church college company construction corp
                corporation daycare department diner district elementary foods foundation inc industries
                jail kindergarten llc llp logistics ltd mosque motors parish plc preschool prison
                restaurant school seminary shelter supermarket synagogue temple university insurance market union
                car co house center care program pantry kitchen wheels nurse nurses office hall works plan dept club
                """
            )
            | listed(_TRADES.lower()),
            after=True,
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The proper name; a kind of work or of school is refused."""
        start, end = match.span("phi")
        while text[start:end].rsplit(" ", 1)[-1] in ("of", "and", "the", "for", "at", "&", "de", "la", "del"):
            end = start + len(text[start:end].rsplit(" ", 1)[0]) if " " in text[start:end] else start
            if end == start:
                return []
        if rule.after or rule.name == "study":
            found = proper_part(text, start, end)
            behind = _CORNER.match(text, end)
            return [(found[0], behind.end() if behind else end)] if found else []
        first = regex.match(r"[\p{L}'’-]+", text[start:end])
        if not first or _is_common(first[0].lower()) or (len(text[start:end]) < 3):
            return []
        return [(start, start + len(text[start:end].rstrip(".")))]


def _is_common(low: str) -> bool:
    return low in STOPPERS or low in EPONYMS
