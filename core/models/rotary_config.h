// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/models/config_reader.h"
#include "core/nn/rotary.h"

#include <cstdint>
#include <string_view>

namespace luthier::models {

/// What is known of rotary positions before a config.json is read, and where it says the rest.
struct RotaryKeys {
    std::int64_t headWidth{}, context{};
    std::string_view
        kind{}; ///< the settings are those below this key: "sliding_attention"; empty: no such level
    const char* base{"rope_theta"}; ///< old spelling of the base
    double baseOtherwise{10'000};
    const char* share{"partial_rotary_factor"}; ///< old spelling of the part of a head that turns
    double shareOtherwise{1};
    bool isScaled{true}; ///< whether `rope_scaling`, the old spelling of the rest, is about these
};

/// Rotary positions from the spelling of transformers 5 (`rope_parameters`) or 4 (`rope_theta`,
/// `rope_scaling`). Kinds of scaling: default, linear, dynamic, yarn, longrope, llama3. Faults go to `read`.
///
/// Source  yarn: Peng et al. 2023, arXiv:2309.00071, §3; longrope: Ding et al. 2024, arXiv:2402.13753;
/// dynamic and
///         llama3 as transformers has them (modeling_rope_utils).
nn::Rotary rotaryOf(const Json& config, ConfigReader& read, const RotaryKeys& keys);

} // namespace luthier::models
