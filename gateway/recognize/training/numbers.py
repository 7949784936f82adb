"""Invented numbers and addresses that identify somebody, and numbers that identify nobody."""

import random
import string
from collections.abc import Callable, Mapping

from gateway.recognize.training.people import person
from gateway.recognize.training.places import hospital, town


def _digits(draw: random.Random, count: int) -> str:
    return "".join(draw.choice(string.digits) for _ in range(count))


def _letters(draw: random.Random, count: int) -> str:
    return "".join(draw.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(count))


def _shaped(draw: random.Random, *shapes: str) -> str:
    """One of the shapes with its # as digits and its @ as letters."""
    made = {"#": lambda: draw.choice(string.digits), "@": lambda: _letters(draw, 1)}
    return "".join(made[c]() if c in made else c for c in draw.choice(shapes))


def phone(draw: random.Random) -> str:
    """A telephone number."""
    area, office, line = str(draw.randrange(201, 990)), draw.choice(("555", str(draw.randrange(200, 999)))), _digits(draw, 4)
    extension = draw.choice((f" x{_digits(draw, 3)}", f" ext {_digits(draw, 4)}", f" ext. {_digits(draw, 3)}")) if draw.random() < 0.08 else ""
    forms = (f"({area}) {office}-{line}", f"{area}-{office}-{line}", f"{area}.{office}.{line}", f"{office}-{line}", f"({area}){office}-{line}", f"{area} {office} {line}", f"{area}{office}{line}", f"1-{area}-{office}-{line}", f"+1 {area} {office} {line}", f"{area}/{office}-{line}")
    return draw.choices(forms, (30, 30, 8, 12, 5, 4, 3, 3, 3, 2))[0] + extension


def email(draw: random.Random) -> str:
    """An e-mail address."""
    who = person(draw)
    given, family = who.given.lower().replace(" ", ""), who.family.lower().replace(" ", "").replace("'", "")
    user = draw.choice((f"{given}.{family}", f"{given[0]}{family}", f"{family}{draw.randrange(99)}", f"{given}_{family}", f"{given}{draw.randrange(1950, 2010)}"))
    home = "".join(w[0] for w in hospital(draw).name.split()).lower()
    return f"{user}@{draw.choice(('gmail.com', 'yahoo.com', 'outlook.com', 'aol.com', 'icloud.com', home + '.org', home + 'health.org', town(draw).lower().replace(' ', '') + '.k12.us', 'va.example.gov'))}"


def url(draw: random.Random) -> str:
    """A web address."""
    home = hospital(draw).short.lower().replace(" ", "").replace(".", "").replace("'", "")
    return draw.choice((f"https://portal.{home}.org/r/{_digits(draw, 6)}", f"www.{home}.org", f"mychart.{home}.org", f"http://{home}health.com/results?id={_digits(draw, 5)}", f"{home}.com/visit/{_digits(draw, 7)}"))


def age(draw: random.Random) -> str:
    """An age below 90."""
    return str(draw.choice((draw.randrange(18, 90), draw.randrange(60, 90), draw.randrange(1, 18))))


_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ONES = "one two three four five six seven eight nine".split()


