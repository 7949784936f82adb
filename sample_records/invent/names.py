"""A person comes in; the many ways in which a note writes the name go out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    given: str
    family: str
    nick: str = ""

    @classmethod
    def of(cls, full: str) -> "Name":
        """For a contact: one given name, then a family name of any number of words."""
        given, _, family = full.partition(" ")
        return cls(given, family)

    @classmethod
    def of_staff(cls, full: str) -> "Name":
        """For staff: any number of given names, then a family name of one word."""
        given, _, family = full.rpartition(" ")
        return cls(given, family)

    @property
    def suffix(self) -> str:
        return self.family.partition(",")[2]

    @property
    def last(self) -> str:
        return self.family.partition(",")[0]

    @property
    def first(self) -> str:
        return self.given or self.last

    def write(self, style: str) -> str:
        """`style` is a key of the table; upper-case styles write capitals."""
        if style.isupper() and style != "HL7":
            return self.write(style.lower()).upper()
        initials = self.given[:1] + self.last[:1]
        plain = f"{self.given} {self.last}".strip()
        return {
            "": plain + (f",{self.suffix}" if self.suffix else ""),
            "full": plain,
            "last": self.last,
            "first": self.first,
            "nick": self.nick or self.first.split(" ")[0],
            "lf": f"{self.last}, {self.given}" if self.given else self.last,
            "init": "".join(f"{letter}." for letter in initials),
            "ii": initials,
            "fi": f"{self.given} {self.last[:1]}." if self.given else self.last,
            "fl": f"{self.given[:1]}. {self.last}" if self.given else self.last,
            "fi1": f"{self.given[:1] or self.last[:1]}.",
            "HL7": f"{self.last}^{self.given}".upper() if self.given else self.last.upper(),
        }[style]
