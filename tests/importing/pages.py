"""Small pages of each format, for tests that change one thing in them."""

BODY = "The city of Seoul opens a new line. It goes around the whole city and back."


def home(*items, archives=(), logos=("CITYNET 로고이미지", "KOTRA 로고이미지")):
    """Return a home page of items (title, header or None, body or None)."""
    lines = ["News", ""]
    lines += [line for one in items for line in item(*one)]
    lines += ["", "Archives", ""]
    lines += [line for one in archives for line in item(*one)]
    return "\n".join(lines + [f"  • {logo}" for logo in logos])


def item(title, header="2020-06-11", body=BODY):
    lines = [f"  • {title}"]
    lines += [f"    등록일 {header} 글쓴이 seoulsolution"] if header else []
    return [*lines, f"    {body}"] if body else lines


def print_list(*articles):
    """Return a print list of articles (title, paragraph …), each title repeated as a picture's text."""
    blocks = [block for title, *texts in articles for block in (title, title, *texts)]
    return "\n\n".join(blocks)


FIRST = ("Seoul Opens a New Line Around the City", "The city of Seoul opens a line. It is long.")
SECOND = ("Seoul Plants a Million Trees This Year", "The city of Seoul plants trees. They grow.")
LIST = print_list(FIRST, SECOND)

PAGE = """Go to Main Content

International Relations News

  • Seoul Opens a New Line Around the City

  • International Relations News SMG 4,672

    The city of Seoul opens a new line.

    It goes around the whole city.

    homepage facebook twitter instagram youtube Web Master Seoul City Hall Directions
"""
