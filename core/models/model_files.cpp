// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/model_files.h"

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/models/each.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <span>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <c10/core/DefaultDtype.h>

namespace luthier::models {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostConfigBytes = std::size_t{4} << 20U;
constexpr double kFreshDeviation = 0.02; // the Python stack's initializer_range where a config says none

Text knownFamilies()
{
    std::string names;
    for (const Architecture* one : all()) {
        names.append(names.empty() ? "" : ", ").append(one->entry.title);
    }
    return Text{QT_TRANSLATE_NOOP("core", "Luthier knows %1"), names};
}

Unexpected unknownFamily(const std::string& name, const std::string& where)
{
    return {{.code = ErrorCode::Unsupported,
             .message = Text{QT_TRANSLATE_NOOP("core", "models of the kind '%1' are not known here"), name},
             .where = where,
             .hint = knownFamilies()}};
}

Expected<const Architecture*> familyOf(const std::string& name, std::string_view Architecture::*member,
                                       const std::string& where)
{
    for (const Architecture* one : all()) {
        if (!name.empty() && one->*member == name) return one;
    }
    return unknownFamily(name, where);
}

std::string textAt(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// {"0": "card_arrival", …} -> the labels in order; empty where the config names none, or only LABEL_0,
/// LABEL_1, ….
std::vector<std::string> labelsOf(const Json& config)
{
    const auto found = config.find("id2label");
    if (found == config.end() || !found->is_object()) return {};
    std::vector<std::string> labels(found->size());
    for (const auto& [id, label] : found->items()) {
        const auto index = std::strtoul(id.c_str(), nullptr, 10);
        if (index >= labels.size() || !label.is_string()) return {};
        labels[index] = label.get<std::string>();
    }
    return labels;
}

/// The type that tensors are made with unless they say another, while this lives.
class DefaultType {
public:
    explicit DefaultType(at::ScalarType type)
        : m_before{c10::get_default_dtype()}
    {
        c10::set_default_dtype(c10::scalarTypeToTypeMeta(type));
    }
    ~DefaultType() { c10::set_default_dtype(m_before); }
    DefaultType(const DefaultType&) = delete;
    DefaultType& operator=(const DefaultType&) = delete;

private:
    caffe2::TypeMeta m_before;
};

} // namespace

Expected<ModelFiles> ModelFiles::open(const fs::path& folderOrFile)
{
    ModelFiles files;
    files.m_path = folderOrFile;
    std::error_code failure;
    if (!fs::exists(folderOrFile, failure)) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), folderOrFile, ENOENT)};
    }
    if (fs::is_directory(folderOrFile, failure)) {
        const auto where = folderOrFile / "config.json";
        LUTHIER_TRY(files.m_config, readJson(where, {.bytes = kMostConfigBytes}));
        if (!files.m_config.is_object()) {
            return Unexpected{
                {.code = ErrorCode::WrongType,
                 .message = QT_TRANSLATE_NOOP("core", "a model's configuration must be an object"),
                 .where = where.string()}};
        }
        LUTHIER_TRY(files.m_architecture,
                    familyOf(textAt(files.m_config, "model_type"), &Architecture::modelType, where.string()));
        LUTHIER_TRY(files.m_store, checkpoint::TensorStore::open(folderOrFile));
    } else {
        LUTHIER_TRY(files.m_store, checkpoint::TensorStore::open(folderOrFile));
        if (!files.isGguf()) {
            return Unexpected{{.code = ErrorCode::Unsupported,
                               .message = QT_TRANSLATE_NOOP(
                                   "core", "a file of weights alone does not say what model it is"),
                               .where = folderOrFile.string(),
                               .hint = QT_TRANSLATE_NOOP("core", "choose the folder with its config.json")}};
        }
        const Json& metadata = files.m_store.first().metadata();
        LUTHIER_TRY(files.m_architecture,
                    familyOf(textAt(metadata, "general.architecture"), &Architecture::ggufName,
                             folderOrFile.string()));
        LUTHIER_TRY(files.m_config, files.m_architecture->configOfGguf(metadata));
        const auto* words = files.m_store.find("token_embd.weight");
        if (!files.m_config.contains("vocab_size") && words != nullptr && !words->info->shape.empty()) {
            files.m_config["vocab_size"] = words->info->shape.front();
        }
        const auto has = [&](const char* tensor) { return files.m_store.find(tensor) != nullptr; };
        files.m_config["tie_word_embeddings"] = !has("output.weight");
        files.m_config["attention_bias"] = has("blk.0.attn_output.bias");
        files.m_config["mlp_bias"] = has("blk.0.ffn_gate.bias");
        LUTHIER_CHECK(files.readRotaryFactors());
    }
    auto outline = files.m_architecture->outline(files.m_config);
    if (!outline) {
        Error error = std::move(outline).error();
        error.where = folderOrFile.string() + ": " + error.where;
        return Unexpected{std::move(error)};
    }
    files.m_outline = *std::move(outline);
    LUTHIER_CHECK(files.findTensors());
    return files;
}

