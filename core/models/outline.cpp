// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/outline.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace luthier::models {

std::int64_t TensorSpec::count() const
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>{});
}

std::int64_t Outline::parameters() const
{
    std::int64_t sum = 0;
    for (const TensorSpec& tensor : tensors) {
        sum += tensor.count();
    }
    return sum;
}

const TensorSpec* Outline::find(const std::string& name) const
{
    const auto found = std::ranges::find(tensors, name, &TensorSpec::name);
    return found == tensors.end() ? nullptr : &*found;
}

bool Outline::isInHead(const TensorSpec& tensor) const
{
    // The base model's own tensors share its first name: "bert.pooler.dense", but "pre_classifier".
    const auto& base = tensors.front().name;
    return tensor.place == TensorSpec::Place::Pooler
        && !tensor.name.starts_with(base.substr(0, base.find('.') + 1));
}

std::vector<TensorSpec> Outline::classifierTensors(std::int64_t labels) const
{
    std::vector<TensorSpec> specs{
        {.name = classifier + ".weight", .shape = {labels, width}, .place = TensorSpec::Place::Head}};
    if (classifierHasBias) {
        specs.push_back({.name = classifier + ".bias", .shape = {labels}, .place = TensorSpec::Place::Head});
    }
    return specs;
}

} // namespace luthier::models
