"""Set terms of the archive that have one name in each language: asked in one, found in both.

Only terms that mean the same thing everywhere stand here, not words a dictionary could translate:
a reader who asks for 명예시민 wants what is written about honorary citizens, in whatever language.
"""

import re

from seoulsolution.search.analysis import TERM, normalise
from seoulsolution.search.english import stem
from seoulsolution.search.romanisation import romanise

#: Korean names, then English names; the first of each is the one used today.
TERMS = """
명예시민, 명예시민증 = honorary citizen, honorary citizenship
공유도시 = sharing city
도시재생 = urban regeneration
참여예산, 참여예산제, 주민참여예산, 주민참여예산제, 시민참여예산 = participatory budget
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
대중교통 = public transport, public transportation
중앙버스전용차로 = median bus lane
공공자전거 = public bike, public bicycle
기후변화 = climate change
탄소중립 = carbon neutrality, carbon neutral
온실가스 = greenhouse gas
미세먼지 = fine dust, particulate matter
재생에너지, 신재생에너지 = renewable energy
태양광 = solar power
도시농업 = urban agriculture, urban farming
사회적경제 = social economy
사회적기업 = social enterprise
마을공동체 = village community
생활임금 = living wage
기본소득 = basic income
안심소득 = safety income
무상급식 = free school meal
공공임대주택, 임대주택 = public rental housing
디지털미디어시티 = digital media city
월드컵공원 = world cup park
서울숲 = seoul forest
서울시청 = seoul city hall
세운상가 = sewoon plaza, seun plaza
뉴스레터 = newsletter
협동조합 = cooperative
빈집 = vacant house
도시계획 = urban planning, city planning
도시기본계획 = urban master plan
도시개발 = urban development
재개발 = redevelopment
개발제한구역 = green belt, greenbelt
보행친화도시 = walkable city
간선급행버스 = bus rapid transit, brt
교통카드 = transport card, transportation card
혼잡통행료 = congestion charge, congestion fee
자전거도로 = bicycle lane, bike lane
전기차, 전기자동차 = electric vehicle, electric car
빅데이터 = big data
공공데이터 = open data, public data
사물인터넷 = internet of things, iot
인공지능 = artificial intelligence
디지털트윈 = digital twin
열린정부 = open government
지속가능발전 = sustainable development
지속가능발전목표 = sustainable development goals, sdgs
녹색성장 = green growth
저탄소 = low carbon
열섬 = heat island
빗물관리 = rainwater management
하수처리 = sewage treatment, wastewater treatment
폐기물관리 = waste management
음식물쓰레기 = food waste
대기오염 = air pollution
대기질 = air quality
수질 = water quality
문화유산 = cultural heritage
세계문화유산 = world cultural heritage
전통시장 = traditional market
국제교류 = international exchange
세계은행 = world bank
유엔해비타트 = un habitat
유네스코 = unesco
이클레이 = iclei
시티넷 = citynet
서울디지털재단 = seoul digital foundation
서울관광재단 = seoul tourism organization
서울주택도시공사 = seoul housing and communities corporation
서울교통공사 = seoul metro
서울역 = seoul station
서울광장 = seoul plaza
광화문광장 = gwanghwamun square, gwanghwamun plaza
남대문시장 = namdaemun market
광장시장 = gwangjang market
북촌한옥마을 = bukchon hanok village
남산서울타워 = n seoul tower, namsan tower
코로나 = covid, coronavirus
"""

#: Places whose English name is just how they sound.
PLACES = """
강남 강동 강북 강서 관악 광진 구로 금천 노원 도봉 동대문 동작 마포 서대문 서초 성동 성북 송파 양천 영등포 용산
은평 종로 중랑 명동 신촌 홍대 청량리 노량진 성수 이태원 잠실 여의도 난지도 선유도 왕십리 압구정 을지로
인사동 뚝섬 노들섬 종묘
경복궁 창덕궁 창경궁 덕수궁 숭례문 북한산 관악산 인왕산 도봉산 중랑천 안양천 양재천 홍제천 정릉천 불광천
"""


def english_key(term: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in re.findall(r"[a-z0-9]+", normalise(term)))


def entries(terms: str):
    """Yield (Korean names, English names) of each line of ``terms``; empty lines mean nothing."""
    for line in filter(None, terms.splitlines()):
        yield tuple([name.strip() for name in side.split(",")] for side in line.split("="))


def grouped(words: list, longest: int, look_up):
    """Yield (group, what ``look_up`` knows of it) for all ``words`` in order.

    A group is the longest row of at most ``longest`` words that is known, or a single word that is not.
    """
    start = 0
    while start < len(words):
        for length in range(min(longest, len(words) - start), 0, -1):
            group = words[start : start + length]
            if (known := look_up(group)) or length == 1:
                yield group, known
                break
        start += length


def _read(terms):
    """Return ({Korean: [English keys]}, {English key: [Korean]})."""
    to_english, to_korean = {}, {}
    for korean, english in entries(terms):
        keys = list(dict.fromkeys(english_key(name) for name in english))
        for name in korean:
            to_english.setdefault(name, []).extend(keys)
        for key in keys:
            to_korean.setdefault(key, []).extend(korean[:1])
    for name in PLACES.split():
        key = (stem(romanise(name)),)
        to_english.setdefault(name, [key])
        to_korean.setdefault(key, [name])
    return to_english, to_korean


TO_ENGLISH, TO_KOREAN = _read(TERMS)
_BY_FIRST_WORD = {}
for _key in filter(lambda key: len(key) > 1, TO_KOREAN):
    _BY_FIRST_WORD.setdefault(_key[0], []).append(_key)
#: The most words that one term has.
LONGEST = max(len(key) for key in TO_KOREAN)


def token_of(key: tuple[str, ...]) -> str:
    """Return the token of a set term: a text has it where the words of the term stand together."""
    return TERM + "".join(key) if len(key) > 1 else key[0]


def terms_in(stems: list[str]) -> list[str]:
    """Return the tokens of the set terms of several words that stand in a row of Latin words, as stems."""
    return [
        token_of(key)
        for place, first in enumerate(stems)
        for key in _BY_FIRST_WORD.get(first, ())
        if tuple(stems[place : place + len(key)]) == key
    ]
