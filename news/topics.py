"""The topics a new site starts with; staff rename, reorder and extend them in the admin."""

from django.db import router

from seoulsolution.content.art import art_key

# Slug (also the key of its cover art), names and keywords; the importer proposes topics by keywords.
DEFAULT_TOPICS = [
    (
        "transport",
        "Transport",
        "교통",
        "transport, transportation, transit, subway, metro, bus, buses, traffic, railway, bicycle lane, "
        "parking",
        "교통, 지하철, 버스, 도로, 자전거, 철도, 주차",
    ),
    (
        "environment",
        "Environment",
        "환경",
        "environment, environmental, climate, energy, solar, geothermal, carbon, greenhouse gas, "
        "air quality, particulate, tap water, waste, ecological",
        "환경, 기후, 에너지, 태양광, 지열, 탄소, 온실가스, 미세먼지, 수돗물, 상수도, 폐기물, 생태",
    ),
    (
        "welfare",
        "Welfare",
        "복지",
        "welfare, income, poverty, vulnerable, socially neglected, housing, caregiving, inequality, senior",
        "복지, 소득, 빈곤, 취약, 약자, 주거, 돌봄, 불평등, 어르신",
    ),
    (
        "smart-city",
        "Smart city",
        "스마트도시",
        "smart city, ict, digital, metaverse, e-government, e-governance, big data, "
        "artificial intelligence, app, network",
        "스마트도시, 스마트시티, 디지털, 메타버스, 전자정부, 빅데이터, 인공지능, 정보통신",
    ),
    (
        "safety",
        "Safety and health",
        "안전·보건",
        "safety, safest, covid-19, covid, pandemic, mask, health, quarantine, disaster, emergency, infection",
        "안전, 코로나19, 감염병, 방역, 보건, 건강, 재난, 마스크",
    ),
    (
        "economy",
        "Economy",
        "경제",
        "economy, economic, finance, financial, startup, start-up, investment, business, mice, "
        "tourism, tourists, competitiveness, industry",
        "경제, 금융, 창업, 투자, 기업, 관광, 산업, 일자리, 마이스",
    ),
    (
        "international",
        "International",
        "국제협력",
        "international, overseas, global, sister city, sister cities, mou, cooperation, mayors, "
        "delegation, summit, uclg, foreign, exchange",
        "국제, 해외, 글로벌, 자매도시, 업무협약, 협력, 대표단, 교류, 외국인",
    ),
    (
        "culture",
        "Culture and city life",
        "문화·생활",
        "culture, cultural, festival, hallyu, museum, concert, performance, performances, tradition, park, "
        "city life, life in seoul",
        "문화, 축제, 한류, 박물관, 공연, 전통, 공원, 생활",
    ),
    (
        "participation",
        "Participation",
        "시민참여",
        "participation, participatory, citizen participation, residents council, citizenship, open data, "
        "sharing city, governance",
        "시민참여, 참여예산, 주민, 명예시민, 공공데이터, 공유도시, 협치",
    ),
]


def create_default_topics(using="default", **kwargs):
    """Create the default topics in a database that has none; runs after every ``migrate``."""
    from news.models import Topic

    if not router.allow_migrate_model(using, Topic) or Topic.objects.using(using).exists():
        return
    Topic.objects.using(using).bulk_create(
        Topic(
            slug=slug,
            art=art_key(slug),
            name_en=en,
            name_ko=ko,
            keywords_en=words_en,
            keywords_ko=words_ko,
            position=position,
        )
        for position, (slug, en, ko, words_en, words_ko) in enumerate(DEFAULT_TOPICS, start=1)
    )
