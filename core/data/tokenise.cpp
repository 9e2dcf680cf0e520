// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tokenise.h"

#include "core/base/files.h"
#include "core/data/kept_tokens.h"
#include "core/data/parallel.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace luthier::data {
namespace {

using Ids = std::vector<std::int32_t>;

/// Works through the rows of one stretch of a part.
class Worker {
public:
    Worker(const Rows& rows, const Prepared& prepared, const TextEncoder& encoder, Keep keep)
        : m_rows{rows}
        , m_prepared{prepared}
        , m_encoder{encoder}
        , m_keep{keep}
    {
    }

    void take(std::int64_t row)
    {
        if (m_prepared.form == Form::Classes) {
            text(row);
        } else {
            answer(row);
        }
    }
    TokenRows& result() { return m_result; }

private:
    void text(std::int64_t row)
    {
        const auto text = m_rows.text(row);
        auto first = m_encoder.tokenizer->encode(text.text, false).ids;
        const auto second = text.text2 ? m_encoder.tokenizer->encode(*text.text2, false).ids : Ids{};
        const RowLength length{static_cast<std::uint32_t>(first.size()),
                               static_cast<std::uint32_t>(second.size())};
        first.insert(first.end(), second.begin(), second.end());
        const auto label = std::ranges::lower_bound(m_prepared.labels, text.label);
        const bool known = label != m_prepared.labels.end() && *label == text.label;
        add(row, first, length, known ? static_cast<std::int32_t>(label - m_prepared.labels.begin()) : -1);
    }
    void answer(std::int64_t row)
    {
        const auto conversation = m_rows.conversation(row);
        const auto rendered
            = conversation ? m_encoder.render(*conversation) : Unexpected{conversation.error()};
        if (!rendered) {
            m_result.failed.push_back(row);
            if (!m_result.firstFailure) m_result.firstFailure = rendered.error();
            return;
        }
        const auto from = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(rendered->learnFrom, 0)),
                                                  0, rendered->ids.size());
        add(row, rendered->ids,
            {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(rendered->ids.size() - from)}, -1);
    }
    void add(std::int64_t row, const Ids& ids, RowLength length, std::int32_t label)
    {
        m_result.rows.push_back(row);
        m_result.lengths.push_back(length);
        if (m_keep == Keep::LengthsOnly) return;
        m_result.ids.insert(m_result.ids.end(), ids.begin(), ids.end());
        m_result.labels.push_back(label);
        m_result.weights.push_back(weightOf(m_rows.cell(row, "weight")).value_or(1.0F));
    }

    const Rows& m_rows;
    const Prepared& m_prepared;
    const TextEncoder& m_encoder;
    Keep m_keep;
    TokenRows m_result;
};

void appendStretch(Ids& into, const std::int32_t* row, const Stretch& stretch)
{
    into.insert(into.end(), row + stretch.begin, row + stretch.end);
}

} // namespace

Expected<Frame> Frame::of(const tokenizer::Tokenizer& tokenizer, bool pair)
{
    constexpr std::string_view kProbe = "a"; // any text; what the tokenizer adds to it is the frame
    const auto plain = tokenizer.encode(kProbe, false).ids;
    const auto whole = pair ? tokenizer.encodePair(kProbe, kProbe, true) : tokenizer.encode(kProbe, true);
    const auto& ids = whole.ids;
    const auto first = std::search(ids.begin(), ids.end(), plain.begin(), plain.end());
    const auto size = static_cast<std::ptrdiff_t>(plain.size());
    auto second = first;
    if (pair && ids.end() - first >= size)
        second = std::search(first + size, ids.end(), plain.begin(), plain.end());
    if (plain.empty() || ids.end() - second < size) {
        return Unexpected{{.code = ErrorCode::Unsupported,
                           .message = QT_TRANSLATE_NOOP("core",
                                                        "the tokenizer's special tokens cannot be told from "
                                                        "the text between them")}};
    }
    Frame frame{.before = {ids.begin(), first}, .after = {second + size, ids.end()}};
    if (pair) frame.between = {first + size, second};
    frame.marksSecond = pair && std::ranges::find(whole.types, 1) != whole.types.end();
    return frame;
}

void TokenRows::append(TokenRows&& more)
{
    const auto move = [](auto& from, auto& into) {
        if (into.empty()) {
            into = std::move(from);
        } else {
            into.insert(into.end(), from.begin(), from.end());
        }
    };
    move(more.rows, rows);
    move(more.lengths, lengths);
    move(more.ids, ids);
    move(more.labels, labels);
    move(more.weights, weights);
    move(more.failed, failed);
    if (!firstFailure) firstFailure = std::move(more.firstFailure);
}

Expected<TokenRows> tokenise(const Rows& rows, std::span<const std::int64_t> numbers,
                             const Prepared& prepared, const TextEncoder& encoder, Keep keep, const Job& job)
{
    TokenRows result{.form = prepared.form};
    if (prepared.form == Form::Classes) {
        LUTHIER_TRY(result.frame, Frame::of(*encoder.tokenizer, rows.has("text2")));
    }
    const auto count = static_cast<std::int64_t>(numbers.size());
    std::vector<Worker> workers(partsOf(count), Worker{rows, prepared, encoder, keep});
    inParallel(count, [&](std::size_t worker, std::int64_t begin, std::int64_t end) {
        for (auto i = begin; i < end; ++i) {
            workers[worker].take(numbers[static_cast<std::size_t>(i)]);
            constexpr std::int64_t kBreath = 256; // rows between two looks at the outside
            if ((i - begin) % kBreath != 0) continue;
            if (job.stop.stop_requested()) return;
            if (worker == 0) {
                job.report(static_cast<double>(i - begin) / static_cast<double>(end - begin),
                           QT_TRANSLATE_NOOP("core", "Splitting texts into tokens"));
            }
        }
    });
    if (job.stop.stop_requested()) return Unexpected{interrupted()};
    for (Worker& worker : workers) {
        result.append(std::move(worker.result()));
    }
    return result;
}

