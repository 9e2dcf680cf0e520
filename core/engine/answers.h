// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace luthier::engine {

/// How the weights of a model that writes are held while it answers.
enum class Precision {
    AsStored, ///< as the file has them: exact
    Float32,
    Bfloat16, ///< rounded
    Int8 ///< rounded, with one scale for each row of a matrix
};

/// Who answers.
struct AnswerSource {
    std::string model; ///< an installed name or a path; empty: the run's own
    std::string run; ///< a run's folder; empty: the model as it is
    std::string checkpoint{"best"}; ///< best, last, or a step
    std::string adapter; ///< a PEFT folder on top of `model`
    /// For a model without a head that is to sort: the labels, and how each is described to it ("%1" is the
    /// label). The text and each description are embedded, the nearest wins.
    std::vector<std::string> labels{};
    std::string labelPrompt{};
    Precision precision{Precision::AsStored};
};

struct Message {
    std::string role; ///< system, user, assistant
    std::string content;
};

struct GenerateSettings {
    std::int64_t maxTokens{256};
    double temperature{0}; ///< 0: always the likeliest token
    double topP{1};
    std::uint64_t seed{1};
};

/// What somebody is asked. One of the parts is used: messages, else ids, else text.
struct Question {
    std::string text{};
    std::string text2{}; ///< of a pair
    std::vector<Message> messages{};
    std::vector<std::int32_t> ids{};
    std::vector<std::int32_t> types{}; ///< segment of each id, for pairs
    bool plain{false}; ///< text as it is, without the chat template
};

struct Prediction {
    std::string label;
    std::vector<std::pair<std::string, double>> probabilities{}; ///< likeliest first
};

struct Generated {
    std::string text;
    std::int64_t tokens{};
    bool ended{false}; ///< the model ended by itself
    double seconds{};
};

struct Scored {
    std::vector<double> logprobs{};
    double sum{};
};

/// One opened model or run. It holds the weights: close what is not needed.
///
/// Thread  one call at a time.
class Answerer {
public:
    virtual ~Answerer() = default;

    virtual std::string task() const = 0; ///< text-classification or instruction
    virtual Expected<std::vector<Prediction>> predict(const std::vector<Question>& questions, const Job& job)
        = 0;
    /// `onText` is called with each new piece of text; return false to stop.
    virtual Expected<Generated> generate(const Question& question, const GenerateSettings& settings,
                                         const std::function<bool(std::string_view)>& onText, const Job& job)
        = 0;
    /// The log-probability of each token of `completion` after `question`; without one, of all but the first.
    virtual Expected<Scored> score(const Question& question, const std::string& completion) = 0;
    /// One vector a question, pooled as the model's own configuration says.
    virtual Expected<std::vector<std::vector<float>>> embed(const std::vector<Question>& questions,
                                                            const Job& job)
        = 0;
    /// Every token's last hidden state. [tokens][d]
    virtual Expected<std::vector<std::vector<float>>> embedTokens(const Question& question) = 0;
};

/// Ids with the characters they stand for.
struct Tokens {
    std::vector<std::int32_t> ids{};
    std::vector<std::pair<std::int64_t, std::int64_t>> offsets{}; ///< [begin, end) in characters of the text
};

/// The words of a model: text to ids and back, conversations to text.
class Wording {
public:
    virtual ~Wording() = default;
    virtual Expected<Tokens> tokenize(const std::string& text, bool special) const = 0;
    virtual Expected<Tokens> tokenizePair(const std::string& first, const std::string& second,
                                          bool special) const = 0;
    virtual Expected<std::string> detokenize(const std::vector<std::int32_t>& ids,
                                             bool skipSpecial) const = 0;
    /// `conversation`: {"messages": […], "tools": […], "add_generation_prompt": true, …} as JSON text.
    virtual Expected<std::string> render(const std::string& conversation) const = 0;
};

struct GenerateBench {
    double promptTokensPerSecond{};
    double generatedTokensPerSecond{};
    double loadSeconds{};
    double peakRssMib{};
    std::int64_t weightBytesPerToken{}; ///< that are read for each written token
    std::int64_t cacheBytesPerToken{}; ///< keys and values likewise, in the middle of the measured text
    double readBytesPerSecond{}; ///< the memory's, measured between the texts
    double shareOfReadSpeed{}; ///< (weights + keys and values) · tokens per second / that
    std::string weights{}; ///< what most of them are stored as
};

/// One input, one answer.
///
/// Thread  any; opening blocks until the weights are there.
class Answers {
public:
    virtual ~Answers() = default;
    virtual Expected<std::shared_ptr<Answerer>> open(const AnswerSource& source, const Job& job) = 0;
    /// Needs no more in a folder than the tokenizer's files.
    virtual Expected<std::shared_ptr<const Wording>> wording(const std::string& modelOrPath) = 0;
    virtual Expected<GenerateBench> bench(const AnswerSource& source, const Job& job) = 0;
};

} // namespace luthier::engine
