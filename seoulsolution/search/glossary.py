"""Set terms of the archive that have one name in each language: asked in one, found in both.

Only terms that mean the same thing everywhere stand here, not words a dictionary could translate:
a reader who asks for 명예시민 wants what is written about honorary citizens, in whatever language.
"""

import re

from seoulsolution.search.analysis import normalise, stem

#: Korean names, then English names; the first of each is the one used today.
TERMS = """
명예시민, 명예시민증 = honorary citizen, honorary citizenship
공유도시 = sharing city
도시재생 = urban regeneration
참여예산, 주민참여예산, 시민참여예산 = participatory budget, participatory budgeting
시민참여 = citizen participation
전자정부 = e-government
스마트도시, 스마트시티 = smart city
자매도시 = sister city
세계도시정상회의 = world cities summit
세계도시포럼 = world cities forum
원전하나줄이기 = one less nuclear power plant
쓰레기종량제 = volume based waste fee
올빼미버스 = owl bus
청년수당 = youth allowance
안심귀가 = safe return home
열린데이터광장 = open data plaza
한양도성 = seoul city wall, hanyang doseong
청계천 = cheonggyecheon
한강 = hangang, han river
따릉이 = ttareungi
아리수 = arisu
한옥 = hanok
북촌 = bukchon
남산 = namsan
광화문 = gwanghwamun
동대문디자인플라자 = dongdaemun design plaza
마곡 = magok
상암 = sangam
창신동 = changsin dong
서울로7017 = seoullo 7017
서울연구원 = seoul institute
서울정책아카이브 = seoul solution
서울시립대학교 = university of seoul
한류 = hallyu
"""


def english_key(term: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in re.findall(r"[a-z0-9]+", normalise(term)))


def _read(terms):
    """Return ({Korean: [English keys]}, {English key: [Korean]})."""
    to_english, to_korean = {}, {}
    for line in terms.strip().splitlines():
        korean, english = ([name.strip() for name in side.split(",")] for side in line.split("="))
        keys = list(dict.fromkeys(english_key(name) for name in english))
        for name in korean:
            to_english.setdefault(name, []).extend(keys)
        for key in keys:
            to_korean.setdefault(key, []).extend(korean[:1])
    return to_english, to_korean


TO_ENGLISH, TO_KOREAN = _read(TERMS)
#: The most words that one term has.
LONGEST = max(len(key) for key in TO_KOREAN)
