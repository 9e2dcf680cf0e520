// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/drawing.h"

#include "core/nn/ops/decoder_kernels.h"

#include <algorithm>

namespace luthier::infer {

std::int32_t Drawing::drawn(const float* logits, std::int64_t vocabulary, const Sampling& sampling,
                            Random& random)
{
    const auto likeliest = nn::placeOfLargest(logits, vocabulary);
    if (sampling.temperature <= 0) return static_cast<std::int32_t>(likeliest);
    m_weights.resize(static_cast<std::size_t>(vocabulary));
    const double sum = nn::exponentialsOf(logits, vocabulary, logits[likeliest],
                                          static_cast<float>(1 / sampling.temperature), m_weights.data());
    if (sampling.topP >= 1) return fromAll(random.uniform() * sum, static_cast<std::int32_t>(likeliest));
    return fromLikeliest(sampling.topP, sum, random);
}

std::int32_t Drawing::fromAll(double left, std::int32_t otherwise) const
{
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        left -= static_cast<double>(m_weights[i]);
        if (left < 0) return static_cast<std::int32_t>(i);
    }
    return otherwise; // by rounding
}

/// Only the likeliest that together have the share `topP`. Those that are so unlikely that all of them
/// would not fill what is left out need not be put in order.
std::int32_t Drawing::fromLikeliest(double topP, double sum, Random& random)
{
    const double least = (1 - topP) * sum / static_cast<double>(m_weights.size());
    m_order.clear();
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        if (static_cast<double>(m_weights[i]) >= least) m_order.push_back(static_cast<std::int32_t>(i));
    }
    const auto weight = [&](std::int32_t id) { return m_weights[static_cast<std::size_t>(id)]; };
    std::ranges::sort(m_order,
                      [&](auto a, auto b) { return weight(a) != weight(b) ? weight(a) > weight(b) : a < b; });
    double kept = 0;
    std::size_t count = 0;
    while (count < m_order.size() && kept < topP * sum) {
        kept += static_cast<double>(weight(m_order[count++]));
    }
    double left = random.uniform() * kept;
    for (std::size_t i = 0; i < count; ++i) {
        left -= static_cast<double>(weight(m_order[i]));
        if (left < 0) return m_order[i];
    }
    return m_order[std::max<std::size_t>(count, 1) - 1];
}

} // namespace luthier::infer
