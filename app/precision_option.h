// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/answers.h"

#include <map>
#include <string>

#include <CLI/CLI.hpp>

namespace luthier::app {

/// --precision of a command that lets a model write.
inline void definePrecision(CLI::App& command, engine::Precision& precision)
{
    const std::map<std::string, engine::Precision> words{{"auto", engine::Precision::AsStored},
                                                         {"fp32", engine::Precision::Float32},
                                                         {"bf16", engine::Precision::Bfloat16},
                                                         {"int8", engine::Precision::Int8}};
    command
        .add_option("--precision", precision,
                    "How the weights are held: auto (as the file has them), fp32, bf16, int8")
        ->transform(CLI::CheckedTransformer(words, CLI::ignore_case));
}

} // namespace luthier::app
