"""Words before a colon that label a fact ("Place: Seoul Plaza"), and head no section and no article."""

import re

# Labels that another word may precede or follow ("Opening hours", "Place of departure") …
_LABELS = (
    "hours?|times?|dates?|days? off|period|duration|places?|venue|location|address|getting there|admission"
    "|entry|entrance|fees?|fare|prices?|cost|charge|contacts?|inquir(?:y|ies)|enquir(?:y|ies)|tel"
    "|telephone|phone|fax|e-?mail|web ?sites?|home ?page|url|organi[sz]ers?|hosts?|deadline"
    "|registration|reservations?|submission|facilities|directions?|parking|tickets?|eligibility|capacity"
)
# … and those that are labels only by themselves: "Bus: 101", but no "Night Bus: …".
_LABELS_ALONE = (
    "open|closed|day|when|where|who|what|schedule|transport(?:ation)?|access|subway|bus|metro|info|information"
    "|web|link|hosted by|organi[sz]ed by|sponsors?|sponsored by|supported by|participants?|target|languages?"
    "|programs?|programmes?|performers?|artists?|notes?|remarks?|photos?|sources?|site|applications?|theme|size"
    "|area|scale|budget|questions|how to (?:get there|apply|participate|submit)|(?:where|documents) to submit"
)
_MORE = r"(?:\s+(?:and|&|/|of|for|to)\s+\w+|\s+\w+)?"
_LATIN = re.compile(rf"^(?:(?:[\w’'-]+\s+)?(?:{_LABELS}){_MORE}|(?:{_LABELS_ALONE}))$", re.IGNORECASE)
_OTHERS = (
    ""
    "(?:접수|신청|모집|제출|운영|이용|행사|교육|관람|개장|개방)?(?:기간|방법|서류|장소|시간|대상|일시|기한) "
    "접수처? 신청 모집 제출 마감 운영 이용 일정 날짜 위치 주소 교통편? (?:오시는|찾아오는|가는)길 입장료 "
    "요금 관람료 참가비 비용 문의처? 연락처 전화 팩스 이메일 홈페이지 누리집 주최 주관 후원 인원 참가자 "
    "담당자? 휴관일 휴무 프로그램 내용 비고 場所 会場 日時 日程 期間 時間 営業時間 開館時間 料金 入場料 "
    "お?問い?合わ?せ(?:先)? アクセス 交通 電話 住所 ホームページ 主催 対象 定休日 休館日 地点 地點 地址 "
    "时间 日期 期间 开放时间 開放時間 费用 費用 门票 門票 咨询 諮詢 电话 网址 網址 主办 主辦 交通方式"
)
_OTHER = re.compile(rf"^(?:{'|'.join(_OTHERS.split())})$")


def is_label(words: str) -> bool:
    """Whether words are such a label."""
    return bool(_LATIN.match(words) or _OTHER.match(words.replace(" ", "")))
