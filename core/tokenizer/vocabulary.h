// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::tokenizer {

/// Texts and their ids, both ways. All texts lie in one string.
class Vocabulary {
public:
    enum class Added { Yes, KnownText, KnownId };

    Vocabulary();
    Added add(std::string_view text, std::int32_t id);

    std::optional<std::int32_t> id(std::string_view text) const
    {
        const auto found = find(text);
        return found < 0 ? std::nullopt : std::optional{found};
    }
    /// The same, with −1 for none: what the models ask in their loops.
    std::int32_t find(std::string_view text) const;
    /// Empty where the id is not in use.
    std::string_view text(std::int32_t id) const;

    std::size_t count() const { return m_count; }
    /// One more than the largest id.
    std::size_t end() const { return m_spans.size(); }

private:
    struct Span {
        std::size_t begin;
        std::size_t length;
    };
    struct Slot {
        std::uint32_t tag; ///< the hash's other half: most strangers are told without a look at their text
        std::int32_t id;
    };
    static constexpr std::int32_t kNone = -1;
    static constexpr std::size_t kUnused = static_cast<std::size_t>(-1);

    std::uint64_t hash(std::string_view text) const;
    std::size_t slotOf(std::string_view text, std::uint64_t hash) const;
    void grow();

    std::string m_bytes;
    std::vector<Span> m_spans; ///< by id
    std::vector<Slot> m_slots;
    std::size_t m_count{0};
    std::uint64_t m_seed;
};

} // namespace luthier::tokenizer
