// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/text_memory.h"
#include "core/nn/network.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

namespace luthier::infer {

/// How the next token is drawn.
struct Sampling {
    double temperature{0}; ///< 0: the likeliest
    double topP{1}; ///< only the likeliest tokens that together have this probability
    std::uint64_t seed{1};
};

struct Prompt {
    std::vector<std::int32_t> ids{};
    std::int64_t maxTokens{256};
    Sampling sampling{};
};

struct Continuation {
    std::vector<std::int32_t> ids{}; ///< without the token that ended it
    bool ended{false}; ///< by one of the end tokens, not by the length
};

/// Continues several prompts at the same time: all prompts in one packed pass, then one token of each a pass.
/// What comes out for a prompt does not depend on the others beyond rounding.
///
/// What all prompts begin with is read once. With a `memory` and one prompt, what stands there is not read
/// again, and the text is put there.
///
/// `onToken(prompt, id)` is called with each new token and may return false to end that one.
/// REQUIRES: a network that writes; prompts not empty. Memory: 2 · layers · key width · tokens numbers a
/// prompt. Thread  one call at a time on a network.
std::vector<Continuation> continued(nn::Network& network, const std::vector<Prompt>& prompts,
                                    const std::vector<std::int32_t>& ends,
                                    const std::function<bool(std::size_t prompt, std::int32_t id)>& onToken,
                                    const std::stop_token& stop = {}, TextMemory* memory = nullptr);

/// The log-probability of each id but the first `given`, given those before it. nats
std::vector<double> logProbabilities(nn::Network& network, const std::vector<std::int32_t>& ids,
                                     std::size_t given);

} // namespace luthier::infer
