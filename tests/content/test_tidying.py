"""What is left over in lists of rich text."""

import pytest

from seoulsolution.content.richtext import render


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("<ul><li><p>email :</p></li><li><p>Fax: 1</p></li></ul>", "<ul><li><p>Fax: 1</p></li></ul>"),
        ("<ul><li>Who may apply:</li><li>Residents</li></ul>",) * 2,
        ("<ul><li>전화：</li><li>주소</li></ul>", "<ul><li>주소</li></ul>"),
        (
            "<ul><li><p>One</p></li><li><p>* Note: two</p></li></ul>",
            "<ul><li><p>One</p></li></ul><p>* Note: two</p>",
        ),
        ("<ul><li><p>* Note: alone</p></li></ul>", "<p>* Note: alone</p>"),
        ("<ul><li><p>As follows:</p><ul><li>a</li></ul></li></ul>",) * 2,
        ("<ol><li>* first</li><li>second</li></ol>",) * 2,
    ],
)
def test_labels_of_nothing_go_and_notes_come_below_their_list(stored, shown):
    assert render(stored) == shown
