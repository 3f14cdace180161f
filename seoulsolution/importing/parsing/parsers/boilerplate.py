"""What the two sites put around their texts: skip links, menus, view counts, the city's name."""

import re

SKIP_LINK = re.compile(
    r"^\s*(?:go to main content|skip to (?:main )?content|본문 ?(?:으로)? ?바로가기"
    r"|本文(?:へ(?:移動|進む)?|に移動)"
    r"|(?:跳至|跳到|转到|前往)(?:正文|主要?内容|主要內容)|aller au contenu(?: principal)?"
    r"|(?:ir|saltar) al contenido(?: principal)?|(?:انتقل|الانتقال|اذهب) إلى المحتوى(?: الرئيسي)?)\s*$",
    re.IGNORECASE,
)
MENU_WORDS = (
    "homepage|home|facebook|twitter|instagram|youtube|blog|rss|flickr|weibo|wechat|web ?master|"
    "seoul city hall|directions|previous newsletter|next newsletter|previous|next|list|print|share|top|"
    "go to top|sitemap|privacy policy|copyright policy|contact us|site map|"
    "목록|이전글|다음글|인쇄|공유|ホーム|一覧|首页|列表|"
    "accueil|plan du site|inicio|mapa del sitio"
)
MENU = re.compile(rf"^\s*(?:{MENU_WORDS})(?:[\s|·/]+(?:{MENU_WORDS}))*\s*$", re.IGNORECASE)
CITY = re.compile(
    r"\bSeoul\b|서울|Séoul|Seúl|ソウル|首尔|首爾|سيول|سول|\bSMG\b|\bseoulsolution\b", re.IGNORECASE
)
VIEWS = re.compile(
    r"^(?P<before>.*?)(?:^|\s)(?:(?:views?|hits?|read|조회수?)\s*[:：]?\s*)?(?P<views>\d[\d,]*)$",
    re.IGNORECASE,
)
MAX_BYLINE = 300


def split_views(text: str) -> tuple[str, int | None]:
    """Return a byline without the view count at its end, and the count, or None without one."""
    text = text.strip()
    match = VIEWS.match(text) if len(text) <= MAX_BYLINE else None
    if not match:
        return text, None
    return match["before"].strip(), int(match["views"].replace(",", "")[:18] or 0)
