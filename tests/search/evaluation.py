"""Precision, recall and F1 of the first page of search over a file of judged documents and queries."""

import json
from dataclasses import dataclass
from pathlib import Path

from news.models import Document
from seoulsolution.content.languages import CODES
from seoulsolution.search.models import IndexedRecord
from seoulsolution.search.page.results import Results
from seoulsolution.search.registry import sources

#: How many results are read: more than any query has relevant ones.
READ = 20


@dataclass
class Score:
    """Means over the queries of a language that have an answer; ``first`` is precision at three."""

    queries: int
    precision: float
    recall: float
    f1: float
    first: float


@dataclass
class Evaluation:
    """``scores`` {language: Score}; ``faults`` [(query, extra, missing)].

    Of the ``unanswered`` queries, which have no answer, the ``silent`` ones show nothing, or only what a
    sentence says to be something else.
    """

    scores: dict
    faults: list
    silent: int
    unanswered: int


def load(name):
    return json.loads((Path(__file__).parent / name).read_text("utf-8"))


def texts_of(document):
    """Return {language: [title, body]} of a judged document; many are only a title in one language."""
    if "text" in document:
        return {document["language"]: [document["text"], ""]}
    return {code: document[code] for code in CODES if code in document}


def store(documents):
    """Save each judged document as an archive document."""
    assert sources()["archive"].model is Document
    keys = {}
    for one in documents:
        texts = texts_of(one)
        titles = {f"title_{code}": title for code, (title, _body) in texts.items()}
        bodies = {f"body_{code}": f"<p>{body}</p>" for code, (_title, body) in texts.items() if body}
        keys[Document.objects.create(state="published", **titles, **bodies).pk] = one["id"]
    return keys


def answer(query, language, keys, own_language):
    """Return (judged ids in the order of the page, whether a sentence says that they are something else)."""
    results = Results(query, {"language": language} if own_language else {}, language)
    found = results.found(0, READ)
    objects = IndexedRecord.objects.in_bulk([one.record_id for one in found])
    return [keys[objects[one.record_id].object_id] for one in found], bool(results.fallback)


def evaluate(judged) -> Evaluation:
    """Texts in the other language count if some of them are relevant; those in ``also_ok`` never do."""
    keys = store(judged["documents"])
    languages = {one["id"]: set(texts_of(one)) for one in judged["documents"]}
    rows, done = {}, Evaluation({}, [], 0, 0)
    for case in judged["queries"]:
        wanted, language = set(case["relevant"]), case["language"]
        own_language = all(language in languages[key] for key in wanted)
        found, is_announced = answer(case["query"], language, keys, own_language)
        found = [one for one in found if one in wanted or one not in case.get("also_ok", ())]
        if not wanted:
            done.unanswered += 1
            done.silent += is_announced or not found
            continue
        rows.setdefault(language, []).append(_measured(found, wanted))
        if set(found) != wanted:
            done.faults.append((case["query"], sorted(set(found) - wanted), sorted(wanted - set(found))))
    for language, values in rows.items():
        done.scores[language] = Score(
            len(values), *(sum(column) / len(values) for column in zip(*values, strict=True))
        )
    return done


def _measured(found, wanted):
    """Return (precision, recall, F1, precision of the first three) of one query."""
    right = len(wanted.intersection(found))
    precision, recall = right / len(found) if found else 0.0, right / len(wanted)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    first = found[:3]
    return precision, recall, f1, len(wanted.intersection(first)) / len(first) if first else 0.0


def table(done, title):
    """Return the scores as text to print."""
    lines = [f"{title}: language  queries  precision  recall     F1    P@3"]
    for language, score in sorted(done.scores.items()):
        lines.append(
            f"{'':{len(title)}}  {language:8}  {score.queries:7}  {score.precision:9.3f}  {score.recall:6.3f}"
            f"  {score.f1:5.3f}  {score.first:5.3f}"
        )
    if done.unanswered:
        lines.append(f"{'':{len(title)}}  without an answer: {done.silent} of {done.unanswered} kept silent")
    return "\n".join(lines)
