"""Korean nouns of one syllable: 물이 is of 물, though 차이 is not of 차."""

from seoulsolution.search.analysis import PARTICLE_SET

_NOUNS = """
강 값 글 길 꽃 꿈 논 눈 달 닭 돈 돌 땅 말 몸 물 밤 밥 밭 방 배 법 벽 별 병 봄 불 비 빚 빛 빵 산 살
삶 새 섬 손 술 숲 쌀 약 역 옷 일 집 차 책 춤 컵 탑 팀 풀 흙 힘
"""
#: Words of their own that only look like such a noun and a particle.
_OTHERS = """
강가 강과 강도 강의 길이 길가 눈이 돈의 돌이 말로 말과 물가 물의 밤의 방과 방도 방에 배가 배와 배의 법의 별도
병과 병의 봄이 불가 불과 불의 비가 비의 산도 산의 살이 새가 새로 손이 손의 약과 약도 역도 역과 일과 일로 일의
차가 차도 차로 차이 책의
"""
_NOUN_SET, _OTHER_SET = frozenset(_NOUNS.split()), frozenset(_OTHERS.split())


def short_noun_of(word: str) -> str:
    """Return the noun of one syllable that a Hangul word is with its particle; else ""."""
    is_one = word[0] in _NOUN_SET and word[1:] in PARTICLE_SET and word not in _OTHER_SET
    return word[0] if is_one else ""
