// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/tokenise.h"

#include <optional>
#include <string>

namespace luthier::data {

/// What the ids of a part's rows are made from, as a SHA-256: the bytes of the table's file and how they were
/// read, which column is for what, the numbers of the rows, the labels, and the encoder. Empty where the
/// encoder cannot be told from others: then nothing is kept.
std::string keyOfTokens(const Tables& tables, const Prepared& prepared, Part part, const TextEncoder& encoder,
                        Keep keep);

/// The rows that an earlier run kept in the cache (CacheFile) under that key; their frame is for the caller.
/// What does not add up is as if it were not there.
std::optional<TokenRows> keptTokens(const std::string& key, Form form);

/// Keeps them for the next run where making them took some time, and none of them failed. A disk without room
/// is no fault.
void keepTokens(const std::string& key, const TokenRows& rows);

} // namespace luthier::data
