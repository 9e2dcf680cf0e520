#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the bundled example, resources/example/snips.jsonl, out of the SNIPS custom intent data.

  make_example.py --snips DIR --out FILE

DIR holds train_<Intent>_full.json and validate_<Intent>.json of the seven intents. Rows are drawn evenly over the
intents by a hash of their text, so every Python draws the same. Then three faults are planted for the data check to
find; their lines are printed.
"""
import argparse
import hashlib
import json
import pathlib

ROWS = 2000
NEAR_COPIES = 6  # a real row with one word more
WRONG_LABELS = 2  # a real row once more, with another intent
LONG_ROWS = 1  # many requests in one
LONG_TEXTS = 40
SHINGLE = 5  # characters, as in the data check
ALIKE = 0.8


def order(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def decoded(path):
    """Most of the files are UTF-8, some are Latin-1."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def texts_of(path, intent):
    for query in json.loads(decoded(path))[intent]:
        text = "".join(piece["text"] for piece in query["data"]).strip()
        if text:
            yield text


def intents_in(folder):
    """{intent: texts in the order of their hash}"""
    found = {}
    for path in sorted(folder.glob("train_*_full.json")):
        intent = path.name[len("train_"):-len("_full.json")]
        texts = set(texts_of(path, intent)) | set(texts_of(folder / f"validate_{intent}.json", intent))
        found[intent] = sorted(texts, key=order)
    return found


def normal(text):
    return " ".join(text.lower().split())


def shingles(text):
    text = normal(text)
    return frozenset(text[i:i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1)))


class Different:
    """Takes texts that are not almost the same as one taken before."""

    def __init__(self):
        self.taken = []

    def take(self, text):
        new = shingles(text)
        for old in self.taken:
            # The sizes alone bound the similarity; most pairs end here.
            if min(len(old), len(new)) < ALIKE * max(len(old), len(new)):
                continue
            common = len(old & new)
            if common >= ALIKE * (len(old) + len(new) - common):
                return False
        self.taken.append(new)
        return True


def drawn(intents, count):
    """`count` different rows, evenly over the intents."""
    different = Different()
    queues = {intent: iter(texts) for intent, texts in sorted(intents.items())}
    rows = []
    while len(rows) < count:
        for intent, queue in queues.items():
            text = next(text for text in queue if different.take(text))
            rows.append((text, intent))
            if len(rows) == count:
                break
    return rows


def planted(rows, intents):
    """Rows with a fault: (text, intent, what is wrong)."""
    names = sorted(intents)
    long_enough = [row for row in sorted(rows, key=lambda row: order("fault", row[0])) if len(row[0].split()) >= 12]
    for text, intent in long_enough[:NEAR_COPIES]:
        yield text + " please", intent, "near-copy"
    for text, intent in long_enough[NEAR_COPIES:NEAR_COPIES + WRONG_LABELS]:
        yield text, names[(names.index(intent) + 3) % len(names)], "wrong label"
    for _ in range(LONG_ROWS):
        intent = "GetWeather"
        yield " And also: ".join(intents[intent][-LONG_TEXTS:]), intent, "long row"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--snips", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    intents = intents_in(arguments.snips)
    rows = drawn(intents, ROWS - NEAR_COPIES - WRONG_LABELS - LONG_ROWS)
    rows = [(*row, "") for row in rows] + list(planted(rows, intents))
    rows.sort(key=lambda row: order("line", row[0], row[1]))
    with open(arguments.out, "w", encoding="utf-8", newline="\n") as file:
        for line, (text, intent, fault) in enumerate(rows, 1):
            file.write(json.dumps({"text": text, "intent": intent}, ensure_ascii=False) + "\n")
            if fault:
                print(f"{line}: {fault}: {intent}: {text[:70]}")


if __name__ == "__main__":
    main()
