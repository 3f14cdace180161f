"""Korean nouns of one syllable: 물이 is of 물, but 차이 not of 차; 빗물 is made of it, but 건물 is not."""

from seoulsolution.search.analysis import PARTICLE_SET

_NOUNS = """
강 값 글 길 꽃 꿈 논 눈 달 닭 돈 돌 땅 말 몸 물 밤 밥 밭 방 배 법 벽 별 병 봄 불 비 빚 빛 빵 산 살
삶 새 섬 손 술 숲 쌀 약 역 옷 일 집 차 책 춤 컵 탑 팀 풀 흙 힘
"""
#: Words of their own that only look like such a noun and a particle.
_OTHERS = """
강가 강도 강의 길가 길이 말로 물가 방도 별도 불가 불과 새로 약도 역도 일과 일로 차도 차로 차이
"""
_NOUN_SET = frozenset(_NOUNS.split())
NO_SHORT_NOUNS = frozenset(_OTHERS.split())


def short_noun_of(word: str) -> str:
    """Return the noun of one syllable that a Hangul word is with its particle; else ""."""
    is_one = word[0] in _NOUN_SET and word[1:] in PARTICLE_SET and word not in NO_SHORT_NOUNS
    return word[0] if is_one else ""


# Words made of such a noun, where many others have the same syllable by chance (건물, 정책). Those of two
# syllables are found inside of words, so any that others hold are left out: 물통 is in 건물통합.
_COMPOUNDS = """
강: 강둑 강물 강바람 강변 강줄기 금강 낙동강 남한강 북한강 영산강 임진강 한강
길: 갓길 골목길 귀갓길 길가 길거리 길모퉁 길목 길바닥 길안내 길찾기 꽃길 나들길 눈길 돌담길
길: 둘레길 뒷길 등굣길 발길 뱃길 빗길 산책길 샛길 숲길 언덕길 올레길 자락길 자전거길 지름길
길: 찻길 철길 출근길 큰길 퇴근길 흙길
눈: 눈길 눈꽃 눈높이 눈사람 눈썰매 눈치우 첫눈 함박눈
달: 다음달 달동네 달력 달빛 매달 보름달 이번달 지난달 한달
돈: 돈벌 돈줄 목돈 뭉칫돈 세뱃돈 용돈 종잣돈 푼돈
말: 거짓말 말뜻 말소리 말하 우리말 존댓말 한국말 혼잣말
물: 강물 개울물 먹는물 물값 물고기 물길 물놀이 물레방아 물맛 물병 물부족 물순환 물안개 물재생
물: 물절약 물줄기 물청소 민물 바닷물 빗물 샘물 수돗물 우물 흙탕물
밤: 군밤 밤거리 밤길 밤낮 밤늦 밤도깨비 밤새 밤하늘 여름밤 한밤
방: 가겟방 공부방 글방 노래방 방값 방바닥 사랑방 온돌방 쪽방
배: 나룻배 돛배 배편 뱃길 뱃놀이
별: 별똥 별빛 별자리
병: 꽃병 병마개 빈병 유리병
봄: 늦봄 봄꽃 봄나들이 봄날 봄맞이 봄볕 봄비 봄철 새봄
불: 등불 반딧불 불꽃 불빛 불씨 산불 촛불 횃불
비: 가랑비 단비 봄비 비구름 비바람 비옷 빗길 빗물 빗방울 빗줄기 이슬비 장맛비
산: 관악산 남산 도봉산 뒷산 등산 백두산 북악산 북한산 불암산 산골 산기슭 산길 산림 산불 산사태
산: 산악 산자락 산행 수락산 아차산 앞산 우면산 인왕산 청계산 한라산
새: 물새 산새 새떼 새소리 철새 텃새
약: 농약 약값 약국 약수 약초 의약 치약
역: 각역 곡역 기차역 남역 당역 릉역 림역 문역 산역 승역 실역 역무 역사 역세권 울역 종착역
역: 차역 철역 청역 촌역
일: 앞일 일거리 일꾼 일손 일자리 일터 집안일 큰일
집: 고깃집 꽃집 맛집 밥집 빈집 빵집 살림집 새집 셋집 술집 어린이집 옆집 윗집 집값 집들이 집밥
집: 집수리 집안일 집주인 집터 찻집
차: 경유차 구급차 기차 나눔카 마차 세차 소방차 수소차 승용차 승차 승합차 열차 유모차 자동차
차: 전기차 정차 주차 차고 차량 차로 차선 찻길 청소차 택배차 하차 화물차
책: 공책 그림책 동화책 새책 전자책 책가방 책거리 책꽂이 책나라 책마당 책사랑 책쉼터 책읽 책자
책: 책장 책축제 헌책
"""
#: {noun: [how words made of it begin or end]}.
COMPOUNDS = {}
for _noun, _words in (line.split(": ") for line in _COMPOUNDS.strip().splitlines()):
    COMPOUNDS.setdefault(_noun, []).extend(_words.split())
