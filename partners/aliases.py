"""What is known of organizations that pages name by a word alone: proposed to staff, who confirm it."""

import re
from dataclasses import dataclass
from typing import Any

from partners.models import Partner

Kind = Partner.Kind


@dataclass(frozen=True)
class Known:
    """An organization: its official names and the address of its website; "" for what is not known."""

    official_name_en: str
    official_name_ko: str
    kind: str
    url: str = ""


#: {names on pages: organization}
KNOWN = {
    ("CityNet", "시티넷"): Known(
        "Regional Network of Local Authorities for the Management of Human Settlements",
        "아시아·태평양 지방정부 네트워크",
        Kind.INTERNATIONAL_ORGANIZATION,
        "https://citynet-ap.org/",
    ),
    ("ICLEI", "이클레이"): Known(
        "ICLEI – Local Governments for Sustainability",
        "지속가능성을 위한 세계지방정부",
        Kind.INTERNATIONAL_ORGANIZATION,
        "https://iclei.org/",
    ),
    ("UN-Habitat", "유엔해비타트"): Known(
        "United Nations Human Settlements Programme",
        "유엔인간정주계획",
        Kind.INTERNATIONAL_ORGANIZATION,
        "https://unhabitat.org/",
    ),
    ("WeGO", "WeGOV", "세계스마트시티기구"): Known(
        "World Smart Sustainable Cities Organization",
        "세계스마트시티기구",
        Kind.INTERNATIONAL_ORGANIZATION,
        "https://we-gov.org/",
    ),
    ("World Bank", "World Bank Group", "세계은행", "세계은행그룹", "IBRD", "국제부흥개발은행"): Known(
        "The World Bank", "세계은행", Kind.INTERNATIONAL_ORGANIZATION, "https://www.worldbank.org/"
    ),
    ("ADB", "아시아개발은행"): Known(
        "Asian Development Bank", "아시아개발은행", Kind.INTERNATIONAL_ORGANIZATION, "https://www.adb.org/"
    ),
    ("Metropolis",): Known(
        "World Association of the Major Metropolises",
        "세계대도시협의회",
        Kind.INTERNATIONAL_ORGANIZATION,
        "https://www.metropolis.org/",
    ),
    ("UCLG", "세계지방정부연합"): Known(
        "United Cities and Local Governments",
        "세계지방정부연합",
        Kind.INTERNATIONAL_ORGANIZATION,
        "https://uclg.org/",
    ),
    ("C40", "C40 Cities", "C40 도시기후리더십그룹"): Known(
        "C40 Cities Climate Leadership Group",
        "C40 도시기후리더십그룹",
        Kind.INTERNATIONAL_ORGANIZATION,
        "https://www.c40.org/",
    ),
    ("OECD", "경제협력개발기구"): Known(
        "Organisation for Economic Co-operation and Development",
        "경제협력개발기구",
        Kind.INTERNATIONAL_ORGANIZATION,
        "https://www.oecd.org/",
    ),
    ("UNDP", "유엔개발계획"): Known(
        "United Nations Development Programme",
        "유엔개발계획",
        Kind.INTERNATIONAL_ORGANIZATION,
        "https://www.undp.org/",
    ),
    ("KOICA", "코이카", "국제협력단"): Known(
        "Korea International Cooperation Agency",
        "한국국제협력단",
        Kind.PUBLIC_INSTITUTION,
        "https://www.koica.go.kr/",
    ),
    ("KOTRA", "코트라"): Known(
        "Korea Trade-Investment Promotion Agency",
        "대한무역투자진흥공사",
        Kind.PUBLIC_INSTITUTION,
        "https://www.kotra.or.kr/",
    ),
    ("수출입은행", "한국수출입은행"): Known(
        "Export-Import Bank of Korea",
        "한국수출입은행",
        Kind.PUBLIC_INSTITUTION,
        "https://www.koreaexim.go.kr/",
    ),
    ("외교부", "MOFA"): Known(
        "Ministry of Foreign Affairs", "외교부", Kind.MINISTRY, "https://www.mofa.go.kr/"
    ),
    ("기재부", "기획재정부", "MOEF"): Known("Ministry of Economy and Finance", "기획재정부", Kind.MINISTRY),
    ("CLC",): Known(
        "Centre for Liveable Cities", "살기좋은도시센터", Kind.RESEARCH, "https://www.clc.gov.sg/"
    ),
    ("KDI", "한국개발연구원"): Known(
        "Korea Development Institute", "한국개발연구원", Kind.RESEARCH, "https://www.kdi.re.kr/"
    ),
    ("국토연구원", "KRIHS"): Known(
        "Korea Research Institute for Human Settlements",
        "국토연구원",
        Kind.RESEARCH,
        "https://www.krihs.re.kr/",
    ),
    ("해외건설협회", "ICAK"): Known(
        "International Contractors Association of Korea",
        "해외건설협회",
        Kind.ASSOCIATION,
        "https://www.icak.or.kr/",
    ),
    ("금융투자협회", "한국금융투자협회", "KOFIA"): Known(
        "Korea Financial Investment Association",
        "한국금융투자협회",
        Kind.ASSOCIATION,
        "https://www.kofia.or.kr/",
    ),
    ("대한상공회의소", "KCCI"): Known(
        "Korea Chamber of Commerce and Industry",
        "대한상공회의소",
        Kind.ASSOCIATION,
        "https://www.korcham.net/",
    ),
    ("중소기업중앙회", "KBIZ"): Known(
        "Korea Federation of SMEs", "중소기업중앙회", Kind.ASSOCIATION, "https://www.kbiz.or.kr/"
    ),
    ("서울시립대", "서울시립대학교", "University of Seoul"): Known(
        "University of Seoul", "서울시립대학교", Kind.UNIVERSITY, "https://www.uos.ac.kr/"
    ),
    ("World Cities Summit",): Known(
        "World Cities Summit", "세계도시정상회의", "", "https://www.worldcitiessummit.com.sg/"
    ),
    ("K-Developedia",): Known("K-Developedia", "케이디벨로피디아", "", "https://www.kdevelopedia.org/"),
}


#: A name with a short or another one behind it: 외교부(MOFA).
_WITH_ANOTHER = re.compile(r"(.+?)\s*\((.+)\)\s*")


def _key(name: str) -> str:
    plain = re.sub(r"[\W_]+", "", re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE))
    return plain.casefold().replace("organization", "organisation")


_BY_NAME = {
    _key(name): known
    for names, known in KNOWN.items()
    for name in (*names, known.official_name_en, known.official_name_ko)
}


def _spellings(name: str) -> tuple[str, ...]:
    parts = _WITH_ANOTHER.fullmatch(name)
    return (name, *parts.groups()) if parts else (name,)


def known_as(*names: str | None) -> Known | None:
    """Return the organization that one of ``names`` means, short or official, or both, one in brackets.

    Case, spaces, hyphens and a "The" make no difference.
    """
    keys = (_key(spelling) for name in names if name for spelling in _spellings(name))
    return next((known for key in keys if (known := _BY_NAME.get(key))), None)


def proposal(partner: Any) -> dict[str, str]:
    """Return {field: value} of what is known of a partner and not recorded yet."""
    known = known_as(partner.name_en, partner.name_ko)
    if not known:
        return {}
    return {name: value for name, value in vars(known).items() if value and not getattr(partner, name)}
