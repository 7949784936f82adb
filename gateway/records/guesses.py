"""What column names and values look like, as data: the scan's knowledge of hospital extracts."""

from collections.abc import Mapping, Sequence

from gateway.model import ColumnType

TYPES: Mapping[ColumnType, str] = {
    "integer": r"^[+-]?(0|[1-9]\d{0,17})$",
    "number": r"^[+-]?\d{1,15}(\.\d+)?([eE][+-]?\d{1,3})?$",
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "timestamp": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}",
}

SHAPES: Mapping[str, str] = {
    "date.service": r"^\d{4}-\d{2}-\d{2}([T ]|$)",
    "id.ssn": r"^\d{3}-\d{2}-\d{4}$",
    "contact.email": r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
    "contact.phone": r"^\+?1?[ .-]?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$",
    "contact.ip": r"^\d{1,3}(\.\d{1,3}){3}$",
    "contact.url": r"^https?://",
    "key.other": r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-",
}

# Kinds whose values are measured: they get a type. Codes and identifiers stay text, leading zeros and all.
TYPED = ("admin.", "age", "clinical.value")

IDENTIFYING = ("name.", "contact.", "id.", "geo.street")
HARMLESS = ("clinical.", "admin.", "demographic.")

STAFF = r"provider|practitioner|staff|physician|doctor|nurse|clinician"

# Patterns over the column's name, in lower case with words joined by "_"; the first that matches decides.
NAMES: Sequence[tuple[str, str]] = (
    (r"(patient|subject|person)s?_?(id|identifier|key|uuid)?", "subject"),
    (r"(encounter|visit|claim|organization|payer|order|charge|appointment|procedure|facility"
     r"|(supervising|referring|attending)?_?provider|(patient)?_?department"
     r"|(primary|secondary)_?payer|((primary|secondary)_?)?(patient_?)?insurance|fee_?schedule|transfer_?out)"
     r"_?(id|key|uuid)?", "key"),
    (r"id|uuid|row_?id", "key"),
    (r"birth_?place|place_of_birth", "geo.place"),
    (r"(first|given|fore|middle)_?(name)?s?", "name.given"),
    (r"(last|family|sur)_?(name)?", "name.family"),
    (r"maiden(_?name)?", "name.maiden"),
    (r"(full_?)?name|patient_?name", "name.full"),
    (r"prefix|title", "name.prefix"),
    (r"suffix", "name.suffix"),
    (r".*(owner|contact|relative|mother|father|guardian|spouse|guarantor).*name", "name.relative"),
    (r".*(author|attending|provider|physician|nurse|surgeon|doctor|operator|signed_by).*?(_?name)?", "name.staff"),
    (r"(birth|date_of_birth|dob|birth_?date|birthdate).*", "date.birth"),
    (r"(death|date_of_death|dod|death_?date|deathdate).*", "date.death"),
    (r"age(_?(years|in_years))?", "age"),
    (r".*(ssn|social_?security).*", "id.ssn"),
    (r"(mrn|medical_?record(_?(number|no))?)", "id.mrn"),
    (r"drivers?(_?licen[cs]e)?|passport|licen[cs]e.*|dea|npi", "id.license"),
    (r".*(health_?plan|insurance|member|policy|beneficiary|subscriber).*(id|number|no)", "id.health_plan"),
    (r".*account.*", "id.account"),
    (r".*(udi|device_?id|serial).*", "id.device"),
    (r".*(accession|specimen).*", "id.accession"),
    (r".*(uid|instance).*", "id.other"),
    (r"(street_?)?address.*|street", "geo.street"),
    (r"city|town", "geo.city"),
    (r"county.*", "geo.county"),
    (r"state(_headquartered)?|province", "geo.state"),
    (r"country", "geo.country"),
    (r"(zip|postal|post)_?(code)?", "geo.zip"),
    (r"lat(itude)?", "geo.latitude"),
    (r"lon(g|gitude)?", "geo.longitude"),
    (r".*fax.*", "contact.fax"),
    (r".*(phone|mobile|telephone|cell).*", "contact.phone"),
    (r".*e_?mail.*", "contact.email"),
    (r".*url.*|website", "contact.url"),
    (r"ip(_address)?", "contact.ip"),
    (r"employer.*", "org.employer"),
    (r"facility.*|hospital.*|unit_?name|ward", "org.facility"),
    (r"race", "demographic.race"),
    (r"ethnicity", "demographic.ethnicity"),
    (r"sex|gender", "demographic.sex"),
    (r"(preferred_?)?language", "demographic.language"),
    (r"marital.*", "demographic.marital"),
    (r".*(date|time|_at|_on)\d?|start|stop|start_?year|end_?year|admitted|discharged|from_?date|to_?date"
     r"|(last_?billed|service|current_?illness|onset).*date.*|last_?billed_?date.*", "date.service"),
    (r"(line_?)?notes?(_?text)?|text|narrative|report|comments?", "text.note"),
    (r".*(code|icd|loinc|snomed|rxnorm|cpt|ndc).*|diagnosis_?\d+", "clinical.code"),
    (r"(reason_?)?description\d*|category|type|class|encounter_?class|modality.*|body_?site.*|sop.*|test|drug"
     r"|medication|diagnosis.*|.*type_?id\d?", "clinical.description"),
    (r"value|result|units?|dose|route|frequency|severity\d?|abnormal.*|flag|reaction.*|quantity|dispenses|system"
     r"|speciality|specialty", "clinical.value"),
    (r".*(cost|amount|coverage|covered|expenses|revenue|utilization|payments?|adjustments?|transfers?|outstanding"
     r"|qols|member_?months|customers).*|ownership|status.*|method|place_?of_?service|modifier\d|health_?care_.*"
     r"|payer.*|disposition|procedure_?code\d?|transfer_?type|departments?.*|base_.*", "admin.other"),
)