def in_words(draw: random.Random, number: int) -> str:
    """ninety-four, ninety four, a hundred and two"""
    if number >= 100:
        rest = f"{draw.choice((' and ', ' '))}{_ONES[number - 101]}" if number > 100 else ""
        return draw.choice(("one hundred", "a hundred")) + rest
    tens = _TENS[number // 10 - 2]
    return tens if not number % 10 else f"{tens}{draw.choice('- ')}{_ONES[number % 10 - 1]}"


def old(draw: random.Random) -> int:
    """An age of 90 or more."""
    return draw.choice((draw.randrange(90, 100), draw.randrange(90, 97), draw.randrange(90, 109)))


def vitals(draw: random.Random) -> str:
    """Vital signs in somebody's order."""
    parts = [f"BP {draw.randrange(88, 190)}/{draw.randrange(45, 110)}", f"{draw.choice(('HR', 'P', 'Pulse'))} {draw.randrange(48, 140)}", f"RR {draw.randrange(10, 34)}", f"{draw.choice(('T', 'Temp', 'Tmax'))} {draw.choice((f'{draw.randrange(968, 1034) / 10:.1f}', f'{draw.randrange(360, 398) / 10:.1f}'))}", f"{draw.choice(('SpO2', 'O2 sat', 'sats', 'SaO2'))} {draw.randrange(84, 101)}% {draw.choice(('RA', '2L NC', 'on RA', '4 L', ''))}".strip()]
    draw.shuffle(parts)
    return draw.choice((", ", "; ", " ", " / ")).join(parts[: draw.randrange(2, 6)])


def lab_value(draw: random.Random) -> str:
    """A laboratory value."""
    name, low, high, unit = draw.choice((("Na", 128, 148, ""), ("K", 3, 6, ""), ("WBC", 2, 24, " K/uL"), ("Hgb", 6, 17, " g/dL"), ("Plt", 40, 520, ""), ("Cr", 0, 6, " mg/dL"), ("BUN", 6, 80, ""), ("INR", 1, 4, ""), ("HbA1c", 5, 13, "%"), ("TSH", 0, 12, ""), ("troponin", 0, 3, " ng/mL"), ("lactate", 1, 8, ""), ("glucose", 50, 420, ""), ("BNP", 20, 4000, ""), ("CRP", 1, 200, " mg/L"), ("ALT", 8, 400, " U/L"), ("Ca", 7, 11, ""), ("Mg", 1, 3, ""), ("pH", 7, 8, ""), ("ferritin", 5, 900, "")))
    value = draw.uniform(low, high)
    written = f"{value:.0f}" if high > 60 else f"{value:.1f}"
    return f"{name}{draw.choice((' ', ' ', ': ', '=', ' of '))}{written}{unit if draw.random() < 0.5 else ''}{draw.choice(('', '', '', ' (H)', ' L', ' H'))}"


def score(draw: random.Random) -> str:
    """A clinical score."""
    return draw.choice((f"GCS {draw.randrange(3, 16)}", f"APGARs {draw.randrange(3, 9)}/{draw.randrange(7, 10)}", f"pain {draw.randrange(11)}/10", f"NIHSS {draw.randrange(25)}", f"MMSE {draw.randrange(10, 31)}/30", f"MoCA {draw.randrange(8, 31)}/30", f"Braden {draw.randrange(9, 24)}", f"PHQ-9 {draw.randrange(28)}", f"GAD-7 = {draw.randrange(22)}", f"CHA2DS2-VASc {draw.randrange(8)}", f"ASA {draw.choice(('II', 'III', '3', 'IV'))}", f"strength {draw.randrange(2, 6)}/5", f"Mallampati {draw.choice(('I', 'II', 'III', '3'))}", f"ECOG {draw.randrange(4)}", f"KPS {draw.randrange(3, 10)}0%", f"RASS -{draw.randrange(1, 5)}", f"Morse {draw.randrange(20, 95)}", f"qSOFA {draw.randrange(4)}/3", f"CIWA {draw.randrange(25)}", f"MELD {draw.randrange(6, 35)}", f"FIM {draw.randrange(30, 120)}", f"SOFA {draw.randrange(15)}", f"Wells {draw.randrange(9)}.5", f"AUDIT-C {draw.randrange(10)}"))


def dose(draw: random.Random) -> str:
    """A dose, a route, a frequency."""
    amount = draw.choice((draw.choice((2.5, 5, 10, 20, 25, 40, 50, 75, 81, 100, 125, 200, 250, 300, 325, 500, 650, 750, 800, 1000)), draw.randrange(1, 90)))
    if draw.random() < 0.3:
        route, often = draw.choice(("p.o.", "p.o.", "I.V.", "subcu", "p.r.", "sublingual", "per G-tube", "I.M.")), draw.choice(("b.i.d.", "t.i.d.", "q.i.d.", "q.h.s.", "q.d.", "p.r.n.", "q.6h. p.r.n.", "q.a.m.", "b.i.d. p.r.n.", "a.c. and h.s.", "q.12 h.", "q. day", "q.h.s. p.r.n."))
        return f"{amount:g} {draw.choice(('mg', 'mg', 'mcg', 'units', 'mL'))} {route} {often}"
    return f"{amount:g}{draw.choice((' ', ' ', ''))}{draw.choice(('mg', 'mg', 'mg', 'mcg', 'units', 'g', 'mL', 'mEq', 'puffs', 'tabs'))} {draw.choice(('PO', 'IV', 'SQ', 'po', 'IM', 'by mouth', 'PR', 'SL', 'inh', 'topically', ''))} {draw.choice(('BID', 'daily', 'TID', 'qHS', 'q6h', 'q8h prn', 'QD', 'q4h PRN', 'once', 'weekly', 'QID', 'bid', 'x1', 'qam', 'every 12 hours', 'at bedtime'))}".replace("  ", " ")


NUMBERS: Mapping[str, Callable[[random.Random], str]] = {
    "phone": phone,
    "phone.ext": lambda draw: _shaped(draw, "x####", "ext ####", "ext. ###", "ext. ##", "ext ##", "x###", "####", "#-####", "ext #####", "*####"),
    "pager": lambda draw: _shaped(draw, "####", "#####", "###-####", "###-###-####", "#-####", "p####", "x#####"),
    "fax": phone,
    "email": email,
    "url": url,
    "mrn": lambda draw: _shaped(draw, "#######", "########", "######", "##-##-##", "###-##-##", "@#######", "@@######", "00######", "MR######", "###########", "H####-###", "E########", "@@-######", "####### - #"),
    "acct": lambda draw: _shaped(draw, "#########", "##########", "########", "V########", "@########", "4####-####", "##-#####-#", "HAR########", "CSN#########", "@@#########", "AC-#######", "3#########", "##########-##"),
    "ssn": lambda draw: _shaped(draw, "###-##-####", "###-##-####", "### ## ####", "#########"),
    "ssn4": lambda draw: _shaped(draw, "####", "xxx-xx-####", "XXX-XX-####", "***-**-####", "-####"),
    "policy": lambda draw: _shaped(draw, "@@@#########", "W#########", "#########-##", "@#########", "1@@#-@@#-@@##", "H########", "@@@@########", "##########", "XYZ###@#####", "@@######@"),
    "license": lambda draw: _shaped(draw, "@@-@.@.-####", "@@ ####-####", "@ #####", "####", "#######", "@@######", "MD-#####", "RN######", "@#####", "D###-####-####", "LCSW-#####", "@####-#####-#####", "A######"),
    "npi": lambda draw: _shaped(draw, "1#########", "2#########"),
    "dea": lambda draw: _shaped(draw, "B@#######", "A@#######", "F@#######", "M@#######"),
    "vin": lambda draw: "".join(draw.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(17)),
    "plate": lambda draw: _shaped(draw, "@@@-####", "@@@ ####", "###-@@@", "#@@@###", "@@#-#@@", "@@####", "@@@####", "## @ ####"),
    "serial": lambda draw: _shaped(draw, "@@@######@", "SN-########", "#######", "@@#####-##", "@####@", "SN ########", "PJN######@", "########@", "LOT@####", "@@@-#####-##", "###@@##", "@@@#####"),
    "accession": lambda draw: _shaped(draw, "S##-#####", "@##-####", "SP-##-#####", "@@-####-#####", "##-@-#####", "ACC########", "########", "@#######", "S-####-####", "CY##-####", "####-###-#####", "@@#########", "E########"),
    "ip": lambda draw: ".".join(str(draw.randrange(1, 255)) for _ in range(4)),
    "id": lambda draw: _shaped(draw, "#######", "######", "########", "@#####", "##-####", "##-######", "WC-#######", "CR-####-###", "@@-#####", "####-######", "@@@-##-####", "RX#######", "C########", "#####", "####-##-###", "20##-####", "@@#######", "#########", "#-###-####"),
    "phone.intl": lambda draw: _shaped(draw, "0#### ######", "0#### ### ###", "020 #### ####", "04## ### ###", "(0#) #### ####", "+44 7### ######", "+91 ##### #####", "+52 ## #### ####", "+61 4## ### ###", "01632 960 ###", "0## ### ####", "+234 80# ### ####", "+1 416 555 ####", "+63 9## ### ####"),
    "nhs": lambda draw: _shaped(draw, "### ### ####", "#### ## ####", "##########", "#### ##### # / #", "#### ##### #", "#### ### ### @@", "######-####", "#### #### ####", "@@######@"),
    "postcode": lambda draw: _shaped(draw, "@@# #@@", "@@## #@@", "@# #@@", "@#@ #@#", "@#@#@#", "@@#@ #@@", "####"),
    "initials": lambda draw: _letters(draw, draw.choice((2, 2, 3))),
    "age": age,
    "age.words": lambda draw: in_words(draw, draw.randrange(21, 90)),
    "age90": lambda draw: str(old(draw)),
    "age90.words": lambda draw: in_words(draw, old(draw)),
    "vitals": vitals,
    "lab_value": lab_value,
    "score": score,
    "dose": dose,
    "num": lambda draw: draw.choice((str(draw.randrange(1, 13)), str(draw.randrange(1, 120)), str(draw.randrange(100, 2000)), f"{draw.uniform(0.1, 20):.1f}")),
    "pct": lambda draw: f"{draw.randrange(1, 100)}%",
    "year": lambda draw: str(draw.choice((draw.randrange(1950, 2026), draw.randrange(2000, 2026)))),
}


def zip_code(draw: random.Random) -> str:
    """Five digits, or nine."""
    return _digits(draw, 5) + (f"-{_digits(draw, 4)}" if draw.random() < 0.12 else "")
