// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace luthier::nn {

/// How fast this machine reads memory at the moment, with as many threads as torch has: what decoding a text
/// is measured against.
///
/// Units   bytes per second. Thread  one call at a time.
class ReadSpeed {
public:
    explicit ReadSpeed(std::size_t bytes = std::size_t{256} << 20U);
    double measured() const; ///< the best of a few passes

private:
    std::vector<std::uint64_t> m_numbers;
};

} // namespace luthier::nn
