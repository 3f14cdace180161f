"""Names in a block of partner logos, without the word for logo, and their kind from general words."""

import re

from seoulsolution.importing.parsing.parsers.body import ParsedBody
from seoulsolution.importing.parsing.records import Heading, PartnerDetails

PROGRAMME = "programme"
LOGO = re.compile(r"\s*의?\s*로고\s*(?:이미지)?\s*$|\s+logo(?:\s+image)?\s*$", re.IGNORECASE)
SPELT_OUT = re.compile(r"^(?P<short>[A-Z][A-Za-z-]*[A-Z])\s+[–—-]\s+(?P<full>[A-Z].{8,})$")
KINDS = (
    ("university", re.compile(r"(?:대학교?|[시도국]립대)$|\buniversity\b", re.IGNORECASE)),
    ("research", re.compile(r"(?:연구원|연구소)$|\b(?:institute|research)\b", re.IGNORECASE)),
    (
        "association",
        re.compile(r"(?:협회|중앙회|연합회|상공회의소)$|\b(?:association|federation|chamber)\b", re.I),
    ),
    (
        "public_institution",
        re.compile(r"(?:은행|공사|공단|진흥원)$|\b(?:agency|corporation)\b", re.IGNORECASE),
    ),
    ("ministry", re.compile(r"^[가-힣]{2,}부$|^ministry of\b", re.IGNORECASE)),
    ("international_organization", re.compile(r"\bdevelopment bank\b|\bunited nations\b", re.IGNORECASE)),
)


def is_logo(text: str) -> bool:
    """Whether a text ends in a word for a logo."""
    return bool(LOGO.search(text))


def clean_name(text: str) -> str:
    """Return the name without the word for its logo."""
    return " ".join(LOGO.sub("", text).split())


def details_of(text: str, body: ParsedBody, position: int) -> PartnerDetails:
    """Return short and official name, kind and position of the partner that a logo text names."""
    name = clean_name(text)
    if is_programme(name, body):
        return PartnerDetails(name, PROGRAMME, position=position)
    short, official = name, ""
    spelt = SPELT_OUT.match(name)
    if spelt and _initials(spelt["full"]) == spelt["short"].upper():
        short, official = spelt["short"], spelt["full"]
    kind = next((kind for kind, words in KINDS if words.search(official or name)), "")
    return PartnerDetails(short, kind, official, position)


def is_programme(name: str, body: ParsedBody) -> bool:
    """Whether a text describes a programme, not an organization: it asks what something is and answers."""
    asks = name.endswith(("?", "？")) or any(isinstance(block, Heading) for block in body.blocks)
    return asks and bool(body.text)


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"[A-Za-z]+", name) if word[0].isupper())
