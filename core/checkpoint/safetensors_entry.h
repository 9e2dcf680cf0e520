// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/header.h"

#include <array>

namespace luthier::checkpoint {

constexpr std::size_t kMostRank = 16;

/// A list of what should be plain non-negative integers; no more of them are kept than are allowed.
struct Integers {
    bool given{false}; ///< as a list
    std::size_t count{0};
    std::array<std::uint64_t, kMostRank> values{};
    std::optional<std::string> notPlain{}; ///< the first that is none

    void add(std::uint64_t value)
    {
        if (count < values.size()) values.at(count) = value;
        ++count;
    }
    void addOther(std::string words)
    {
        if (!notPlain) notPlain = std::move(words);
        ++count;
    }
};

/// A tensor as a safetensors header describes it, before anything is believed.
struct Entry {
    bool isObject{false};
    std::string unknownField{};
    bool hasUnknownField{false};
    bool hasDtype{false};
    bool hasShape{false};
    bool hasOffsets{false};
    const DtypeLayout* layout{}; ///< nullptr where the dtype is unknown or no text
    std::string dtypeText{};
    Integers shape{};
    Integers offsets{};
};

/// Every check of formats.md §2 on one entry. The offset counts from the first byte after the header.
Expected<TensorInfo> tensorOf(const std::string& name, const Entry& entry);

/// No overlap, no hole, nothing left over. From here on offsets count from the file's first byte.
Expected<void> placeTensors(std::vector<TensorInfo>& tensors, std::uint64_t dataBegin,
                            std::uint64_t fileBytes);

} // namespace luthier::checkpoint
