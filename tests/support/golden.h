// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/checkpoint/tensor_file.h"
#include "core/data/batcher.h"
#include "core/models/model_files.h"
#include "core/tasks/packing.h"

#include <cstring>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <torch/types.h>

namespace luthier::test {

/// The value, else an exception with what went wrong: for what a test takes for granted.
template <class T>
T must(Expected<T> value)
{
    if (!value) throw std::runtime_error{value.error().message.english() + " " + value.error().where};
    if constexpr (!std::is_void_v<T>) return *std::move(value);
}

inline std::filesystem::path golden(const std::string& file)
{
    return std::filesystem::path{TEST_DATA} / "models" / file;
}

inline std::filesystem::path miniLm()
{
    return std::filesystem::path{DEPS_DIR} / "models/all-MiniLM-L6-v2";
}

inline std::filesystem::path smolLm()
{
    return std::filesystem::path{DEPS_DIR} / "models/SmolLM2-135M-Instruct.Q4_1.gguf";
}

inline Json goldenJson(const std::string& file)
{
    return must(parseJson(must(readFile(golden(file), 1U << 28U)), file));
}

inline std::vector<Json> goldenLines(const std::string& file)
{
    std::vector<Json> lines;
    std::istringstream text{must(readFile(golden(file), 1U << 28U))};
    for (std::string line; std::getline(text, line);) {
        lines.push_back(must(parseJson(line, file)));
    }
    return lines;
}

/// A tensor of numbers as float32.
inline at::Tensor tensorOf(const checkpoint::TensorFile& file, const std::string& name)
{
    const auto* const info = file.find(name);
    if (info == nullptr) throw std::runtime_error{"no tensor " + name};
    auto tensor = at::empty(info->shape, at::kFloat);
    const auto bytes = file.bytes(*info);
    if (info->dtype == checkpoint::Dtype::I32) {
        auto integers = at::empty(info->shape, at::kInt);
        std::memcpy(integers.data_ptr(), bytes.data(), bytes.size());
        return integers;
    }
    must(checkpoint::decode(*info, bytes,
                            {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())}));
    return tensor;
}

inline std::vector<std::int32_t> idsOf(const Json& array)
{
    return array.get<std::vector<std::int32_t>>();
}

/// A set whose sample i is the i-th list of ids, learned from its second id on.
inline data::SampleSet setOf(const std::vector<std::vector<std::int32_t>>& texts)
{
    data::SampleSet set;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        set.add({.row = static_cast<std::int64_t>(i), .ids = texts[i], .learnFrom = 1});
    }
    return set;
}

/// Several texts as one packed batch, without dropout.
inline nn::Packed packedOf(const std::vector<std::vector<std::int32_t>>& texts, std::int64_t roundTo = 1)
{
    const auto set = setOf(texts);
    data::Batch batch;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        batch.add(set, i, i);
    }
    return tasks::packed(batch, {.roundTo = roundTo});
}

/// The largest difference over (1 + the largest of `expected`): how the goldens state their tolerance.
inline double differenceOf(const at::Tensor& found, const at::Tensor& expected)
{
    return ((found.to(at::kDouble) - expected.to(at::kDouble)).abs().max()
            / (1 + expected.to(at::kDouble).abs().max()))
        .item<double>();
}

} // namespace luthier::test
