"""Numbers and dates come in; the words and formats that clinicians write go out."""

from datetime import date

ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number >= 100:
        return "one hundred" + (f" and {in_words(number - 100)}" if number > 100 else "")
    return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")


def write_date(day: date, style: str) -> str:
    ending = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return {
        "md": f"{day.month}/{day.day}",
        "MD": f"{day:%B} {day.day}".upper(),
        "mdy": f"{day.month}/{day.day}/{day:%y}",
        "MDY": f"{day:%m/%d/%Y}",
        "long": f"{day:%B} {day.day}, {day.year}",
        "longth": f"{day:%B} {day.day}{ending}",
        "dmon": f"{day.day}-{day:%b-%y}",
        "DMON": f"{day:%d%b%Y}".upper(),
        "mon": f"{day:%b} {day.day}",
        "iso": day.isoformat(),
        "ymd": f"{day:%Y%m%d}",
        "hl7": f"{day:%Y%m%d}{7 + day.day % 12:02d}2{day.month % 10}41",
        "wd": f"{day:%A}",
        "lastwd": f"last {day:%A}",
        "my": f"{day:%B} {day.year}",
        "mth": f"{day:%B}",
    }[style]
