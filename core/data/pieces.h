// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace luthier::data {

/// What happens to a row with too many tokens (data.long_rows).
enum class LongRows { CutEnd, CutMiddle, LeaveOut, Split };
/// REQUIRES: `word` is one of cut-end, cut-middle, leave-out, split.
LongRows longRowsOf(std::string_view word);

/// The tokens of a row before it is cut. Classes: of its text and of its second text, without the special
/// tokens around them. Answers: of what stands before the answer, and of the answer.
struct RowLength {
    std::uint32_t first{}, second{};

    std::int64_t total() const { return std::int64_t{first} + second; }
};

/// Tokens [begin, end) of a row.
struct Stretch {
    std::int64_t begin{0}, end{0};

    std::int64_t size() const { return end - begin; }
};

/// What is left of a row as one sample, as stretches of the row's tokens. Classes: of its text, and of its
/// second text. Answers: what is only read, and what is learned. What is cut in its middle has two.
struct Piece {
    std::array<Stretch, 2> first{}, second{};

    std::int64_t firstTokens() const { return first[0].size() + first[1].size(); }
    std::int64_t total() const { return firstTokens() + second[0].size() + second[1].size(); }
};

/// The samples that a row of Form::Classes becomes: none where it is left out, several where it is split. Of
/// a pair the longer text is cut first.
///
/// Units   `budget` in tokens, without the special ones. REQUIRES: budget > 0.
void piecesOfText(const RowLength& row, std::int64_t budget, LongRows mode, std::vector<Piece>& into);

/// The same for Form::Answers: at most `maxTokens` a piece. A piece without a token of the answer is none.
/// Cutting the middle takes from what stands before the answer, as long as half of the piece is left for it.
/// A row that is split learns each token of its answer once, with at least the half piece before it as
/// context, and its pieces overlap so far.
void piecesOfAnswer(const RowLength& row, std::int64_t maxTokens, LongRows mode, std::vector<Piece>& into);

} // namespace luthier::data
