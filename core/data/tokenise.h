// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/base/large_vector.h"
#include "core/data/pieces.h"
#include "core/data/prepare.h"
#include "core/data/rows.h"
#include "core/data/samples.h"
#include "core/tokenizer/tokenizer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace luthier::data {

/// A conversation as a model reads it.
struct TokenisedConversation {
    std::vector<std::int32_t> ids{};
    std::int32_t learnFrom{}; ///< the first id of the answer
};

/// What the model makes of rows. The engine knows its chat template and hands it in as `render`.
struct TextEncoder {
    std::shared_ptr<const tokenizer::Tokenizer> tokenizer{};
    /// Form::Answers; called from several threads at once.
    std::function<Expected<TokenisedConversation>(const Conversation&)> render{};
    std::int64_t modelTokens{0}; ///< that the model can read at once
    /// Another for whatever gives other ids, so that ids can be kept; empty: unknown, they are made anew.
    std::string identity{};
};

/// The special tokens that stand around a text, or around and between the two of a pair.
struct Frame {
    std::vector<std::int32_t> before{}, between{}, after{};
    bool marksSecond{false}; ///< the second text is a segment of its own

    /// Errors  Unsupported where the tokenizer changes a text by what it puts around it.
    static Expected<Frame> of(const tokenizer::Tokenizer& tokenizer, bool pair);
    std::int64_t tokens() const
    {
        return static_cast<std::int64_t>(before.size() + between.size() + after.size());
    }
};

/// Rows as ids, before any is cut, in the order asked for. 4 bytes a token; none where only lengths are
/// wanted.
struct TokenRows {
    Form form{};
    Frame frame{}; ///< of Form::Classes; it is not among the ids
    LargeVector<std::int64_t> rows{};
    LargeVector<RowLength> lengths{};
    LargeVector<std::int32_t> ids{}; ///< end to end
    LargeVector<std::int32_t> labels{};
    LargeVector<float> weights{};
    std::vector<std::int64_t> failed{}; ///< rows that could not be rendered; they are in none of the above
    std::optional<Error> firstFailure{};

    std::int64_t tokens(std::size_t i) const { return lengths[i].total() + frame.tokens(); }
    void append(TokenRows&& more);
};

enum class Keep { Ids, LengthsOnly };

/// These rows as ids; several threads share the work.
///
/// Errors  Unsupported (Frame), Interrupted.
Expected<TokenRows> tokenise(const Rows& rows, std::span<const std::int64_t> numbers,
                             const Prepared& prepared, const TextEncoder& encoder, Keep keep,
                             const Job& job = {});
/// The rows of a part; from the cache where an earlier run kept them (kept_tokens.h).
Expected<TokenRows> tokenise(const Tables& tables, const Prepared& prepared, Part part,
                             const TextEncoder& encoder, Keep keep = Keep::Ids, const Job& job = {});

/// What became of long rows.
struct Cuts {
    std::int64_t cutRows{0}; ///< that lose a part
    std::int64_t lostAnswers{0}; ///< that would lose their whole answer, and are left out for it
    std::int64_t leftOut{0}; ///< left out for their length
    std::int64_t nothingToLearn{0}; ///< without a token of an answer from the start
    std::int64_t tokens{0}; ///< that are left, special ones too
};

/// What row `i` becomes, written to `into` and counted. REQUIRES: maxTokens > frame.tokens() and > 1.
void cutRow(const TokenRows& rows, std::size_t i, std::int64_t maxTokens, LongRows mode,
            std::vector<Piece>& into, Cuts& cuts);

/// The samples of the rows, none longer than `maxTokens`. REQUIRES: the ids were kept.
SampleSet samplesOf(const TokenRows& rows, std::int64_t maxTokens, LongRows mode, Cuts& cuts);

/// `data.max_tokens`, with auto as the least of the 99th percentile of the rows' lengths, rounded up to a
/// multiple of 8, what the model can read, and 1,024. `parts` are all parts of the training file, so that
/// every use of a recipe comes to the same number.
///
/// Errors  InvalidInput where the number is beyond the model's or leaves no room beside the special tokens.
Expected<std::int64_t> maxTokensFor(const config::Values& data, std::span<const TokenRows* const> parts,
                                    const TextEncoder& encoder);

} // namespace luthier::data
