// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/entry.h"
#include "core/config/recipe.h"
#include "core/config/sections.h"

#include <filesystem>
#include <string>
#include <vector>

namespace luthier::engine {

enum class Registry { Architectures, Tasks, Methods, Formats };

/// Facts about this computer.
struct Machine {
    std::string processor; ///< as it calls itself
    int physicalCores{};
    std::int64_t memoryBytes{};
    std::int64_t freeMemoryBytes{}; ///< what a new process may take without swapping
    std::string instructionSets; ///< "AVX2, AVX-512, bf16"
    std::string bestPrecision; ///< what `precision: auto` means here
    std::string gpu; ///< empty: none that this build can use
};

/// What the house knows: registries, settings, the machine.
///
/// Thread  any.
class Catalogue {
public:
    virtual ~Catalogue() = default;

    virtual std::vector<config::Entry> entries(Registry registry) const = 0;

    /// What the chosen task, method and format of `recipe` say about its settings. Unknown names add nothing.
    virtual config::Registered registered(const config::Recipe& recipe) const = 0;

    /// All of `recipe` against all Fields. Errors  every fault at once, see config::checked; unknown names
    /// likewise.
    virtual Expected<config::CheckedRecipe> checked(const config::Recipe& recipe) const = 0;

    virtual Machine machine() const = 0;

    /// What a file or folder is (model, data, tokenizer, adapter, run) and what is wrong with it: the JSON of
    /// `inspect` in contract.md §2. `model` is whose tokens to count, or empty.
    virtual Expected<std::string> inspect(const std::filesystem::path& path, const std::string& model,
                                          const Job& job)
        = 0;
};

} // namespace luthier::engine
