// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/nn/ops/team.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <malloc.h>

namespace luthier::models {

/// Calls f for each of `work`, on whatever thread is free. Errors  the first of f's.
template <class Work, class F>
Expected<void> each(std::span<const Work> work, F f)
{
    std::vector<Expected<void>> outcomes(work.size());
    nn::asTeam([&](nn::Team& team) {
        team.forEach(static_cast<std::int64_t>(work.size()), [&](std::int64_t i) {
            outcomes[static_cast<std::size_t>(i)] = f(work[static_cast<std::size_t>(i)]);
        });
    });
    for (auto& outcome : outcomes) {
        LUTHIER_CHECK(std::move(outcome));
    }
    return {};
}

/// The same where matrices take the place of others: every few, the places of what they were, and of what was
/// made on the way, go back to the system. The allocator would keep them, most of a network in float32.
template <class Work, class F>
Expected<void> eachGivingBack(std::span<const Work> work, F f)
{
    constexpr std::size_t kAtOnce = 16;
    for (std::size_t begin = 0; begin < work.size(); begin += kAtOnce) {
        LUTHIER_CHECK(each(work.subspan(begin, std::min(kAtOnce, work.size() - begin)), f));
        ::malloc_trim(0);
    }
    return {};
}

} // namespace luthier::models
