"""Everyday words of city policy in both languages: a query that finds nothing is offered in the other one.

Most texts exist in one language only. These words have too many meanings to add them to every query, as
synonyms.py does with set terms, so the reader sees the translation and decides.
"""

import re

from seoulsolution.search.language.english import stem
from seoulsolution.search.language.normalisation import normalise, without_particle
from seoulsolution.search.language.synonyms import TO_ENGLISH, english_key, entries, grouped
from seoulsolution.search.language.terms import ABROAD, TERMS

#: Korean words = English words; the first of each is the one that is offered.
EVERYDAY = """
교통 = transport, transportation
지하철 = subway, metro
버스 = bus
자전거 = bicycle, bike
보행 = walking, pedestrian
주차 = parking
도로 = road
환경 = environment
기후 = climate
에너지 = energy
지열 = geothermal
수소 = hydrogen
쓰레기, 폐기물 = waste
수돗물 = tap water
상수도 = waterworks, water supply
하수, 하수도 = sewage, sewerage
하천 = river, stream
공원 = park
녹지 = green space
숲 = forest
복지 = welfare
일자리 = job
청년 = youth
어르신, 노인 = elderly, senior
어린이 = child, children
여성 = women
장애인 = disability, disabled
저소득층 = low income
주택 = housing
돌봄 = care
보육 = child care
건강 = health
의료 = medical
병원 = hospital
감염병 = infectious disease
방역 = quarantine
마스크 = mask
백신 = vaccine
안전 = safety
재난 = disaster
화재 = fire
홍수 = flood
소방 = firefighting
스마트 = smart
데이터 = data
메타버스 = metaverse
디지털 = digital
정보통신 = ict
앱 = app
온라인 = online
경제 = economy
금융 = finance
창업 = startup
기업 = company, enterprise
중소기업 = small business
소상공인 = small merchants
투자 = investment
관광 = tourism
회의, 컨벤션 = convention, conference
전시 = exhibition
축제 = festival
문화 = culture
예술 = art
공연 = performance
역사 = history
문화재 = cultural heritage
박물관 = museum
도서관 = library
한국어 = korean language
영화 = film
음악 = music
체육, 스포츠 = sports
올림픽 = olympics
국제 = international
국제협력 = international cooperation
국제기구 = international organization
외국인 = foreigner, foreign residents
도시 = city
정책 = policy
시장 = mayor
시의회 = city council
시민 = citizen
참여 = participation
주민 = resident
자치구 = district
마을 = village
공동체 = community
예산 = budget
행정 = administration
규제 = regulation
혁신 = innovation
교육 = education
학교 = school
대학, 대학교 = university
연수 = training
포럼 = forum
정상회의 = summit
수상 = award
선정 = selected
보고서 = report
인터뷰 = interview
영상 = video
책자, 안내서 = brochure
공고 = notice
추천 = recommendation, nomination
신청 = application
접수 = submission
중국 = china
일본 = japan
미국 = usa, united states
아시아 = asia
유럽 = europe
아프리카 = africa
중남미 = latin america
유엔 = united nations
"""


def _read(terms):
    """Return ({Korean: English}, {English key: Korean})."""
    to_english, to_korean = {}, {}
    for korean, english in entries(terms):
        to_english.update((name, english[0]) for name in korean)
        to_korean.update((english_key(name), korean[0]) for name in english)
    return to_english, to_korean


_TO_ENGLISH, _TO_KOREAN = _read(TERMS + ABROAD + EVERYDAY)
_LONGEST = max(len(key) for key in _TO_KOREAN)


def translated(query: str) -> str | None:
    """Return ``query`` in the other language, or None if one of its words is not known.

    A query with Hangul becomes English and keeps its Latin words and numbers; any other becomes Korean.
    """
    words = re.findall(r"[\w.+-]+", normalise(query))
    look_up = _english if has_hangul(query) else _korean
    names = [name for _group, name in grouped(words, _LONGEST, look_up)]
    return " ".join(names) if all(names) and names != words else None


def is_term(word: str) -> bool:
    """Return whether a Korean word, without removing an ending, is a name or an everyday word."""
    return word in _TO_ENGLISH or word in TO_ENGLISH


def has_hangul(text: str) -> bool:
    return bool(re.search("[가-힣]", text))


def _english(group):
    joined = "".join(group)
    if len(group) == 1 and not has_hangul(joined):
        return joined
    return _TO_ENGLISH.get(joined) or _TO_ENGLISH.get(without_particle(joined))


def _korean(group):
    if len(group) == 1 and group[0].isdecimal():
        return group[0]
    return _TO_KOREAN.get(tuple(map(stem, group)))
