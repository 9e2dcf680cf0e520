// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace luthier::config {

/// One of the words that a Field allows, and what a person reads for it.
struct Option {
    std::string_view value; ///< as in the recipe, for ever
    std::string_view label; ///< English source text
};

struct Integer {
    std::int64_t initial, least, most;
};
struct Real {
    double initial, least, most;
};
struct Flag {
    bool initial;
};
/// One of Field::words and nothing else.
struct Choice { };
/// Free text: a path, a column, a name.
struct Words {
    std::string_view initial;
};
/// One text or a list of them.
struct Names {
    std::span<const std::string_view> initial{};
};
/// Named numbers. `keys` empty: any name. Those not given keep `initial`, of the same length as `keys`.
struct NumberMap {
    std::span<const std::string_view> keys{};
    std::span<const double> initial{};
    double least{}, most{};
};
/// Named texts. `keys` empty: any name.
struct TextMap {
    std::span<const std::string_view> keys{};
};
/// Rows of their own: a path, or {split: share}.
struct Part {
    double initial, least, most;
};
/// How often: a number of steps, or a time such as "5 min" or "30 s".
struct Interval { };
/// A whole number, or a list of them.
struct Integers {
    std::int64_t initial, least, most;
};

using Kind
    = std::variant<Integer, Real, Flag, Choice, Words, Names, NumberMap, TextMap, Part, Interval, Integers>;

/// One setting that a person can change: what the form shows, the recipe stores and the check enforces.
struct Field {
    std::string_view key; ///< the YAML key, for ever
    std::string_view label; ///< English source text, marked QT_TRANSLATE_NOOP
    std::string_view help; ///< two sentences, marked likewise: what it does, and when to change it
    std::string_view unit; ///< empty for a pure number
    Kind kind;
    std::span<const Option> words{}; ///< words allowed besides what `kind` takes: auto, none, …
    std::string_view initialWord{}; ///< the one it starts with; empty: it starts with the kind's own value
    bool basic{false}; ///< shown at once; the others stand under "More settings"
};

} // namespace luthier::config
