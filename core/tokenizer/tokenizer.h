// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luthier::tokenizer {

/// Text as ids. `offsets` are [begin, end) in characters (code points) of the original text; empty unless
/// asked for.
struct Encoding {
    std::vector<std::int32_t> ids{};
    std::vector<std::pair<std::int32_t, std::int32_t>> offsets{};
    std::vector<std::int8_t> types{}; ///< segment of each id: 1 for the second text of a pair
};

/// A vocabulary as a GGUF file carries it (formats.md §3.3); checkpoint/ reads it, models/ hands it on.
struct GgufVocabulary {
    std::string model; ///< tokenizer.ggml.model: gpt2, bert, …
    std::string pre; ///< tokenizer.ggml.pre: smollm, …
    std::vector<std::string> tokens{};
    std::vector<std::int32_t> types{}; ///< 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte
    std::vector<std::string> merges{};
    std::optional<std::int32_t> bos{}, eos{}, unk{}, pad{}, cls{}, sep{}, mask{};
    bool addBos{false}, addEos{false};
    std::string chatTemplate{};
};

/// Ids of the tokens with a meaning of their own, where the model has them.
struct SpecialIds {
    std::optional<std::int32_t> bos{}, eos{}, unk{}, pad{}, cls{}, sep{}, mask{};
};

/// Text to ids and back, equal to the reference on every text.
///
/// Errors  from*(): what formats.md §1 says of the file, at "file:line:column" or "file: key"; Unsupported
/// names the
///         part that is not known yet.
/// Thread  any; a Tokenizer does not change.
class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    /// A folder with tokenizer.json, tokenizer_config.json, chat_template.jinja; or vocab.txt alone.
    static Expected<std::shared_ptr<const Tokenizer>> fromFolder(const std::filesystem::path& folder);
    static Expected<std::shared_ptr<const Tokenizer>> fromVocabulary(GgufVocabulary vocabulary);

    /// `special` adds what the model puts around a text ([CLS] … [SEP]); special tokens that stand in the
    /// text itself are always recognised.
    virtual Encoding encode(std::string_view text, bool special, bool withOffsets = false) const = 0;
    virtual Encoding encodePair(std::string_view first, std::string_view second, bool special,
                                bool withOffsets = false) const = 0;
    virtual std::string decode(std::span<const std::int32_t> ids, bool skipSpecial) const = 0;

    virtual std::size_t vocabularySize() const = 0;
    /// The token as the vocabulary writes it; empty for an id outside it.
    virtual std::string token(std::int32_t id) const = 0;
    virtual std::optional<std::int32_t> id(std::string_view token) const = 0;
    virtual bool isSpecial(std::int32_t id) const = 0;
    /// Whether what this id is in a text depends on the one behind it: a byte of a character.
    virtual bool needsNext(std::int32_t /*id*/) const { return false; }
    virtual const SpecialIds& special() const = 0;
    /// Jinja; empty where the model has none.
    virtual const std::string& chatTemplate() const = 0;
};

/// Decodes ids that come one by one. A character whose bytes are not all there yet is held back.
class TextStream {
public:
    TextStream(std::shared_ptr<const Tokenizer> tokenizer, bool skipSpecial)
        : m_tokenizer{std::move(tokenizer)}
        , m_skipSpecial{skipSpecial}
    {
    }
    std::string add(std::int32_t id); ///< what has become readable
    std::string finish(); ///< what was held back

private:
    std::shared_ptr<const Tokenizer> m_tokenizer;
    bool m_skipSpecial;
    std::vector<std::int32_t> m_ids; ///< of the current stretch: enough context to decode the newest
    std::size_t m_shown{0}; ///< bytes of that stretch already handed out
};

} // namespace luthier::tokenizer
