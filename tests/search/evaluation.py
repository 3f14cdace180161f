"""Precision, recall and F1 of the index over a file of judged documents and queries."""

import json
from dataclasses import dataclass
from pathlib import Path

from news.models import Document
from seoulsolution.search.index.query import Query, SearchFilters
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.models import IndexedRecord
from seoulsolution.search.registry import sources


@dataclass
class Score:
    """Means over the queries of one language."""

    queries: int
    precision: float
    recall: float
    f1: float


def load(name):
    return json.loads((Path(__file__).parent / name).read_text("utf-8"))


def store(documents):
    """Save each judged document as an archive document's title in its language."""
    assert sources()["archive"].model is Document
    return {
        Document.objects.create(**{"state": "published", f"title_{one['language']}": one["text"]}).pk: one[
            "id"
        ]
        for one in documents
    }


def answer(query, language, keys, own_language):
    """Return the judged ids that the index finds for ``query``, in its language only or in both."""
    found = Query(
        make_plan(query), language, SearchFilters(language=language if own_language else None)
    ).page(0, 10_000)
    objects = IndexedRecord.objects.in_bulk([one.record_id for one in found])
    return {keys[objects[one.record_id].object_id] for one in found}


def evaluate(judged):
    """Return ({language: Score}, [(query, extra, missing)] of the queries with faults).

    Texts in the other language count if some of them are relevant. Those in ``also_ok`` may be found or not.
    """
    keys = store(judged["documents"])
    languages = {one["id"]: one["language"] for one in judged["documents"]}
    rows, faults = {}, []
    for case in judged["queries"]:
        wanted, language = set(case["relevant"]), case["language"]
        own_language = all(languages[key] == language for key in wanted)
        got = answer(case["query"], language, keys, own_language) - set(case.get("also_ok", ()))
        rows.setdefault(language, []).append(_measured(got, wanted))
        if got != wanted:
            faults.append((case["query"], sorted(got - wanted), sorted(wanted - got)))
    scores = {
        language: Score(len(values), *(sum(column) / len(values) for column in zip(*values, strict=True)))
        for language, values in rows.items()
    }
    return scores, faults


def _measured(got, wanted):
    """Return (precision, recall, F1) of one query."""
    right = len(got & wanted)
    precision = right / len(got) if got else float(not wanted)
    recall = right / len(wanted) if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def table(scores, title):
    """Return the scores as text to print."""
    lines = [f"{title}: language  queries  precision  recall     F1"]
    for language, score in sorted(scores.items()):
        lines.append(
            f"{'':{len(title)}}  {language:8}  {score.queries:7}  {score.precision:9.3f}  {score.recall:6.3f}"
            f"  {score.f1:5.3f}"
        )
    return "\n".join(lines)