Expected<TokenRows> tokenise(const Tables& tables, const Prepared& prepared, Part part,
                             const TextEncoder& encoder, Keep keep, const Job& job)
{
    LUTHIER_TRY(const auto rows, Rows::of(tables.of(part), prepared.roles));
    const auto key = keyOfTokens(tables, prepared, part, encoder, keep);
    if (auto kept = keptTokens(key, prepared.form)) {
        if (prepared.form == Form::Classes) {
            LUTHIER_TRY(kept->frame, Frame::of(*encoder.tokenizer, rows.has("text2")));
        }
        return *std::move(kept);
    }
    LUTHIER_TRY(auto made, tokenise(rows, prepared.of(part), prepared, encoder, keep, job));
    keepTokens(key, made);
    return made;
}

void cutRow(const TokenRows& rows, std::size_t i, std::int64_t maxTokens, LongRows mode,
            std::vector<Piece>& into, Cuts& cuts)
{
    const auto& length = rows.lengths[i];
    const auto special = rows.frame.tokens();
    if (rows.form == Form::Classes) {
        piecesOfText(length, maxTokens - special, mode, into);
    } else {
        piecesOfAnswer(length, maxTokens, mode, into);
    }
    std::int64_t left = 0;
    for (const Piece& piece : into) {
        left += piece.total();
        cuts.tokens += piece.total() + special;
    }
    if (rows.form == Form::Answers && length.second == 0) {
        ++cuts.nothingToLearn;
    } else if (into.empty()) {
        ++(mode == LongRows::LeaveOut ? cuts.leftOut : cuts.lostAnswers);
    } else if (left < length.total()) {
        ++cuts.cutRows;
    }
}

SampleSet samplesOf(const TokenRows& rows, std::int64_t maxTokens, LongRows mode, Cuts& cuts)
{
    LUTHIER_ASSERT(rows.labels.size() == rows.rows.size());
    SampleSet set;
    std::vector<Piece> pieces;
    const auto* ids = rows.ids.data();
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
        cutRow(rows, i, maxTokens, mode, pieces, cuts);
        for (const Piece& piece : pieces) {
            Sample sample{.row = rows.rows[i],
                          .ids = rows.frame.before,
                          .label = rows.labels[i],
                          .weight = rows.weights[i]};
            for (const auto& stretch : piece.first) {
                appendStretch(sample.ids, ids, stretch);
            }
            sample.ids.insert(sample.ids.end(), rows.frame.between.begin(), rows.frame.between.end());
            const auto second = static_cast<std::int32_t>(sample.ids.size());
            for (const auto& stretch : piece.second) {
                appendStretch(sample.ids, ids, stretch);
            }
            sample.ids.insert(sample.ids.end(), rows.frame.after.begin(), rows.frame.after.end());
            if (rows.frame.marksSecond) sample.secondFrom = second;
            sample.learnFrom
                = rows.form == Form::Answers ? second : static_cast<std::int32_t>(sample.ids.size());
            set.add(sample);
        }
        ids += rows.lengths[i].total();
    }
    return set;
}

Expected<std::int64_t> maxTokensFor(const config::Values& data, std::span<const TokenRows* const> parts,
                                    const TextEncoder& encoder)
{
    std::int64_t special = 1; // and room for one more to predict it from
    for (const auto* part : parts) {
        special = std::max(special, part->frame.tokens());
    }
    if (const auto chosen = data.integerOrWord("max_tokens")) {
        const bool tooMany = encoder.modelTokens > 0 && *chosen > encoder.modelTokens;
        if (!tooMany && *chosen > special) return *chosen;
        return Unexpected{
            {.code = ErrorCode::InvalidInput,
             .message
             = Text{tooMany ? QT_TRANSLATE_NOOP("core", "%1 tokens are more than this model can read")
                            : QT_TRANSLATE_NOOP("core", "%1 tokens leave no room for a text"),
                    *chosen},
             .where = "data.max_tokens",
             .hint = Text{QT_TRANSLATE_NOOP("core", "%1 to %2 tokens"), special + 1, encoder.modelTokens}}};
    }
    LargeVector<std::int32_t> lengths;
    for (const auto* part : parts) {
        for (std::size_t i = 0; i < part->rows.size(); ++i) {
            lengths.push_back(static_cast<std::int32_t>(part->tokens(i)));
        }
    }
    constexpr std::int64_t kMost = 1024, kStep = 8;
    const auto limit = encoder.modelTokens > 0 ? std::min(kMost, encoder.modelTokens) : kMost;
    if (lengths.empty()) return limit;
    const auto p99 = lengths.begin() + static_cast<std::ptrdiff_t>((lengths.size() - 1) * 99 / 100);
    std::ranges::nth_element(lengths, p99);
    return std::clamp((std::int64_t{*p99} + kStep - 1) / kStep * kStep, std::min(special + 1, limit), limit);
}

} // namespace luthier::data
