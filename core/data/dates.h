// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace luthier::data {

/// A date as a number that grows with time: seconds, roughly (every month has 31 days). Read are 2024-03-09,
/// 2024/03/09 and 20240309 with an optional time (T or a blank, 14:05 or 14:05:07), 9.3.2024, and seconds
/// since 1970 of ten digits. 03/09/2024 means one day here and another there: it is read as none.
std::optional<std::int64_t> dateOf(std::string_view text);

} // namespace luthier::data
