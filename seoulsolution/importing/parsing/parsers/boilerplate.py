"""What the two sites put around their texts: skip links, menus, buttons for print and the size of letters."""

import re
from functools import lru_cache

_SKIP_PHRASES = (
    r"(?:go|skip|jump) to (?:the )?(?:main |site |page |sub ?|top |global |primary )?"
    r"(?:contents?|menu|navigation|footer|bottom)(?: contents?| area| menu)?",
    r"skip (?:main |global )?navigation",
    r"(?:메인|주|하단|푸터|본문|상단)? ?(?:본문|메뉴|콘텐츠|컨텐츠|내용|푸터|정보|내비게이션)"
    r" ?(?:영역)? ?(?:으?로)? ?(?:바로 ?가기|건너뛰기|이동하?기?)",
    r"본문(?:으로)?",
    r"(?:メイン|フッター|グローバル|主要)?(?:コンテンツ|本文|メニュー|ナビゲーション|フッター)(?:エリア|情報)?"
    r"(?:へ|に|を|まで)(?:直接)?(?:移動|進む|スキップ|ジャンプ|飛ぶ)?(?:する)?",
    r"本文(?:移動)?",
    r"(?:直接|快速)?(?:跳至|跳到|跳转到?|跳轉到?|跳过|跳過|转到|轉到|转至|轉至|前往|移至|移动到|移動到|进入|進入)"
    r"(?:主|主要|网站|網站|页脚|頁腳|底部|页尾|頁尾)?(?:正文|内容|內容|导航|導航|菜单|選單|页脚|頁腳|页尾|頁尾|底部)"
    r"(?:内容|內容|区域|區域)?",
    r"aller au (?:contenu|menu|pied de page)(?: principal)?",
    r"(?:ir|saltar|pasar) al? (?:contenido|menú|pie de página)(?: principal)?",
    r"(?:перейти|пропустить) (?:к|до) (?:основному )?(?:содержанию|меню)",
    r"(?:chuyển|đi) đến (?:nội dung|trình đơn)(?: chính)?",
    r"(?:zum|zur) (?:haupt)?(?:inhalt|menü|navigation) (?:springen|wechseln)",
    r"(?:انتقل|الانتقال|اذهب) إلى (?:المحتوى|القائمة|التذييل)(?: الرئيسي| الرئيسية)?",
)
_SKIP_PHRASE = f"(?:{'|'.join(_SKIP_PHRASES)})"
# Two of them may be glued together: "Go to Main ContentGo to Footer Content".
SKIP_LINK = re.compile(
    rf"^[\s•·|»>-]*{_SKIP_PHRASE}(?:[\s•·|»>/,-]*{_SKIP_PHRASE})*[\s•·|»>]*$", re.IGNORECASE
)

_BUTTONS = (
    r"image_(?:pdf|print|mail)|(?:pdf|print|mail|share|scrap|bookmark) ?(?:icon|button|image|this page)"
    r"|(?:add to )?(?:facebook|twitter|kakao(?:talk|story)?|naver|line|url|sns) ?(?:share|copy|공유|복사)"
    r"|(?:font|text|letter) ?(?:size|up|down|increase|decrease|bigger|smaller|larger)"
    r"|(?:zoom|size) ?(?:in|out)|(?:글자|글씨|화면) ?(?:크기)?(?: ?(?:크게|작게|확대|축소|조절|인쇄))*"
    r"|文字(?:サイズ|の?大きさ|大小)|字(?:体|體|号|號)(?:大小|大|小)?"
    r"|모바일 ?메뉴(?: ?(?:열기|닫기|/))*|(?:open|close|mobile|toggle|full) ?menu"
    r"|전체 ?메뉴(?: ?(?:보기|열기|닫기))?|메뉴 ?(?:열기|닫기)(?: ?/ ?(?:열기|닫기))?"
    r"|sns ?공유(?:하기)?|공유하기|인쇄하기|스크랩(?:하기)?|url ?복사"
    r"|서울 ?정책아카이브에 오신 ?것을 환영합니다\.?|welcome to (?:the )?seoul (?:solution|policy archive)\W?"
)
# The same letter twice is the pair of buttons that change the size of letters: "T T", "A A", "가 가".
WIDGET = re.compile(
    rf"^[\s•·|+-]*(?:(?P<letter>[ATaK가あ字文])[+\-\s]+(?P=letter)(?:[+\-\s]+(?P=letter))*[+\-]?"
    rf"|[+-]\s+[+-]|[•·|]|(?:{_BUTTONS})(?:[\s|·/,]*(?:{_BUTTONS}))*(?:\s*[+-])*)\s*$",
    re.IGNORECASE,
)
MENU_WORDS = (
    "homepage|home|e-?mail|unsubscribe|facebook|twitter|instagram|youtube|blog|rss|flickr|weibo|wechat|"
    "web ?master|seoul city hall|directions|previous newsletter|next newsletter|prev(?:ious)?|next|list|"
    "print|share|top|pdf|go to top|back to top|sitemap|privacy policy|copyright policy|contact us|site map|"
    "목록|이전글|다음글|인쇄|공유|맨 ?위로|ホーム|一覧|印刷|首页|列表|打印|"
    "accueil|plan du site|inicio|mapa del sitio"
)
MENU = re.compile(rf"^\s*(?:{MENU_WORDS})(?:[\s|·/]+(?:{MENU_WORDS}))*\s*$", re.IGNORECASE)
COPYRIGHT = re.compile(
    r"(?:copyright|©|ⓒ|\(c\))[^.]{0,120}?(?:\.\s*)?all rights? reserved\.?"
    r"|(?:©|ⓒ)[^.]{0,60}seoul[^.]{0,40}\.?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def kind_of_boilerplate(text: str) -> str:
    """Return what a line is that never belongs to a text, wherever it is; "" for any other line.

    Menus are not among them: a text may have a line "Home" or "List".
    """
    if SKIP_LINK.match(text):
        return "skip link"
    if COPYRIGHT.fullmatch(text.strip()):
        return "copyright"
    return "button" if WIDGET.match(text) else ""
