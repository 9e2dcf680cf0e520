// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <vector>

namespace luthier::config {

/// Faults of one recipe as one error with the rest in its `others`: in the order of their lines and columns,
/// as a person goes through the file; then those that stand nowhere in it (a key that is missing, --set).
/// REQUIRES: not empty.
Error asOneError(std::vector<Error> faults);

/// Adds an error and its others to `faults`, one by one.
void addEach(Error error, std::vector<Error>& faults);

} // namespace luthier::config
