// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pieces.h"

#include "core/base/assert.h"

#include <algorithm>

namespace luthier::data {
namespace {

/// `budget` of the tokens [begin, begin + length), from both ends or from the beginning alone.
std::array<Stretch, 2> shortened(std::int64_t begin, std::int64_t length, std::int64_t budget, bool middle)
{
    const auto end = begin + length;
    if (length <= budget) return {Stretch{begin, end}, Stretch{}};
    const auto tail = middle ? budget / 2 : 0;
    return {Stretch{begin, begin + budget - tail}, Stretch{end - tail, end}};
}

} // namespace

LongRows longRowsOf(std::string_view word)
{
    if (word == "cut-middle") return LongRows::CutMiddle;
    if (word == "leave-out") return LongRows::LeaveOut;
    if (word == "split") return LongRows::Split;
    LUTHIER_ASSERT(word == "cut-end");
    return LongRows::CutEnd;
}

void piecesOfText(const RowLength& row, std::int64_t budget, LongRows mode, std::vector<Piece>& into)
{
    LUTHIER_ASSERT(budget > 0);
    into.clear();
    const std::int64_t first = row.first, second = row.second;
    if (row.total() > budget && mode == LongRows::LeaveOut) return;
    const auto forSecond = std::min(second, std::max(budget / 2, budget - first));
    const auto forFirst = budget - forSecond;
    const bool middle = mode == LongRows::CutMiddle;
    const auto secondPart = shortened(first, second, forSecond, middle);
    if (mode != LongRows::Split) {
        into.push_back({.first = shortened(0, first, forFirst, middle), .second = secondPart});
        return;
    }
    std::int64_t begin = 0;
    do {
        into.push_back({.first = {Stretch{begin, std::min(begin + forFirst, first)}}, .second = secondPart});
        begin += forFirst;
    } while (begin < first);
}

void piecesOfAnswer(const RowLength& row, std::int64_t maxTokens, LongRows mode, std::vector<Piece>& into)
{
    LUTHIER_ASSERT(maxTokens > 1);
    into.clear();
    const std::int64_t before = row.first, answer = row.second, total = row.total();
    if (answer == 0) return;
    const auto piece = [&into](std::array<Stretch, 2> read, std::int64_t from, std::int64_t end) {
        into.push_back({.first = read, .second = {Stretch{from, end}}});
    };
    if (total <= maxTokens) {
        piece({Stretch{0, before}}, before, total);
    } else if (mode == LongRows::CutEnd && before < maxTokens) {
        piece({Stretch{0, before}}, before, maxTokens);
    } else if (mode == LongRows::CutMiddle) {
        const auto forBefore = std::min(before, std::max(maxTokens - answer, maxTokens / 2));
        piece(shortened(0, before, forBefore, true), before,
              before + std::min(answer, maxTokens - forBefore));
    } else if (mode == LongRows::Split) {
        for (auto from = before; from < total;) { // the first token that this piece learns
            const bool wholeStart = from == before && before < maxTokens;
            const auto begin = wholeStart ? 0 : std::max<std::int64_t>(0, from - maxTokens / 2);
            const auto end = std::min(begin + maxTokens, total);
            piece({Stretch{begin, from}}, from, end);
            from = end;
        }
    }
}

} // namespace luthier::data
