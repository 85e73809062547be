"""The summary of a report in sentences, each with its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.report.comparison import Comparison, Silent, score_over
from pipeline.report.words import Language, day, decimal

_NAMED = 5  # files that a sentence names
_MOST = 3  # requirements that a sentence names


def summarise(comparison: Comparison, language: Language) -> list[str]:
    """`Trong 22 kết luận: 15 đạt, 3 không đạt, 2 chưa rõ, 2 không áp dụng.`"""
    said = _vietnamese(comparison) if language == "vi" else _english(comparison)
    note = comparison.chosen.note(language) if comparison.chosen else None
    return [*said, *([note] if note else [])]


def _vietnamese(comparison: Comparison) -> list[str]:
    total, counts, names = len(comparison.judged), comparison.totals, _named(comparison, "vi")
    if not total:
        return [
            f"Chưa có văn bản nào của {comparison.full_name} thực hiện một văn bản chỉ đạo mà bộ quy tắc biết.",
            *_not_registered(comparison),
        ]
    said = [
        f"{comparison.full_name[:1].upper()}{comparison.full_name[1:]} có {total} văn bản thực hiện {names}: "
        f"{len(comparison.own)} của cấp tỉnh, {len(comparison.lower)} của cấp dưới.",
        f"Trong {_number(sum(counts.values()))} kết luận: {_number(counts['pass'])} đạt, {counts['fail']} không đạt, "
        f"{counts['unknown']} chưa rõ, {counts['not_applicable']} không áp dụng{_scored(comparison, 'vi')}.",
    ]
    for verdict, words in (("fail", "Không đạt nhiều nhất"), ("unknown", "Chưa rõ nhiều nhất")):
        if most := _most(comparison, verdict, "vi"):
            said.append(f"{words}: " + "; ".join(f"{title} ({n} văn bản)" for title, n in most) + ".")
    clean = sum(1 for j in comparison.judged if not j.fails)
    said.append(f"Số văn bản không có kết luận “không đạt” nào: {clean} trên {total}.")
    said += silences(comparison, "vi")
    if partly := sum(1 for j in comparison.judged if j.plan.get("status") != "ok"):
        said.append(f"{partly} văn bản chỉ đọc được một phần; điều chưa đọc được không bị coi là không đạt.")
    if others := comparison.outside - sum(len(w.documents) for w in comparison.wanted):
        said.append(f"{others} văn bản khác không thực hiện văn bản chỉ đạo nào đã biết nên không được đối chiếu.")
    if lost := len({unread.name for unread in comparison.nowhere}):
        said.append(f"{lost} tệp không đọc được nên chưa biết của đơn vị nào; đơn vị chưa có văn bản có thể nằm trong số này.")
    return said + _not_registered(comparison)


def _english(comparison: Comparison) -> list[str]:
    total, counts, names = len(comparison.judged), comparison.totals, _named(comparison, "en")
    if not total:
        return [
            f"No document of {comparison.full_name} carries out a directive that the rules know.",
            *_not_registered_in_english(comparison),
        ]
    said = [
        f"{comparison.full_name[:1].upper()}{comparison.full_name[1:]} has {total} documents that carry out {names}: "
        f"{len(comparison.own)} of the province, {len(comparison.lower)} of lower units.",
        f"Of {sum(counts.values())} verdicts, {counts['pass']} are pass, {counts['fail']} fail, {counts['unknown']} unknown, "
        f"{counts['not_applicable']} not applicable{_scored(comparison, 'en')}.",
    ]
    for verdict, words in (("fail", "Failed most often"), ("unknown", "Most often unknown")):
        if most := _most(comparison, verdict, "en"):
            said.append(f"{words}: " + "; ".join(f"{title} ({n})" for title, n in most) + ".")
    said.append(f"Documents without any failure: {sum(1 for j in comparison.judged if not j.fails)} of {total}.")
    said += silences(comparison, "en")
    if partly := sum(1 for j in comparison.judged if j.plan.get("status") != "ok"):
        said.append(f"Documents read only in part: {partly}; what could not be read counts as no failure.")
    if others := comparison.outside - sum(len(w.documents) for w in comparison.wanted):
        said.append(f"Other documents, carrying out no known directive and so not compared: {others}.")
    if lost := len({unread.name for unread in comparison.nowhere}):
        said.append(f"Files that could not be read, whoever wrote them: {lost}; a silent unit may be among them.")
    return said + _not_registered_in_english(comparison)


def _not_registered(comparison: Comparison) -> list[str]:
    return [
        f"{len(w.documents)} văn bản thực hiện Công văn số {w.number}{_dated(' ngày ', w.issued_on, 'vi')} chưa được đối chiếu, "
        f"vì bộ quy tắc chưa có văn bản chỉ đạo này: {_listed(w.documents, ' và {} văn bản khác')}."
        for w in comparison.wanted
    ]


def _not_registered_in_english(comparison: Comparison) -> list[str]:
    return [
        f"Documents not compared because the rules do not know letter {w.number}{_dated(' of ', w.issued_on, 'en')}, "
        f"which they carry out: {len(w.documents)} ({_listed(w.documents, ' and {} more')})."
        for w in comparison.wanted
    ]


def _dated(before: str, iso: str | None, language: Language) -> str:
    return before + day(iso, language) if iso else ""


def _listed(names: Sequence[str], more: str) -> str:
    rest = len(names) - _NAMED
    return "; ".join(names[:_NAMED]) + (more.format(rest) if rest > 0 else "")


def _named(comparison: Comparison, language: Language) -> str:
    answered = {judged.plan.get("directive") for judged in comparison.judged}
    return ", ".join(f"{comparison.called(d, language)} ({d.year})" for d in comparison.directives if d.number in answered)


def _most(comparison: Comparison, verdict: str, language: Language) -> list[tuple[str, int]]:
    """The requirements that most documents have a verdict on."""
    often = Counter(r for j in comparison.judged for r in {f.requirement for f in j.findings if f.verdict == verdict})
    order = list(comparison.by_requirement)
    most = sorted(often.items(), key=lambda pair: (-pair[1], order.index(pair[0])))
    return [(comparison.title(requirement, language), n) for requirement, n in most[:_MOST]]


def _number(n: int) -> str:
    """As Vietnamese groups digits.

    >>> _number(1323)
    '1.323'
    """
    return f"{n:,}".replace(",", ".")


def _scored(comparison: Comparison, language: Language) -> str:
    value = score_over(comparison.judged).value
    if value is None:
        return ""
    return ("; điểm chung " if language == "vi" else "; the score is ") + decimal(value, language)


def silences(comparison: Comparison, language: Language) -> list[str]:
    """How many lower units have no document, a sentence a directive."""
    called = {d.number: f"{comparison.called(d, language)} ({d.year})" for d in comparison.directives}
    return [_silence(silent, called[silent.directive], language) for silent in comparison.silent]


def _silence(silent: Silent, directive: str, language: Language) -> str:
    districts, n = silent.districts, silent.units - silent.answered
    if language == "vi":
        rest = f", {len(districts.silent)} trên {districts.units} đơn vị cấp huyện" if districts else ""
        units = f"{n} trên {silent.units} đơn vị cấp xã{rest}"
        return f"Chưa có văn bản nào trong dữ liệu thực hiện {directive}: {units}."
    rest = f" and {len(districts.silent)} of {districts.units} districts" if districts else ""
    return f"No document at hand carries out {directive}: {n} of {silent.units} communes{rest}."


def made_of(comparison: Comparison, language: Language) -> list[str]:
    """How the report came about, in sentences that let a reader make it again."""
    made, total = comparison.made, sum(comparison.totals.values())
    run = made.run if made.run is not None else "-"
    versions = ", ".join(f"{r.id} {r.version}" for r in comparison.requirements)
    if language == "vi":
        return [
            f"Lập ngày {day(made.on, language)} bằng doichieu {made.program}, bộ quy tắc {made.rules}, lần chạy {run}.",
            f"{_number(made.documents)} văn bản trong dữ liệu; {len(comparison.judged)} văn bản và {_number(total)} kết luận "
            "trong báo cáo này.",
            f"Phiên bản của các phép kiểm tra: {versions}.",
            "“Chưa rõ” nghĩa là văn bản hoặc dữ liệu chưa cho phép kết luận; đó không phải là lỗi của đơn vị.",
        ]
    return [
        f"Made on {day(made.on, language)} by doichieu {made.program}, rules {made.rules}, run {run}.",
        f"{made.documents} documents in the data; {len(comparison.judged)} documents and {total} verdicts in this report.",
        f"Versions of the checks: {versions}.",
        "“Unknown” means that the document or the data do not let us say; it is no fault of the unit.",
    ]
