"""Whether a page is about the city: by its name, its government, or its own places."""

import re

CITY = re.compile(
    r"\bSeoul\b|서울|Séoul|Seúl|ソウル|首尔|首爾|سيول|سول|\bSMG\b|\bseoulsolution\b", re.IGNORECASE
)
# Names that no other city has: districts, quarters, streams, mountains, palaces and landmarks.
_LATIN = (
    "Jamsil Yeouido Nowon Gangnam Gangbuk Gangdong Gangseo-gu Gwanak Gwangjin Geumcheon Dobong Dongjak "
    "Dongdaemun Namdaemun Mapo Seodaemun Seocho Seongdong Seongbuk Songpa Yangcheon Yeongdeungpo Eunpyeong "
    "Jongno Jungnang Cheonggyecheon Cheonggye Gwanghwamun Namsan Myeong-?dong Insa-?dong Itaewon Hongdae "
    "Sinchon Ttukseom Tteukseom Bukchon Seochon Bukhansan Inwangsan Samcheong-?dong Sangam Nanji-?do Seongsu "
    "Mullae Euljiro Jangchung Gyeongbokgung Gyeongbok Changdeokgung Deoksugung Changgyeonggung Jongmyo "
    "Hangang Seoullo Sebitseom Banpo Mangwon Garak Noryangjin Magok Jamwon Ichon Apgujeong "
    "Cheongdam Sadang Sillim Yongsan Arisu Tancheon Anyangcheon Jungnangcheon Bosingak Sungnyemun "
    "Heunginjimun Daehangno Daehak-?ro"
)
_HANGUL = (
    "잠실 여의도 노원 강남구 강북구 강동구 관악 광진 금천 도봉 동작구 동대문 남대문 마포 "
    "서대문 서초 성동 성북 송파 양천구 영등포 은평 종로 중랑 청계천 광화문 남산 명동 인사동 "
    "이태원 홍대 신촌 뚝섬 북촌 서촌 북한산 인왕산 상암 난지 성수동 "
    "을지로 경복궁 창덕궁 덕수궁 창경궁 종묘 한강공원 세빛섬 반포 망원 노량진 마곡 압구정 아리수"
)
_HAN_AND_KANA = (
    "清渓川 清溪川 光化門 光化门 明洞 仁寺洞 梨泰院 弘大 汝矣島 汝矣岛 蚕室 蠶室 景福宮 景福宫 "
    "昌徳宮 昌德宫 徳寿宮 德寿宫 チョンゲチョン クァンファムン ミョンドン カンナム インサドン イテウォン "
    " トンデムン ナムデムン ナムサン ヨイド チャムシル ハンガン"
)
PLACE = re.compile(
    rf"\b(?:{'|'.join(_LATIN.split())}|Han River)\b"
    rf"|{'|'.join([*_HANGUL.split(), *_HAN_AND_KANA.split()])}",
    re.IGNORECASE,
)
# The city's government as the one who acts, which a traveller's page hardly names.
GOVERNMENT = re.compile(
    r"\bSeoul Metropolitan|\bSMG\b|\bCity of Seoul\b|\bSeoul(?: City)? Government\b|\bSeoul City\b"
    r"|\bSeoul Mayor\b|\bMayor (?:of Seoul|Park Won|Oh Se)|서울시|서울특별시"
    r"|ソウル(?:特別)?市|首尔(?:特别)?市|首爾(?:特別)?市"
    r"|Ville de Séoul|(?:Ciudad|Ayuntamiento|Gobierno Metropolitano) de Seúl",
    re.IGNORECASE,
)
# What a city's own news is about.
CIVIC = re.compile(
    r"\b(?:citizens?|residents?|the city|city'?s|mayor|metropolitan|government|district|public|municipal"
    r"|policy|policies)\b|city hall|시민|시장|시청|구청|자치구|정책|市民|市長|市长|市政|区民|區民|政策",
    re.IGNORECASE,
)
# The city as the one who acts, at the beginning of a sentence: "Seoul lends boats", not "Seoul has cafes".
ACTS = re.compile(
    r"(?:^[ \t•]*|[.!?]\s+)(?:The city of Seoul"
    r"|Seoul (?!(?:is|was|has|offers?|boasts|in|on|at|and|or|for|with)\b)[a-z]{3,})\b",
    re.MULTILINE,
)
OTHER_CITIES = re.compile(
    r"\b(?:Busan|Incheon|Daegu|Daejeon|Gwangju|Ulsan|Suwon|Changwon|Jeju)\b"
    r"|부산|인천|대구|대전|광주시|울산|수원|창원|제주",
    re.IGNORECASE,
)
# Governments by their names: a page that names only another one is not of this city.
ANY_GOVERNMENT = re.compile(
    r"\b[A-Z]\w+ (?:Metropolitan|City|Municipal) (?:Government|Council|City)|\bCity of [A-Z]"
)

# Who writes "we" writes for a shop or of a journey, unless the city's government is named.
VOICE = re.compile(r"\b(?:[Ww]e|[Oo]urs?(?! [Cc]it(?:y|izens)\b)|[Mm]y|I)\b")
QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")


def speaks_for_city(text: str) -> bool:
    """Whether a text is official by its words: the city or its government acts, or it is of citizens."""
    return any(pattern.search(text) for pattern in (GOVERNMENT, ACTS, CIVIC))


def is_personal(text: str) -> bool:
    """Whether a text speaks of its writer outside quotes."""
    return bool(VOICE.search(QUOTED.sub("", text)))


def names_city(text: str) -> bool:
    """Whether a text names the city or one of its own places."""
    return bool(CITY.search(text) or PLACE.search(text))


def is_about_another_city(text: str) -> bool:
    """Whether a text names other cities of the country more often than this one and its places.

    One that never names this city is about another if it names that one's government.
    """
    own = len(CITY.findall(text)) + len(PLACE.findall(text))
    return len(OTHER_CITIES.findall(text)) > own or (not own and bool(ANY_GOVERNMENT.search(text)))
