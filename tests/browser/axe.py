"""What axe holds against a page, and nothing else of its results."""

from axe_playwright_python.sync_playwright import Axe

KINDS = ("violations", "incomplete")
# Of the same few colours on a page, axe reads the text again for each element: a quarter of its time.
REMEMBER_COLOURS = """(() => {
    const {prototype} = axe.commons.color.Color, parse = prototype.parseString, known = new Map();
    prototype.parseString = function (text) {
        if (known.has(text)) return Object.assign(this, known.get(text));
        parse.call(this, text);
        known.set(text, {r: this.r, g: this.g, b: this.b, alpha: this.alpha});
        return this;
    };
})()"""
SCRIPT = f"{Axe().axe_script};{REMEMBER_COLOURS}"
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
        page.evaluate(SCRIPT)
        page.add_init_script(SCRIPT)  # to evaluate it in each of the next pages takes six times as long
    return page.evaluate(RUN, [part, kinds, preload])
