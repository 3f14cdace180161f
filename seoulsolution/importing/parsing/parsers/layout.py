"""What is around the text of a single page: buttons anywhere, menus below, short lines above its title."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from seoulsolution.importing.parsing.page import PageAccount
from seoulsolution.importing.parsing.parsers.boilerplate import kind_of_boilerplate
from seoulsolution.importing.parsing.parsers.lists import is_bullet
from seoulsolution.importing.parsing.records import Line
from seoulsolution.importing.parsing.text import ends_sentence, title_key

MENU_ENTRY_CHARACTERS = 80


@dataclass(kw_only=True)
class PageLayout:
    """The lines of one page by their role; ``buttons`` come with what they are."""

    above: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    menus: list[Line] = field(default_factory=list)
    buttons: list[tuple[Line, str]] = field(default_factory=list)

    def without_buttons(self, lines: Iterable[Line]) -> list[Line]:
        """Return the other lines; the buttons, which belong to no text, are kept apart."""
        kinds = [(line, kind_of_boilerplate(line.text)) for line in lines]
        self.buttons += [(line, kind) for line, kind in kinds if kind]
        return [line for line, kind in kinds if not kind]

    @property
    def is_last_in_file(self) -> bool:
        """Whether nothing of the layout follows the text, so that the file may have cut it."""
        layout = [line.number for line in [*self.menus, *(line for line, _kind in self.buttons)]]
        return not self.body or max(layout, default=0) < self.body[-1].number

    def account_for(self, account: PageAccount, title: str) -> None:
        """Tell the account which lines are layout; a sentence above the title is for staff to look at."""
        for line, kind in self.buttons:
            account.add_boilerplate(line, kind)
        for line in self.menus:
            account.add_boilerplate(line, "menu")
        for line in self.above:
            text = line.text.strip(" •\t")
            if title_key(text) == title_key(title):
                account.add_boilerplate(line, "repeated title")
            elif len(text) <= MENU_ENTRY_CHARACTERS and (is_bullet(line) or not ends_sentence(text)):
                account.add_boilerplate(line, "menu")
