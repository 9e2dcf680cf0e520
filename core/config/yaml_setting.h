// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/config/setting.h"

#include <string>
#include <string_view>
#include <vector>

namespace luthier::config {

/// One YAML document as a Setting, each value with its place. `file` is what places begin with.
///
/// Structural faults (a key twice, too deep, …) are added to `faults`, and reading goes on.
/// Errors  BadYaml where the text is no YAML. The place where yaml-cpp's exceptions become values.
Expected<Setting> settingFromYaml(std::string_view yaml, const std::string& file, std::vector<Error>& faults);

} // namespace luthier::config
