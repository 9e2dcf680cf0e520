// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/golden.h"

#include <cmath>
#include <string>
#include <vector>

#include <ATen/core/grad_mode.h>

namespace luthier::test {

// Tiny models of every family with what the Python stack computes with them (tests/data/README.md, tiny).

inline std::filesystem::path tiny(const std::string& name)
{
    return std::filesystem::path{TEST_DATA} / "tiny" / name;
}

inline Json jsonOf(const std::filesystem::path& path)
{
    return must(parseJson(must(readFile(path, 1U << 24U)), path.string()));
}

/// The rows of a case without their padding.
struct TinyCase {
    std::vector<std::vector<std::int32_t>> ids{};
    std::vector<std::vector<std::int64_t>> places{}; ///< of each token in its row
};

inline TinyCase caseOf(const checkpoint::TensorFile& file, const std::string& name)
{
    const auto ids = tensorOf(file, name + ".input_ids").to(at::kLong);
    const auto mask = tensorOf(file, name + ".attention_mask").to(at::kLong);
    TinyCase found;
    for (std::int64_t row = 0; row < ids.size(0); ++row) {
        found.ids.emplace_back();
        found.places.emplace_back();
        for (std::int64_t place = 0; place < ids.size(1); ++place) {
            if (mask[row][place].item<std::int64_t>() == 0) continue;
            found.ids.back().push_back(ids[row][place].item<std::int32_t>());
            found.places.back().push_back(place);
        }
    }
    return found;
}

/// What the golden has for the tokens of a case, one row behind the other.
inline at::Tensor packedRows(const at::Tensor& golden, const TinyCase& from)
{
    std::vector<at::Tensor> rows;
    for (std::size_t row = 0; row < from.ids.size(); ++row) {
        rows.push_back(
            golden[static_cast<std::int64_t>(row)].index_select(0, torch::tensor(from.places[row])));
    }
    return torch::cat(rows, 0);
}

/// Whether each parameter's gradient is as large as in the golden; the first that is not. A tensor without a
/// gradient must not be in the golden.
inline std::string differentGradient(nn::Network& network, const Json& norms)
{
    std::size_t compared = 0;
    for (const auto& item : network.named_parameters()) {
        const auto known = norms.find(item.key());
        const bool has = item.value().grad().defined();
        if (known == norms.end()) {
            if (has && item.value().grad().norm().item<double>() > 0)
                return item.key() + " is not in the golden";
            continue;
        }
        const auto norm = known->get<double>();
        const auto found = has ? item.value().grad().norm().item<double>() : 0;
        ++compared;
        // A key's bias moves no probability: there the reference has nothing but rounding.
        if (std::abs(found - norm) < 1e-3 * norm || (found < 1e-5 && norm < 1e-5)) continue;
        return item.key() + ": " + std::to_string(found) + ", not " + std::to_string(norm);
    }
    return compared == norms.size()
        ? ""
        : "only " + std::to_string(compared) + " of " + std::to_string(norms.size());
}

/// The first tensor of the outline that is not the network's parameter of that name and shape; empty where
/// all are, and no others.
inline std::string differentOutline(nn::Network& network, const models::Outline& outline)
{
    const auto parameters = network.named_parameters();
    for (const auto& tensor : outline.tensors) {
        const auto* const parameter = parameters.find(tensor.name);
        if (parameter == nullptr || parameter->sizes().vec() != tensor.shape) return tensor.name;
    }
    return parameters.size() == outline.tensors.size() ? "" : "not as many";
}

/// One step down the slope of each parameter that learns, all steps about as long.
inline void stepDown(nn::Network& network, double rate)
{
    const at::NoGradGuard noGrad;
    for (auto& parameter : network.parameters()) {
        if (!parameter.grad().defined() || !parameter.requires_grad()) continue;
        const auto norm = parameter.grad().norm() + 1e-12;
        parameter.sub_(parameter.grad() / norm * parameter.norm().clamp_min(1) * rate);
    }
}

} // namespace luthier::test
