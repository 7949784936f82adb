"""The slots of the note texts: for each key its source and the label of what it writes."""

STAFF_ROLES = {
    "rn": "rn",
    "rn2": "rn",
    "res": "res",
    "pa": "pa",
    "sw": "sw",
    "sw2": "sw",
    "rph": "rph",
    "rad": "radiologist",
    "mid": "midwife",
    "tech": "tech",
    "anes": "anesthesia",
    "sec": "secretary",
    "chap": "chaplain",
    "teacher": "teacher",
}
DOCTORS = {"md": "surgery", "md2": "", "pcp": "family medicine", "psy": "psychiatry"}
SECOND_DOCTOR = {
    "sickle_cell": "hematology",
    "heart_failure": "cardiology",
    "breast_cancer": "surgery",
    "afib": "cardiology",
    "newborn": "pediatrics",
    "delivery": "pediatrics",
    "cesarean": "pediatrics",
    "prenatal": "pediatrics",
    "chest_pain": "cardiology",
    "dialysis": "surgery",
}
COLUMNS = {
    "mrn": ("mrn", "MRN"),
    "ssn": ("ssn", "SSN"),
    "plan": ("health_plan_id", "HEALTH_PLAN"),
    "email": ("email", "EMAIL"),
    "street": ("street", "STREET"),
    "city": ("city", "CITY"),
    "county": ("county", "COUNTY"),
    "state": ("state", "STATE"),
    "zip": ("zip", "ZIP"),
    "employer": ("employer", "ORGANIZATION"),
}
PLACE_LISTS = {
    "ofac": ("other_hospitals", "FACILITY"),
    "snf": ("nursing", "FACILITY"),
    "dial": ("dialysis", "FACILITY"),
    "clinic": ("clinics", "FACILITY"),
    "pharmacy": ("pharmacies", "ORGANIZATION"),
    "agency": ("agencies", "ORGANIZATION"),
    "school": ("schools", "ORGANIZATION"),
    "church": ("churches", "ORGANIZATION"),
    "charity": ("charities", "ORGANIZATION"),
    "oorg": ("employers", "ORGANIZATION"),
    "ocity": ("other_towns", "CITY"),
}
PER_NOTE = {"oorg", "ocity"}
NUMBERS = {
    "acct": ("H{8}", "ACCOUNT"),
    "doc": ("{7}", "ID"),
    "rx": ("{7}", "ID"),
    "docket": ("{2}-{5}", "ID"),
    "card": ("{10}", "ID"),
    "filter": ("NH{7}", "ID"),
    "msg": ("MSG{9}", "ID"),
    "band": ("{6}", "ID"),
    "dl": ("NHL{8}", "ID"),
    "plate": ("{3} {4}", "VEHICLE"),
    "dea": ("XX{7}", "ID"),
    "device": ("SN{4}-{5}", "DEVICE"),
    "device2": ("{9}", "DEVICE"),
    "device3": ("LDS{6}V", "DEVICE"),
    "pager": ("{5}", "PHONE"),
    "ext": ("{4}", "PHONE"),
}
LASTING = {"device", "device2", "device3", "plate", "dl"}
WORDS = {
    "he": ("he", "she"),
    "him": ("him", "her"),
    "his": ("his", "her"),
    "He": ("He", "She"),
    "His": ("His", "Her"),
    "man": ("man", "woman"),
    "boy": ("boy", "girl"),
    "Boy": ("Boy", "Girl"),
    "ttl": ("Mr.", "Ms."),
}
