// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/decoder_config.h"

namespace luthier::models {

/// What all generations of Gemma share.
nn::DecoderShape gemmaShape(const Json& config, ConfigReader& read);

/// Norms before and behind each half, and caps, as the second generation has them.
void normAround(const Json& config, ConfigReader& read, nn::DecoderShape& shape);

} // namespace luthier::models
