#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes core/tokenizer/unicode_tables.cpp: the character tables of the reference tokenizers library.

  make_unicode_tables.py --classes classes.json --maps maps.json.gz --out core/tokenizer/unicode_tables.cpp

The two inputs were read out of that library code point by code point (tests/data/README.md). They mix Unicode versions,
and so must we. Only canonical combining classes come from Python's own tables: a code point never changes its class,
so it is enough to leave out what Unicode 9, the version of the library's decompositions, did not know yet.
"""
import argparse
import gzip
import json
import unicodedata

CODE_POINTS = 0x110000
# Bit by bit the enumerators of Character in core/tokenizer/characters.h.
CLASSES = [
    "regex \\p{L}", "regex \\p{N}", "regex \\s", "Digits: numeric", "Whitespace: \\w (joins a_a)",
    "BertPreTokenizer: punctuation", "BertNormalizer.clean_text: removed",
    "BertNormalizer.handle_chinese_chars: spaced", "BertNormalizer.strip_accents: removed",
]
ALL_THE_SAME_SPACE = ["Whitespace: \\s (dropped)", "WhitespaceSplit: split and dropped", "BertPreTokenizer: whitespace",
                      "Strip: stripped"]
COMBINING_SINCE_UNICODE_10 = [
    (0x7FD, 0x7FD), (0x898, 0x89F), (0x8CA, 0x8D3), (0x9FE, 0x9FE), (0xC3C, 0xC3C), (0xD3B, 0xD3C), (0xEBA, 0xEBA),
    (0x1715, 0x1715), (0x1ABF, 0x1ACE), (0x1DF6, 0x1DFA), (0xA82C, 0xA82C), (0x10D24, 0x10D27), (0x10EAB, 0x10EAC),
    (0x10F46, 0x10F50), (0x10F82, 0x10F85), (0x11070, 0x11070), (0x1133B, 0x1133B), (0x1145E, 0x1145E),
    (0x11839, 0x1183A), (0x1193D, 0x1193E), (0x11943, 0x11943), (0x119E0, 0x119E0), (0x11A34, 0x11A34),
    (0x11A47, 0x11A47), (0x11A99, 0x11A99), (0x11D42, 0x11D45), (0x11D97, 0x11D97), (0x16FF0, 0x16FF1),
    (0x1E130, 0x1E136), (0x1E2AE, 0x1E2AE), (0x1E2EC, 0x1E2EF),
]
COMBINING_IN_UNICODE_9 = 814


# What a regular expression may ask for, in the order of kRangeNames; and two normalizers.
RANGES = {name: f"regex \\p{{{name}}}" for name in (
    "L Lu Ll Lt Lm Lo M Mn N Nd P S Z Han Hiragana Katakana Hangul Thai Arabic".split())} | {
        "s": "regex \\s", "d": "regex \\d", "w": "regex \\w", "punct": "regex [[:punct:]]",
        "accents": "StripAccents: removed", "nmt removed": "Nmt: removed", "nmt space": "Nmt: becomes space"}


def members(classes, name):
    return {c for first, last in classes[name] for c in range(first, last + 1)}


def class_runs(classes):
    """[length, bits, …] over all code points."""
    sets = [members(classes, name) for name in CLASSES]
    space = sets[CLASSES.index("regex \\s")]
    for name in ALL_THE_SAME_SPACE:
        assert members(classes, name) == space, name
    runs = []
    for c in range(CODE_POINTS):
        bits = sum(1 << i for i, s in enumerate(sets) if c in s)
        if runs and runs[-1] == bits:
            runs[-2] += 1
        else:
            runs += [1, bits]
    return runs


def lower_runs(lower):
    """[first, count, step, lower case of the first, …]; the lower cases of a run have the distances of its members."""
    runs = []
    for c, low in sorted(lower.items()):
        if runs:
            first, count, step, first_low = runs[-1]
            same_shift = low - c == first_low - first
            if same_shift and (count == 1 and c - first <= 2 or c == first + count * step):
                runs[-1] = (first, count + 1, c - first if count == 1 else step, first_low)
                continue
        runs.append((c, 1, 1, low))
    return [number for run in runs for number in run]


def combining_runs():
    """[first, count, class, …]"""
    late = {c for first, last in COMBINING_SINCE_UNICODE_10 for c in range(first, last + 1)}
    runs, total = [], 0
    for c in range(CODE_POINTS):
        value = unicodedata.combining(chr(c))
        if value == 0 or c in late:
            continue
        total += 1
        if runs and runs[-1][2] == value and runs[-1][0] + runs[-1][1] == c:
            runs[-1][1] += 1
        else:
            runs.append([c, 1, value])
    assert total == COMBINING_IN_UNICODE_9, f"{total}: list what Unicode {unicodedata.unidata_version} added"
    return [number for run in runs for number in run]


def decompositions(nfd):
    """[distance from the code point before, length, code points, …], in order; Hangul by arithmetic, not here."""
    numbers, before = [], 0
    for c, text in sorted((int(k, 16), v) for k, v in nfd.items()):
        numbers += [c - before, len(text), *map(ord, text)]
        before = c
    return numbers


def compatibilities(maps):
    """The same of what only compatibility decomposes (NFKD), and differently from NFD."""
    rest = {k: v for k, v in maps["NFKD"].items() if maps["NFD"].get(k) != v}
    return decompositions(rest)


def exclusions(maps):
    """Characters of several parts that composition does not make again."""
    return sorted(int(k, 16) for k, v in maps["NFC"].items() if len(maps["NFD"].get(k, "")) > 1)


def range_table(classes):
    """Class after class: its ranges as [distance from the end of the one before, length, …], and where each begins."""
    numbers, starts = [], []
    for name in RANGES.values():
        starts.append(len(numbers))
        end = 0
        for first, last in classes[name]:
            numbers += [first - end, last - first + 1]
            end = last + 1
    return numbers, [*starts, len(numbers)]


def check(classes, maps):
    """What characters.cpp derives from these tables is what the library does."""
    marks = members(classes, "BertNormalizer.strip_accents: removed")
    for c in range(CODE_POINTS):
        if 0xD800 <= c <= 0xDFFF or 0xAC00 <= c <= 0xD7A3:
            continue
        kept = "".join(x for x in maps["NFD"].get(f"{c:X}", chr(c)) if ord(x) not in marks)
        assert kept == maps["BertNormalizer.strip_accents"].get(f"{c:X}", chr(c)), hex(c)
    assert maps["Lowercase"] == maps["BertNormalizer.lowercase"]
    assert members(classes, "Punctuation: punctuation") == members(classes, "BertPreTokenizer: punctuation")
    assert all(maps["NFKC"].get(k) is not None or len(v) > 1 or k in maps["NFD"] for k, v in maps["NFKD"].items())
    assert [k for k, v in maps["Lowercase"].items() if len(v) > 1] == ["130"]  # spelled out in characters.cpp


def array(name, numbers, width=108):
    lines, line = [], ""
    for number in numbers:
        if len(line) + len(str(number)) + 1 > width:
            lines.append(line)
            line = ""
        line += f"{number},"
    body = "\n".join([*lines, line])
    return f"static constexpr std::uint32_t {name}[]{{\n{body}\n}};\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("classes", "maps", "out"):
        parser.add_argument("--" + name, required=True)
    arguments = parser.parse_args()
    with open(arguments.classes, encoding="utf-8") as file:
        classes = json.load(file)
    with gzip.open(arguments.maps, "rt", encoding="utf-8") as file:
        maps = json.load(file)
    check(classes, maps)
    lower = {int(k, 16): ord(v) for k, v in maps["Lowercase"].items() if len(v) == 1}
    tables = [("kClassRuns", class_runs(classes)), ("kLowerRuns", lower_runs(lower)),
              ("kCombiningRuns", combining_runs()), ("kDecompositions", decompositions(maps["NFD"])),
              ("kCompatibilities", compatibilities(maps)), ("kExclusions", exclusions(maps))]
    ranges, starts = range_table(classes)
    tables += [("kRanges", ranges), ("kRangeStarts", starts)]
    with open(arguments.out, "w", encoding="utf-8", newline="\n") as file:
        file.write("// SPDX-License-Identifier: GPL-3.0-or-later\n"
                   "// generated by packaging/make_unicode_tables.py, which says how to read the numbers\n"
                   '#include "core/tokenizer/unicode_tables.h"\n\n// clang-format off\n'
                   "namespace luthier::tokenizer {\n\n")
        for name, numbers in tables:
            file.write(array(f"{name}Data", numbers) + f"const std::span<const std::uint32_t> {name}{{{name}Data}};\n\n")
        names = ", ".join(f'"{name}"' for name in RANGES)
        file.write(f"static constexpr std::string_view kRangeNamesData[]{{{names}}};\n"
                   "const std::span<const std::string_view> kRangeNames{kRangeNamesData};\n\n")
        file.write("} // namespace luthier::tokenizer\n")


if __name__ == "__main__":
    main()
