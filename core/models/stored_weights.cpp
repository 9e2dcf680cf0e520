// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that only answer: ModelFiles::loadToAnswer and what it needs.
#include "core/models/model_files.h"
#include "core/nn/embedding.h"
#include "core/nn/linear.h"

#include <cstring>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

#include <malloc.h>

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

namespace {

/// The places of what weights were, and of what was made on the way, go back to the system: the allocator
/// would keep them, most of a network in float32.
class GivingBack {
public:
    ~GivingBack() { ::malloc_trim(0); }
    GivingBack() = default;
    GivingBack(const GivingBack&) = delete;
    GivingBack& operator=(const GivingBack&) = delete;
    void next()
    {
        constexpr int kEvery = 16; // layers
        if (++m_layers % kEvery == 0) ::malloc_trim(0);
    }

private:
    int m_layers{0};
};

} // namespace

Expected<nn::StoredMatrix> ModelFiles::matrixOf(const Found& found, std::optional<StoredAs> form) const
{
    const auto& info = *found.entry.info;
    const auto own = storedFormOf(info.dtype);
    if (form || !own) {
        auto exact = at::empty(found.spec->shape, at::kFloat);
        LUTHIER_CHECK(readInto(found, exact));
        return nn::storedFrom(exact, form.value_or(StoredAs::Float32));
    }
    nn::StoredMatrix matrix{*own, info.shape.at(0), info.shape.at(1)};
    const auto bytes = found.entry.file->bytes(info);
    const auto rowBytes = static_cast<std::size_t>(matrix.rowBytes());
    LUTHIER_ASSERT(bytes.size() == rowBytes * static_cast<std::size_t>(matrix.rows));
    if (!isGguf() || found.spec->rotaryHeads == 0) {
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
    GivingBack givingBack;
    for (const auto& item : network->named_modules()) {
        const auto* const found = find(item.key() + ".weight");
        if (found == nullptr || found->spec->shape.size() != 2) continue;
        if (const auto layer = std::dynamic_pointer_cast<nn::Linear>(item.value())) {
            LUTHIER_TRY(auto matrix, matrixOf(*found, form));
            layer->answerWith(std::move(matrix));
            givingBack.next();
        } else if (const auto table = std::dynamic_pointer_cast<nn::Embedding>(item.value())) {
            LUTHIER_TRY(auto matrix, matrixOf(*found, form));
            table->answerWith(std::move(matrix));
        }
    }
    LUTHIER_CHECK(fill(*network, seed));
    return network;
}

void keepToAnswer(nn::Network& network, StoredAs form)
{
    const at::NoGradGuard noGrad;
    GivingBack givingBack;
    for (const auto& module : network.modules()) {
        if (const auto layer = std::dynamic_pointer_cast<nn::Linear>(module)) {
            if (layer == network.classifier() || layer->stored()) continue;
            layer->answerWith(nn::storedFrom(layer->weight, form));
            givingBack.next();
        } else if (const auto table = std::dynamic_pointer_cast<nn::Embedding>(module)) {
            if (!table->stored()) table->answerWith(nn::storedFrom(table->weight, form));
        }
    }
}

} // namespace luthier::models
