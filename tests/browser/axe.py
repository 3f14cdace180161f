"""What axe holds against a page, and nothing else of its results."""

from axe_playwright_python.sync_playwright import Axe

KINDS = ("violations", "incomplete")
# A colour on its way to another is nobody's choice: a transition is brought to its end.
# Whole results name each element that passed: bringing them out of the browser took longer than the rules.
RUN = """async ([part, kinds, preload]) => {
    await document.fonts.ready
    document.getAnimations().filter(one => one instanceof CSSTransition).forEach(one => one.finish());
    const result = await axe.run(part || document, {resultTypes: kinds, preload});
    return kinds.flatMap(kind => result[kind].flatMap(
        rule => rule.nodes.map(node => `${kind} ${rule.id}: ${node.html.slice(0, 200)}`)));
}"""


def findings(page, part=None, kinds=KINDS, preload=True):
    """Return what axe finds on the page, or ``part`` of it; "incomplete" (could not tell) included.

    ``preload`` lets axe read style sheets itself. In the admin it may not: it would write style elements,
    which the policy of its pages refuses aloud.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(RUN, [part, kinds, preload])
