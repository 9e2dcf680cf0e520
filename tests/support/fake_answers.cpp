// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "tests/support/fake_parts.h"

#include <array>

namespace luthier::tests {
namespace {

class FakeAnswerer final : public engine::Answerer {
public:
    explicit FakeAnswerer(bool tuned)
        : m_tuned{tuned}
    {
    }

    std::string task() const override { return "text-classification"; }

    Expected<std::vector<engine::Prediction>> predict(const std::vector<engine::Question>& questions,
                                                      const Job&) override
    {
        std::vector<engine::Prediction> answers;
        for (std::size_t i = 0; i < questions.size(); ++i) {
            if (m_tuned) {
                answers.push_back(
                    {.label = "PlayMusic",
                     .probabilities = {{"PlayMusic", 0.92}, {"AddToPlaylist", 0.06}, {"RateBook", 0.02}}});
            } else {
                answers.push_back(
                    {.label = "AddToPlaylist",
                     .probabilities = {{"AddToPlaylist", 0.46}, {"PlayMusic", 0.34}, {"RateBook", 0.2}}});
            }
        }
        return answers;
    }

    Expected<engine::Generated> generate(const engine::Question&, const engine::GenerateSettings&,
                                         const std::function<bool(std::string_view)>& onText,
                                         const Job& job) override
    {
        engine::Generated result{.text = {}, .ended = true, .seconds = 0.2};
        constexpr std::array kPieces{"This", " sounds", " like", " a", " request", " for", " music."};
        for (const char* piece : kPieces) {
            if (job.stop.stop_requested()) return Unexpected{interrupted()};
            if (!onText(piece)) break;
            result.text += piece;
            ++result.tokens;
        }
        return result;
    }

    Expected<engine::Scored> score(const engine::Question&, const std::string&) override
    {
        return engine::Scored{.logprobs = {-0.4, -0.1}, .sum = -0.5};
    }

    Expected<std::vector<std::vector<float>>> embed(const std::vector<engine::Question>& questions,
                                                    const Job&) override
    {
        return std::vector<std::vector<float>>(questions.size(), {0.6F, 0.8F});
    }

    Expected<std::vector<std::vector<float>>> embedTokens(const engine::Question&) override
    {
        return std::vector<std::vector<float>>{{0.6F, 0.8F}};
    }

private:
    bool m_tuned;
};

class FakeWording final : public engine::Wording {
public:
    Expected<engine::Tokens> tokenize(const std::string& text, bool) const override
    {
        engine::Tokens tokens; // one a character
        for (std::size_t i = 0; i < text.size(); ++i) {
            tokens.ids.push_back(text[i]);
            tokens.offsets.emplace_back(i, i + 1);
        }
        return tokens;
    }
    Expected<engine::Tokens> tokenizePair(const std::string& first, const std::string& second,
                                          bool special) const override
    {
        return tokenize(first + second, special);
    }
    Expected<std::string> detokenize(const std::vector<std::int32_t>& ids, bool) const override
    {
        std::string text;
        for (const auto id : ids) {
            text += static_cast<char>(id);
        }
        return text;
    }
    Expected<std::string> render(const std::string& conversation) const override { return conversation; }
};

class FakeAnswers final : public engine::Answers {
public:
    Expected<std::shared_ptr<engine::Answerer>> open(const engine::AnswerSource& source,
                                                     const Job& job) override
    {
        if (job.stop.stop_requested()) return Unexpected{interrupted()};
        return std::make_shared<FakeAnswerer>(!source.run.empty());
    }
    Expected<std::shared_ptr<const engine::Wording>> wording(const std::string&) override
    {
        return std::make_shared<const FakeWording>();
    }
    Expected<engine::GenerateBench> bench(const engine::AnswerSource&, const Job&) override
    {
        return engine::GenerateBench{.promptTokensPerSecond = 900, .generatedTokensPerSecond = 40};
    }
};

} // namespace

std::unique_ptr<engine::Answers> makeFakeAnswers()
{
    return std::make_unique<FakeAnswers>();
}

} // namespace luthier::tests
