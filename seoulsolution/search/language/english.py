"""Stemming of English words: Snowball, and the pairs that it leaves apart but readers take for one word.

British and American spellings get one stem, and so do irregular forms and their verb, and a verb and its
noun. This module uses neither the database nor Django.
"""

import functools
import re

import snowballstemmer

#: Letters of a word that count; the rest is ignored.
WORD_LIMIT = 60
_stemmer = snowballstemmer.stemmer("english")

_IRREGULAR_FORMS = """
be: been
begin: began begun
bring: brought
build: built
buy: bought
catch: caught
choose: chose chosen
draw: drew drawn
drive: drove driven
fall: fell fallen
feel: felt
find: found
fight: fought
forget: forgot forgotten
get: got gotten
give: gave given
go: went gone
grow: grew grown growth growths
hold: held
keep: kept
know: knew known
lend: lent
lose: lost loss losses
make: made
meet: met
pay: paid
rebuild: rebuilt
rise: risen
run: ran
say: said
sell: sold
send: sent
shrink: shrank shrunk
sing: sang sung
speak: spoke spoken
spend: spent
stand: stood
steal: stole stolen
swim: swam swum
take: took taken
teach: taught
tell: told
think: thought
throw: threw thrown
understand: understood
win: won
write: wrote written
analyse: analysis analyses analyst analysts
bus: buses
child: children
close: closure closures
crisis: crises
criterion: criteria
economic: economy economies
expose: exposure exposures
fail: failure failures
foot: feet
gas: gases
half: halves
historic: history histories
index: indices
knife: knives
life: lives
maintain: maintenance
publish: publication publications
man: men
mice: mice
register: registry registries registration registrations
safe: safety
shelf: shelves
tooth: teeth
wife: wives
woman: women
apply: application applications applicant applicants
"""
# "Mice" is missing: in this archive it means meetings, incentives, conventions and exhibitions.
_IRREGULAR = {
    form: word
    for word, forms in (line.split(": ") for line in _IRREGULAR_FORMS.strip().splitlines())
    for form in forms.split()
}

#: Pairs of spellings. Both become the one on the right, which need not be a real word.
_SPELLINGS = (
    (r"(?<=[a-z]{2})iz(?=(?:e|es|ed|er|ers|ing|ations?|ational|able)$)", "is"),
    (r"lyz(?=(?:e|es|ed|er|ers|ing)$)", "lys"),
    (
        r"^(misbehav|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|od|parl|rum|sav|splend|tum|val|vap|vig)our",
        r"\1or",
    ),
    (r"(calib|cent|fib|lit|met|spect|theat)re(?=s?$|d$)", r"\1er"),
    (r"^programmes?$", "program"),
    (r"^(anal|catal|dial|monol|prol)ogue", r"\1og"),
    (r"^(def|lic|off|pret)ence", r"\1ense"),
    (r"^practis", "practic"),
    (
        r"^(cancel|channel|counsel|dial|enrol|fuel|fulfil|instal|label|level|model|panel|pedal|rival|signal|total"
        r"|travel|tunnel)l(?=(?:able|ations?|ed|ers?|ing|ments?|s)?$)",
        r"\1",
    ),
    (r"^(acknowledg|judg)ement", r"\1ment"),
    (r"^ageing$", "aging"),
    (r"^aluminium$", "aluminum"),
    (r"^archaeo", "archeo"),
    (r"^artefact", "artifact"),
    (r"^grey", "gray"),
    (r"^jewellery$", "jewelry"),
    (r"^kerb", "curb"),
    (r"^(learn|burn)t$", r"\1ed"),
    (r"^mould", "mold"),
    (r"^plough", "plow"),
    (r"^sceptic", "skeptic"),
    (r"^towards$", "toward"),
    (r"^tyre(?=s?$)", "tire"),
)
#: Regular pairs of a word and its derivation that Snowball gives different stems.
_DERIVED = (
    (r"(?<=\w{5})ships?$", ""),
    (r"(?<=\w{3})isms?$", "ist"),
    (r"ductions?$", "duce"),
    (r"scriptions?$", "scribe"),
    (r"ifications?$", "ify"),
    (r"clusions?$", "clude"),
    (r"pansions?$", "pand"),
    (r"^extensions?$", "extend"),
    (r"(?<=\w{2})olitions?$", "olish"),
    (r"(?<=\w{3})(?<!labor)atory$", "ate"),
    (r"(?<=\w)cisions?$", "cide"),
    (r"^(di|pro)visions?$", r"\1vide"),
    (r"^(ad|e|o|per|sub|trans)missions?$", r"\1mit"),
    (r"(?<=\w{2})versions?$", "vert"),
    (r"(?<=\w)rosions?$", "rode"),
    (r"(?<=\w)sorptions?$", "sorb"),
    (r"(?<=\w)(?<!ex)(?<!re)ceptions?$", "ceive"),
    (r"solutions?$", "solve"),
    (r"(?<=\w{2})crac(?:y|ies)$", "crat"),
    (r"(?<=\w{3})mental(?:ly)?$", "ment"),
    (r"(?<=\w{2})([nr])cial(?:ly)?$", r"\1ce"),
    (r"^(pres|res)idential$", r"\1ident"),
    (r"^(broad|bright|height|length|short|strength|tight)en(?:ed|ing|s)?$", r"\1"),
    (r"(?<=\w{3})men$", "man"),
)
_RULES = tuple((re.compile(pattern), replacement) for pattern, replacement in _SPELLINGS + _DERIVED)

#: Compounds whose two words are found as well: "child" in childcare.
_COMPOUNDS = """
bike+sharing car+sharing child+care day+care ground+water health+care rain+water ride+sharing storm+water
street+light street+lights waste+water water+front work+place work+places
"""
_PARTS = {one.replace("+", ""): one.split("+") for one in _COMPOUNDS.split()}
#: Matches any of them in a normalised text.
COMPOUND = re.compile(rf"(?<![^\W_])(?:{'|'.join(_PARTS)})(?![^\W_])")


def parts_of(word: str) -> list[str]:
    """Return the stems of the two words of a normalised compound, or [] if it is not a known one."""
    return [stem(part) for part in _PARTS.get(word, ())]


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the English stem of a normalised word: policies, policy → polici."""
    word = word.replace("’", "'")[:WORD_LIMIT].removesuffix("'s")
    if word.isascii():
        word = _IRREGULAR.get(word, word)
        for pattern, replacement in _RULES:
            word = pattern.sub(replacement, word)
    return _stemmer.stemWord(word).replace("'", "")