/// What Llama 3 says in its configuration stands in a tensor here: by how much each frequency is divided.
/// Longrope with one list for all texts is the same.
Expected<void> ModelFiles::readRotaryFactors()
{
    const auto* const entry = m_store.find("rope_freqs.weight");
    if (entry == nullptr) return {};
    constexpr std::int64_t kMostFactors = 4096; // pairs of a head
    const auto& info = *entry->info;
    if (info.count() > kMostFactors) {
        return Unexpected{
            {.code = ErrorCode::BadShape,
             .message = Text{QT_TRANSLATE_NOOP("core", "'%1' has another shape than config.json says"),
                             "rope_freqs.weight"},
             .where = m_path.string()}};
    }
    std::vector<float> factors(static_cast<std::size_t>(info.count()));
    LUTHIER_CHECK(checkpoint::decode(info, entry->file->bytes(info), factors));
    m_config["rope_scaling"] = {{"rope_type", "longrope"},
                                {"short_factor", factors},
                                {"long_factor", factors},
                                {"attention_factor", 1.0}};
    return {};
}

Expected<void> ModelFiles::findTensors()
{
    const auto labels = labelsOf(m_config);
    const auto* classifier = m_store.find(m_outline.classifier + ".weight");
    if (classifier != nullptr && classifier->info->shape.size() == 2
        && classifier->info->shape.front() == static_cast<std::int64_t>(labels.size())) {
        m_labels = labels;
        m_classifier = m_outline.classifierTensors(classifier->info->shape.front());
    }
    std::vector<Error> faults;
    const auto look = [&](const TensorSpec& spec, bool mayMiss) {
        std::vector<std::string> names{spec.name};
        names.insert(names.end(), spec.otherNames.begin(), spec.otherNames.end());
        if (isGguf()) names = {m_architecture->ggufNameOf(spec.name)};
        for (const auto& name : names) {
            const auto* entry = m_store.find(name);
            if (entry == nullptr) continue;
            auto expected = spec.shape;
            if (spec.inputsFirst && !isGguf()) std::ranges::reverse(expected);
            if (entry->info->shape != expected) {
                faults.push_back({.code = ErrorCode::BadShape,
                                  .message = Text{QT_TRANSLATE_NOOP("core",
                                                                    "'%1' has another shape than config.json "
                                                                    "says"),
                                                  name},
                                  .where = entry->file->path().string()});
            }
            m_found.push_back({&spec, *entry});
            return;
        }
        if (mayMiss) return;
        faults.push_back(
            {.code = ErrorCode::MissingTensor,
             .message = Text{QT_TRANSLATE_NOOP("core", "the tensor '%1' is missing"), names.front()},
             .where = m_path.string()});
    };
    for (const TensorSpec& spec : m_outline.tensors) {
        look(spec, spec.place == TensorSpec::Place::Pooler);
    }
    for (const TensorSpec& spec : m_classifier) {
        look(spec, false);
    }
    if (faults.empty()) return {};
    Error first = std::move(faults.front());
    constexpr std::size_t kShown = 20;
    for (std::size_t i = 1; i < std::min(faults.size(), kShown); ++i) {
        first.others.push_back(std::move(faults[i]));
    }
    return Unexpected{std::move(first)};
}

std::uint64_t ModelFiles::bytes() const
{
    std::uint64_t sum = 0;
    for (const auto& entry : m_store.entries()) {
        sum += entry.info->bytes;
    }
    return sum;
}

std::string ModelFiles::quantisation() const
{
    std::map<std::string, std::int64_t> counts;
    for (const auto& entry : m_store.entries()) {
        if (entry.info->shape.size() > 1) counts[entry.info->dtypeText] += entry.info->count();
    }
    if (counts.empty()) return {};
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most->first.starts_with("Q") ? most->first : std::string{};
}

const ModelFiles::Found* ModelFiles::find(const std::string& parameter) const
{
    const auto found
        = std::ranges::find_if(m_found, [&](const Found& one) { return one.spec->name == parameter; });
    return found == m_found.end() ? nullptr : &*found;
}

bool ModelFiles::hasPairedRows(const Found& found) const
{
    return isGguf() && m_architecture->ggufPairsRows && found.spec->rotaryHeads > 0;
}

bool ModelFiles::has(const std::string& parameter) const
{
    return find(parameter) != nullptr;
}

Expected<at::Tensor> ModelFiles::read(const std::string& parameter) const
{
    const Found* const found = find(parameter);
    LUTHIER_ASSERT(found != nullptr);
    auto target = at::empty(found->spec->shape, at::kFloat);
    LUTHIER_CHECK(readInto(*found, target));
    return target;
}

Expected<void> ModelFiles::readInto(const Found& found, at::Tensor target) const
{
    const auto& info = *found.entry.info;
    if (found.spec->inputsFirst && !isGguf()) {
        auto stored = at::empty(info.shape, target.options());
        LUTHIER_CHECK(readRows(found, stored));
        const at::NoGradGuard noGrad; // of this thread
        target.copy_(stored.t());
        return {};
    }
    return readRows(found, target);
}

