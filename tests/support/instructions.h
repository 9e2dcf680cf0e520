// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/json.h"

#include <filesystem>
#include <string>

#include <QtGlobal>

namespace luthier::test {

/// The first `count` of the 1,100 real instructions with their answers, a JSON file in Alpaca form.
inline std::string firstInstructions(std::size_t count)
{
    auto rows = readJson(std::filesystem::path{TEST_DATA} / "datasets/instruction/instruction-data.json");
    if (!rows || rows->size() < count) qFatal("cannot read the instructions");
    rows->get_ref<Json::array_t&>().resize(count);
    return toPrettyJson(*rows);
}

} // namespace luthier::test
