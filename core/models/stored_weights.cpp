// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that only answer: ModelFiles::loadToAnswer and what it needs.
#include "core/models/each.h"
#include "core/models/model_files.h"
#include "core/nn/embedding.h"
#include "core/nn/linear.h"

#include <cstring>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

namespace luthier::models {

using checkpoint::Dtype;
using nn::StoredAs;

std::optional<StoredAs> storedFormOf(Dtype dtype)
{
    switch (dtype) {
    case Dtype::F32:
        return StoredAs::Float32;
    case Dtype::BF16:
        return StoredAs::Bfloat16;
    case Dtype::Q4_0:
        return StoredAs::Q4_0;
    case Dtype::Q4_1:
        return StoredAs::Q4_1;
    case Dtype::Q8_0:
        return StoredAs::Q8_0;
    default:
        return std::nullopt;
    }
}

Expected<nn::StoredMatrix> ModelFiles::matrixOf(const Found& found, std::optional<StoredAs> form) const
{
    const auto& info = *found.entry.info;
    const auto own = storedFormOf(info.dtype);
    if (form || !own || (found.spec->inputsFirst && !isGguf())) {
        auto exact = at::empty(found.spec->shape, at::kFloat);
        LUTHIER_CHECK(readInto(found, exact));
        return nn::storedFrom(exact, form.value_or(StoredAs::Float32));
    }
    nn::StoredMatrix matrix{*own, info.shape.at(0), info.shape.at(1)};
    const auto bytes = found.entry.file->bytes(info);
    const auto rowBytes = static_cast<std::size_t>(matrix.rowBytes());
    LUTHIER_ASSERT(bytes.size() == rowBytes * static_cast<std::size_t>(matrix.rows));
    if (!hasPairedRows(found)) {
        matrix.data = reinterpret_cast<const std::uint8_t*>(bytes.data());
        matrix.owner = found.entry.file->shared_from_this();
        return matrix;
    }
    const auto ordered = std::make_shared<std::vector<std::uint8_t>>(bytes.size()); // whole rows move
    for (std::int64_t row = 0; row < matrix.rows; ++row) {
        const auto from = static_cast<std::size_t>(ggufRow(row, matrix.rows, found.spec->rotaryHeads));
        std::memcpy(ordered->data() + static_cast<std::size_t>(row) * rowBytes,
                    bytes.data() + from * rowBytes, rowBytes);
    }
    found.entry.file->release(info);
    matrix.data = ordered->data();
    matrix.owner = ordered;
    return matrix;
}

Expected<std::shared_ptr<nn::Network>> ModelFiles::loadToAnswer(std::optional<StoredAs> form,
                                                                std::uint64_t seed) const
{
    const at::NoGradGuard noGrad;
    auto network = m_architecture->build(m_config);
    std::vector<std::pair<const Found*, std::shared_ptr<torch::nn::Module>>> work;
    for (const auto& item : network->named_modules()) {
        const auto* const found = find(item.key() + ".weight");
        if (found != nullptr && found->spec->shape.size() == 2) work.emplace_back(found, item.value());
    }
    LUTHIER_CHECK(eachGivingBack(std::span{std::as_const(work)}, [&](const auto& one) -> Expected<void> {
        if (const auto layer = std::dynamic_pointer_cast<nn::Linear>(one.second)) {
            LUTHIER_TRY(auto matrix, matrixOf(*one.first, form));
            layer->answerWith(std::move(matrix));
        } else if (const auto table = std::dynamic_pointer_cast<nn::Embedding>(one.second)) {
            LUTHIER_TRY(auto matrix, matrixOf(*one.first, form));
            table->answerWith(std::move(matrix));
        }
        return {};
    }));
    LUTHIER_CHECK(fill(*network, seed));
    return network;
}

void keepToAnswer(nn::Network& network, StoredAs form)
{
    const at::NoGradGuard noGrad;
    const auto work = network.modules();
    const auto done = eachGivingBack(std::span{work}, [&](const auto& module) -> Expected<void> {
        if (const auto layer = std::dynamic_pointer_cast<nn::Linear>(module)) {
            if (layer != network.classifier() && !layer->stored())
                layer->answerWith(nn::storedFrom(layer->weight, form));
        } else if (const auto table = std::dynamic_pointer_cast<nn::Embedding>(module)) {
            if (!table->stored()) table->answerWith(nn::storedFrom(table->weight, form));
        }
        return {};
    });
    LUTHIER_ASSERT(done.has_value());
}

} // namespace luthier::models