Expected<void> ModelFiles::readRows(const Found& found, const at::Tensor& target) const
{
    const auto& info = *found.entry.info;
    const auto bytes = found.entry.file->bytes(info);
    // The blocks that answers are read in have kernels for this processor; they make the same numbers.
    const auto form = storedFormOf(info.dtype);
    std::optional<nn::StoredMatrix> blocks;
    if (form && nn::hasBlocks(*form) && info.shape.size() == 2)
        blocks = {*form, info.shape[0], info.shape[1], reinterpret_cast<const std::uint8_t*>(bytes.data())};
    const auto decoded = [&](std::int64_t begin, std::int64_t count, std::int64_t to) -> Expected<void> {
        if (blocks) {
            nn::expandInto(*blocks, begin / blocks->columns, count / blocks->columns, target, to);
            return {};
        }
        const auto size = static_cast<std::size_t>(count);
        if (target.scalar_type() == at::kFloat) {
            return checkpoint::decode(info, bytes, {static_cast<float*>(target.data_ptr()) + to, size},
                                      begin);
        }
        return checkpoint::decodeBf16(info, bytes,
                                      {static_cast<std::uint16_t*>(target.data_ptr()) + to, size}, begin);
    };
    if (hasPairedRows(found)) {
        const auto rows = info.shape.front();
        const auto columns = info.count() / rows;
        for (std::int64_t row = 0; row < rows; ++row) {
            LUTHIER_CHECK(
                decoded(ggufRow(row, rows, found.spec->rotaryHeads) * columns, columns, row * columns));
        }
    } else {
        LUTHIER_CHECK(decoded(0, info.count(), 0));
    }
    found.entry.file->release(info);
    return {};
}

Expected<std::shared_ptr<nn::Network>> ModelFiles::load(at::ScalarType type, std::uint64_t seed,
                                                        bool withClassifier) const
{
    const at::NoGradGuard noGrad;
    const DefaultType parametersAre{type};
    auto network = m_architecture->build(m_config);
    if (withClassifier && !m_labels.empty())
        network->addClassifier(static_cast<std::int64_t>(m_labels.size()));
    LUTHIER_CHECK(fill(*network, seed));
    return network;
}

Expected<void> ModelFiles::freezeInInt8(nn::Network& network) const
{
    std::vector<std::pair<const Found*, std::shared_ptr<nn::Linear>>> work;
    for (const auto& [name, layer] : network.linears()) {
        layer->observeInputs(false);
        const Found* const found = find(name + ".weight");
        if (found != nullptr && found->spec->linear && found->spec->place == TensorSpec::Place::Block)
            work.emplace_back(found, layer);
    }
    const auto freeze
        = [this](const std::pair<const Found*, std::shared_ptr<nn::Linear>>& one) -> Expected<void> {
        auto exact = at::empty(one.first->spec->shape, at::kFloat);
        LUTHIER_CHECK(readInto(*one.first, exact));
        one.second->freezeInInt8(exact);
        return {};
    };
    LUTHIER_CHECK(eachGivingBack(std::span{std::as_const(work)}, freeze));
    for (std::size_t i = 1; i < work.size(); ++i) { // those that read one input are neighbours
        work[i].second->int8()->shareFactors(*work[i - 1].second->int8());
    }
    return {};
}

Expected<void> ModelFiles::fill(nn::Network& network, std::uint64_t seed) const
{
    std::vector<std::pair<const Found*, at::Tensor>> work;
    for (const auto& item : network.named_parameters()) {
        if (nn::isPlace(item.value())) continue; // its numbers are elsewhere
        if (const Found* const found = find(item.key())) {
            work.emplace_back(found, item.value());
        } else {
            initialise(item.value(), item.key(), seed, item.key().ends_with("bias") ? 0 : kFreshDeviation);
        }
    }
    return each(std::span{std::as_const(work)},
                [this](const auto& one) { return readInto(*one.first, one.second); });
}

std::int64_t ggufRow(std::int64_t row, std::int64_t rows, std::int64_t heads)
{
    const auto headWidth = rows / heads;
    const auto half = headWidth / 2;
    const auto inHead = row % headWidth;
    return row - inHead + 2 * (inHead % half) + inHead / half;
}

void initialise(at::Tensor parameter, const std::string& name, std::uint64_t seed, double deviation)
{
    const at::NoGradGuard noGrad;
    std::uint64_t key = seed;
    for (const char letter : name) {
        key = mixed(key, static_cast<std::uint64_t>(letter));
    }
    Random random{key, RandomPurpose::Weights};
    auto exact = at::empty(parameter.sizes(), at::kFloat);
    auto* const numbers = exact.data_ptr<float>();
    for (std::int64_t i = 0; i < exact.numel(); ++i) { // Box and Muller 1958
        const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
        const double angle = 2 * std::numbers::pi * random.uniform();
        numbers[i] = static_cast<float>(deviation * radius * std::cos(angle));
    }
    parameter.copy_(exact);
}

} // namespace luthier::models
