// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/write_gguf.h"

#include "core/checkpoint/encode.h"
#include "core/models/each.h"
#include "core/models/gguf_decoder.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <ATen/ops/empty.h>

namespace luthier::exporting {
namespace {

using checkpoint::Dtype;
using models::TensorSpec;

constexpr std::array<GgufForm, 6> kForms{{
    {"f32", Dtype::F32, Dtype::F32, 0, false},
    {"f16", Dtype::F16, Dtype::F16, 1, false},
    {"bf16", Dtype::BF16, Dtype::BF16, 32, false},
    {"q8_0", Dtype::Q8_0, Dtype::Q8_0, 7, false},
    {"q4_k_m", Dtype::Q4_K, Dtype::Q6_K, 15, true},
    {"q4_0", Dtype::Q4_0, Dtype::Q6_K, 2, false},
}};

/// The type, or the next wider one whose blocks fill a row.
Dtype fitting(Dtype wanted, std::int64_t columns)
{
    const auto fits = [&](Dtype type) {
        return static_cast<std::uint64_t>(columns) % checkpoint::blockLength(type) == 0;
    };
    if (fits(wanted)) return wanted;
    const auto wider = wanted == Dtype::Q4_K ? Dtype::Q5_0 : Dtype::Q8_0;
    return fits(wider) ? wider : Dtype::F16;
}

/// Blocks whose dearest matrices get more bits: the first and the last eighth, and every third between.
bool countsDouble(std::int64_t block, std::int64_t blocks)
{
    const auto eighth = blocks / 8;
    return block < eighth || block >= blocks - eighth || (block - eighth) % 3 == 2;
}

Dtype dtypeOf(const TensorSpec& tensor, const models::Outline& outline, const GgufForm& form)
{
    if (tensor.shape.size() < 2) return Dtype::F32;
    const bool isHead = tensor.place == TensorSpec::Place::Head
        || (outline.tied && tensor.place == TensorSpec::Place::Embeddings);
    const bool isDear = form.mixed && tensor.place == TensorSpec::Place::Block
        && countsDouble(tensor.block, outline.blocks)
        && (tensor.name.ends_with("v_proj.weight") || tensor.name.ends_with("down_proj.weight"));
    return fitting(isHead || isDear ? form.dearest : form.matrices, tensor.shape.back());
}

/// Rows in the order that the file has them.
at::Tensor ordered(const at::Tensor& weight, const TensorSpec& tensor, bool pairs)
{
    const auto exact = weight.detach().contiguous();
    if (!pairs || tensor.rotaryHeads == 0) return exact;
    auto rows = at::empty(exact.sizes(), exact.options());
    for (std::int64_t row = 0; row < exact.size(0); ++row) {
        rows[models::ggufRow(row, exact.size(0), tensor.rotaryHeads)].copy_(exact[row]);
    }
    return rows;
}

/// All cores share the rows: searching for the best scales takes its time.
Expected<void> encodeRows(const at::Tensor& numbers, Dtype dtype, std::span<std::byte> to)
{
    constexpr std::int64_t kRowsAtOnce = 64;
    const auto rows = numbers.dim() < 2 ? 1 : numbers.size(0);
    const auto columns = static_cast<std::size_t>(numbers.numel() / rows);
    const auto rowBytes = to.size() / static_cast<std::size_t>(rows);
    const auto* const from = numbers.data_ptr<float>();
    std::vector<std::pair<std::int64_t, std::int64_t>> parts;
    for (std::int64_t begin = 0; begin < rows; begin += kRowsAtOnce) {
        parts.emplace_back(begin, std::min(kRowsAtOnce, rows - begin));
    }
    return models::each(std::span{std::as_const(parts)}, [&](const auto& part) -> Expected<void> {
        const auto begin = static_cast<std::size_t>(part.first);
        const auto count = static_cast<std::size_t>(part.second);
        checkpoint::encode(dtype, {from + begin * columns, count * columns},
                           to.subspan(begin * rowBytes, count * rowBytes));
        return {};
    });
}

} // namespace

std::span<const GgufForm> ggufForms()
{
    return kForms;
}

std::optional<Text> whyNoGguf(const models::ModelFiles& base)
{
    if (base.architecture().ggufName.empty()) {
        return Text{QT_TRANSLATE_NOOP("core", "GGUF files of %1 models are not written here."),
                    std::string{base.architecture().entry.title}};
    }
    return models::whyNoGgufFront(base.outline(), base.architecture().ggufName);
}

std::int64_t ggufBytes(const models::ModelFiles& base, const GgufForm& form)
{
    std::uint64_t sum = 0;
    for (const auto& tensor : base.outline().tensors) {
        sum += checkpoint::byteCount(dtypeOf(tensor, base.outline(), form),
                                     static_cast<std::uint64_t>(tensor.count()));
    }
    return static_cast<std::int64_t>(sum);
}

Expected<void> writeGguf(const std::filesystem::path& path, nn::Network& network,
                         const models::ModelFiles& base, checkpoint::GgufFront tokenizer,
                         const GgufForm& form, const std::string& name)
{
    const auto& architecture = base.architecture();
    auto front = models::ggufFront(base.outline(), std::string{architecture.ggufName});
    front.emplace_back("general.name", name);
    front.emplace_back("general.file_type", form.fileType);
    front.emplace_back("general.quantization_version", std::uint32_t{2});
    std::ranges::move(tokenizer, std::back_inserter(front));
    const auto parameters = network.named_parameters();
    std::vector<checkpoint::GgufTensor> tensors;
    for (const TensorSpec& tensor : base.outline().tensors) {
        const auto* const weight = parameters.find(tensor.name);
        LUTHIER_ASSERT(weight != nullptr && weight->scalar_type() == at::kFloat);
        const auto dtype = dtypeOf(tensor, base.outline(), form);
        tensors.push_back(
            {.name = architecture.ggufNameOf(tensor.name),
             .dtype = dtype,
             .shape = tensor.shape,
             .fill = [weight = *weight, &tensor, dtype, pairs = architecture.ggufPairsRows](auto to) {
                 return encodeRows(ordered(weight, tensor, pairs), dtype, to);
             }});
    }
    for (const auto& rotary : base.outline().rotaries) {
        const auto factors = models::rotaryFactors(rotary);
        if (factors.empty()) continue;
        tensors.push_back({.name = "rope_freqs.weight",
                           .dtype = Dtype::F32,
                           .shape = {static_cast<std::int64_t>(factors.size())},
                           .fill = [factors](auto to) -> Expected<void> {
                               checkpoint::encode(Dtype::F32, factors, to);
                               return {};
                           }});
    }
    return checkpoint::writeGguf(path, front, tensors);
}

} // namespace luthier::exporting
