"""Prints the paper's four tables, measured on our data, from a comparison: `python3 -m training.compare.tables <comparison.json>`."""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Iterable


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Markdown."""
    header = list(header)
    lines = [f"| {' | '.join(header)} |", "|" + "---|" * len(header)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def ranged(value: float | None, interval: list[float] | None, sign: str = "") -> str:
    """A value with its 95 % interval."""
    if value is None:
        return "–"
    return f"{value:{sign}.3f}" + (f" [{interval[0]:{sign}.3f}, {interval[1]:{sign}.3f}]" if interval else "")


def levels(entry: dict[str, Any]) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(level, counts, measures by network) of a set."""
    found = [("image", entry["images"], entry["image"])]
    return [*found, ("video", entry["videos"], entry["video"])] if "video" in entry else found


def counts_table(result: dict[str, Any]) -> str:
    """Table 1: what was trained and tested on."""
    rows = [[name, "image", *(str(counts[key]) for key in ("reals", "fakes", "groups"))] for name, counts in result["sources"].items()]
    rows += [[name, level, *(str(counts[key]) for key in ("reals", "fakes", "groups"))]
             for name, entry in result["sets"].items() for level, counts, _ in levels(entry)]
    return table(("set", "level", "real", "fake", "groups"), rows)


def measured(name: str, level: str, one: dict[str, Any]) -> list[str]:
    return [name, level, ranged(one["auc"], one["aucInterval"]), share(one["equalErrorRate"]), share(one["accuracy"]), share(one.get("voteAccuracy"))]


MEASURES = ("AUC", "equal error rate", "accuracy", "accuracy by vote")


def discrimination_table(result: dict[str, Any]) -> str:
    """Table 2: the paper's network, and the detector that ships, on fakes of the kinds they were trained on, and on others."""
    rows = [["seen" if entry["seen"] else "unseen", network, *measured(name, level, measures[network])]
            for network in (result["reference"], *result["given"])
            for name, entry in result["sets"].items() for level, _, measures in levels(entry)]
    return table(("fakes", "network", "set", "level", *MEASURES), rows)


def adaptation_table(entries: list[dict[str, Any]]) -> str:
    """Before and after domain adaptation, on groups that were not adapted on; a row an experiment."""
    rows = []
    for one in entries:
        rate = "as they are" if one["fakeRate"] is None else share(one["fakeRate"])
        row = [one["network"], ", ".join(one["target"]), f"{one['fold'][0] + 1} of {one['fold'][1]}", rate, str(one["crops"]), one["weights"], share(one["estimatedFakeRate"]),
               str(one["runs"])]
        for key in ("targetImages", "targetVideos", "source"):
            before, after = one[key]["before"], one[key]["after"]
            row += [number(before["auc"]), number(after["auc"]), ranged(after["difference"], after["differenceInterval"], "+")]
        before, after = one["targetVideos"]["before"], one["targetVideos"]["after"]
        row.append(f"{share(before['accuracy'])} → {share(after['accuracy'])}")
        distance = one["proxyADistance"]
        row += [f"{number(distance['before'][part])} → {number(distance['after'][part])}" for part in ("reals", "fakes")]
        rows.append(row)
    if not rows:
        return "No such adaptation was taken in (`--adaptation`)."
    return table(("network", "target", "fold", "fakes adapted on", "crops", "domain weights", "fake rate estimated", "runs",
                  "images: before", "after", "difference", "videos: before", "after", "difference", "source: before", "after", "difference",
                  "accuracy on videos", "proxy A-distance, reals", "fakes"), rows)


def benchmark_table(result: dict[str, Any]) -> str:
    """Table 4: all networks, each the mean over its runs, and how far from the reference."""
    rows = [[name, level, network, str(len(result["networks"][network])), ranged(one["auc"], one["aucInterval"]),
             ranged(one.get("difference"), one.get("differenceInterval"), "+"), share(one["equalErrorRate"]), share(one["accuracy"])]
            for name, entry in result["sets"].items() for level, _, measures in levels(entry) for network, one in measures.items()]
    return table(("set", "level", "network", "runs", "AUC", f"AUC minus {result['reference']}'s", "equal error rate", "accuracy"), rows)


def introduction(result: dict[str, Any]) -> str:
    """What the numbers are."""
    samples = ", ".join(f"{name} {count:,}" for name, count in result["samples"].items())
    runs = "Means over runs with other seeds" if any(len(of) > 1 for of in result["networks"].values()) else "One run of each network"
    given = f", but for {', '.join(result['given'])}, trained before" if result["given"] else ""
    return (
        f"{runs}; in brackets the 95 % interval from drawing whole groups, the same for all networks. A video's "
        "score is the mean log-odds of its frames; by vote it is fake if more than half of its frames are. Accuracies use the threshold of equal error rates on the DFDC validation groups. All networks and "
        f"seeds were trained on the same faces in the same order{given}. Samples seen: {samples}.")


def tables(result: dict[str, Any]) -> str:
    """All four, with what the numbers are."""
    entries = result["adaptations"]
    return "\n\n".join((
        introduction(result),
        "### Table 1: training and testing", counts_table(result), "### Table 2: discrimination", discrimination_table(result),
        "### Table 3: generalisation after domain adaptation", adaptation_table(entries), "### Table 4: other networks", benchmark_table(result)))


def with_tables(document: str, printed: str, mark: str = "compare") -> str:
    """The document with the tables between its two marks. Raises ValueError if they are not there in this order."""
    begin, end = (f"<!-- {mark}:{place} -->" for place in ("begin", "end"))
    first, last = document.find(begin), document.find(end)
    if first < 0 or last < first:
        raise ValueError(f"{begin} and {end} must both be in the document, in this order")
    return f"{document[:first + len(begin)]}\n\n{printed}\n\n{document[last:]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("comparison", type=Path)
    parser.add_argument("--fourth", action="store_true", help="Table 4 alone")
    parser.add_argument("--write", type=Path, help="document in which the tables replace what stands between its marks")
    parser.add_argument("--mark", default="compare", help="its marks are <!-- MARK:begin --> and <!-- MARK:end -->")
    chosen = parser.parse_args()
    result = json.loads(chosen.comparison.read_text())
    printed = f"{introduction(result)}\n\n{benchmark_table(result)}" if chosen.fourth else tables(result)
    print(printed)
    if chosen.write:
        chosen.write.write_text(with_tables(chosen.write.read_text(), printed, chosen.mark))


if __name__ == "__main__":
    main()
