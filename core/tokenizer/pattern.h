// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/aligned_text.h"
#include "core/tokenizer/node.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::tokenizer {

/// Ranges of code points [first, last], ascending.
using Ranges = std::vector<std::pair<char32_t, char32_t>>;

/// A class of characters as the reference's regular expressions have it: "L", "Lu", "s", …; empty where it is
/// not in the tables.
Ranges rangesOf(std::string_view name);

/// What Split and Replace look for: a plain text, or a regular expression with the meaning that the reference
/// gives it (formats.md §4.3): classes are those of its Unicode version, matched by PCRE2.
///
/// Errors  fromJson(): those of Node; BadRegex; Limit for an endless pattern.
/// Thread  any; a Pattern does not change.
class Pattern {
public:
    /// {"String": …} or {"Regex": …}
    static Expected<Pattern> fromJson(const Node& node);
    static Pattern plain(std::string text);
    static Expected<Pattern> regex(std::string_view expression, const Node& place);

    /// Calls f(piece) for each match in `within`, from the left, none of them empty. Where a match would take
    /// forever, the rest counts as without one.
    void each(std::string_view text, Piece within, const std::function<void(Piece)>& f) const;

private:
    struct Compiled;
    std::string m_text{};
    std::shared_ptr<const Compiled> m_compiled{}; ///< null: the plain text
};

/// What becomes of matches when a text is cut at them.
enum class SplitBehaviour { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous };
Expected<SplitBehaviour> splitBehaviour(const Node& node, std::string_view key);

/// A part of a text that matched, or what stands between two.
struct Part {
    Piece piece;
    bool matched;
};

/// All of `within`, cut at the matches of `pattern`.
std::vector<Part> partsOf(const Pattern& pattern, std::string_view text, Piece within);

/// Appends the pieces that the parts come to.
void addPieces(const std::vector<Part>& parts, SplitBehaviour behaviour, std::vector<Piece>& pieces);

} // namespace luthier::tokenizer
