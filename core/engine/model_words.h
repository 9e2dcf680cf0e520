// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"
#include "core/data/tokenise.h"
#include "core/engine/answers.h"
#include "core/tokenizer/chat_template.h"
#include "core/tokenizer/tokenizer.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace luthier::engine {

/// What a model reads and writes: its tokenizer, and its chat template around it.
///
/// Thread  any.
class ModelWords : public Wording, public std::enable_shared_from_this<ModelWords> {
public:
    /// A folder with the tokenizer's files, or a .gguf file. Errors  the tokenizer's and the template's.
    static Expected<std::shared_ptr<const ModelWords>> of(const std::filesystem::path& folderOrFile);

    const std::shared_ptr<const tokenizer::Tokenizer>& tokenizer() const { return m_tokenizer; }
    /// True where the model brings a chat template; else messages are joined with blank lines.
    bool hasTemplate() const { return !m_tokenizer->chatTemplate().empty(); }

    /// The conversation with the prompt for an answer behind it, as ids.
    Expected<std::vector<std::int32_t>> promptIds(const Json& messages) const;

    /// A training row: prompt and answer as ids, tokenised apart and joined, as the reference trains.
    /// Errors  NotUsable where the template does not begin the whole conversation with the prompt.
    Expected<data::TokenisedConversation> trainingIds(const data::Conversation& conversation) const;

    /// For data/: this and the model's limit.
    data::TextEncoder encoder(std::int64_t modelTokens) const;

    Expected<Tokens> tokenize(const std::string& text, bool special) const override;
    Expected<Tokens> tokenizePair(const std::string& first, const std::string& second,
                                  bool special) const override;
    Expected<std::string> detokenize(const std::vector<std::int32_t>& ids, bool skipSpecial) const override;
    Expected<std::string> render(const std::string& conversation) const override;

private:
    ModelWords(std::string identity, std::shared_ptr<const tokenizer::Tokenizer> tokenizer,
               tokenizer::ChatTemplate chatTemplate);
    Json variables(Json messages, bool addPrompt) const;
    Expected<std::string> rendered(const Json& variables) const;

    std::string m_identity; ///< another for whatever gives other ids; empty: not told
    std::shared_ptr<const tokenizer::Tokenizer> m_tokenizer;
    tokenizer::ChatTemplate m_template;
};

/// The vocabulary that a GGUF file carries. Errors  MissingField where it has none.
Expected<tokenizer::GgufVocabulary> vocabularyOfGguf(const std::filesystem::path& file);

/// system (where there is one), user and assistant turns as the template's `messages`.
Json messagesOf(const std::vector<Message>& messages);

} // namespace luthier::engine
