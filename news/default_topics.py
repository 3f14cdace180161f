"""The topics a new site starts with; staff rename, reorder and extend them in the admin."""

from django.db import router

from seoulsolution.content.art import art_key

# Slug (also the key of its cover art), names, introductions and keywords, by which the importer proposes
# topics.
DEFAULT_TOPICS = [
    (
        "transport",
        "Transport",
        "교통",
        "How Seoul moves: buses, the metro, bicycles, streets and parking.",
        "버스와 지하철, 자전거, 도로와 주차 등 서울의 교통 정책을 모았습니다.",
        "transport, transportation, transit, subway, metro, bus, buses, traffic, railway, bicycle lane, "
        "parking",
        "교통, 지하철, 버스, 도로, 자전거, 철도, 주차",
    ),
    (
        "environment",
        "Environment",
        "환경",
        "Clean air and water, energy, waste and the answer to climate change.",
        "대기와 수돗물, 에너지, 폐기물, 기후변화 대응 등 서울의 환경 정책을 모았습니다.",
        "environment, environmental, climate, energy, solar, geothermal, carbon, greenhouse gas, "
        "air quality, particulate, tap water, waste, ecological",
        "환경, 기후, 에너지, 태양광, 지열, 탄소, 온실가스, 미세먼지, 수돗물, 상수도, 폐기물, 생태",
    ),
    (
        "welfare",
        "Welfare",
        "복지",
        "Income, housing and care for those who need support.",
        "소득 보장과 주거, 돌봄 등 도움이 필요한 시민을 위한 복지 정책을 모았습니다.",
        "welfare, income, poverty, vulnerable, socially neglected, housing, caregiving, inequality, senior",
        "복지, 소득, 빈곤, 취약, 약자, 주거, 돌봄, 불평등, 어르신",
    ),
    (
        "smart-city",
        "Smart city",
        "스마트도시",
        "Digital services, data and networks that citizens and offices use.",
        "디지털 행정 서비스와 데이터, 정보통신망 등 스마트도시 정책을 모았습니다.",
        "smart city, ict, digital, metaverse, e-government, e-governance, big data, "
        "artificial intelligence, app, network",
        "스마트도시, 스마트시티, 디지털, 메타버스, 전자정부, 빅데이터, 인공지능, 정보통신",
    ),
    (
        "safety",
        "Safety and health",
        "안전·보건",
        "Public health, protection against infection, and help in disasters.",
        "시민 건강과 감염병 대응, 재난 안전에 관한 정책을 모았습니다.",
        "safety, safest, covid-19, covid, pandemic, mask, health, quarantine, disaster, emergency, infection",
        "안전, 코로나19, 감염병, 방역, 보건, 건강, 재난, 마스크",
    ),
    (
        "economy",
        "Economy",
        "경제",
        "Business, finance, jobs, start-ups, tourism and events.",
        "기업과 금융, 일자리, 창업, 관광과 마이스 산업에 관한 정책을 모았습니다.",
        "economy, economic, finance, financial, startup, start-up, investment, business, mice, "
        "tourism, tourists, competitiveness, industry",
        "경제, 금융, 창업, 투자, 기업, 관광, 산업, 일자리, 마이스",
    ),
    (
        "international",
        "International",
        "국제협력",
        "Work with other cities and organizations, and exchanges with them.",
        "해외 도시 및 국제기구와의 협력·교류에 관한 소식을 모았습니다.",
        "international, overseas, global, sister city, sister cities, mou, cooperation, mayors, "
        "delegation, summit, uclg, foreign, exchange",
        "국제, 해외, 글로벌, 자매도시, 업무협약, 협력, 대표단, 교류, 외국인",
    ),
    (
        "culture",
        "Culture and city life",
        "문화·생활",
        "Festivals, museums, performances, parks and everyday life in Seoul.",
        "축제와 박물관, 공연, 공원 등 서울의 문화와 생활에 관한 정책을 모았습니다.",
        "culture, cultural, festival, hallyu, museum, concert, performance, performances, tradition, park, "
        "city life, life in seoul",
        "문화, 축제, 한류, 박물관, 공연, 전통, 공원, 생활",
    ),
    (
        "participation",
        "Participation",
        "시민참여",
        "How citizens take part: budgets, councils, open data and sharing.",
        "참여예산과 주민 자치, 공공데이터, 공유도시 등 시민이 함께하는 정책을 모았습니다.",
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
            introduction_en=intro_en,
            introduction_ko=intro_ko,
            keywords_en=words_en,
            keywords_ko=words_ko,
            position=position,
        )
        for position, (slug, en, ko, intro_en, intro_ko, words_en, words_ko) in enumerate(
            DEFAULT_TOPICS, start=1
        )
    )
