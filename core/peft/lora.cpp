// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/nn/ops/low_rank.h"
#include "core/peft/method.h"
#include "core/peft/start_from.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros.h>

namespace luthier::peft {
namespace {

/// Low-rank adaptation of one linear layer.
///
///     y = W x + b + (alpha / rank) · B A dropout(x)
///
/// A and B are trained, W and b stay frozen. B starts at zero: a fresh adapter changes nothing.
///
/// Shapes  x [T, in] -> [T, out]; A [rank, in], B [out, rank].
/// Units   rank in dimensions, dropout a probability; rank · (in + out) parameters are added.
/// Errors  adapt(): InvalidInput at "method.rank" where rank > min(in, out).
/// Thread  the training thread.
/// Source  Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", arXiv:2106.09685, §4.1.
///         A starts uniform in ±1/√in, as in the authors' code (Kaiming uniform, a = √5), not as in the
///         paper's text.
class Lora final : public nn::Adapter {
public:
    Lora(std::int64_t in, std::int64_t out, std::int64_t rank, double scale, nn::Dropout dropout)
        : m_a{register_parameter("lora_A", at::empty({rank, in}, at::kFloat))}
        , m_b{register_parameter("lora_B", at::zeros({out, rank}, at::kFloat))}
        , m_scale{scale}
        , m_dropout{std::move(dropout)}
    {
    }

    void fill(Random random)
    {
        const at::NoGradGuard noGrad;
        const double bound = 1 / std::sqrt(static_cast<double>(m_a.size(1)));
        auto* const numbers = m_a.data_ptr<float>();
        for (std::int64_t i = 0; i < m_a.numel(); ++i) {
            numbers[i] = static_cast<float>((2 * random.uniform() - 1) * bound);
        }
    }

    at::Tensor apply(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                     const nn::TokenKeys& keys) const override
    {
        // A layer that sees chosen rows only (the pooler) has no keys for them and trains without dropout.
        const bool fits = keys && static_cast<std::int64_t>(keys->size()) == x.size(0);
        return nn::lowRankLinear(x, weight, bias, m_a, m_b, m_scale,
                                 {m_dropout.p, m_dropout.site, fits ? keys : nullptr});
    }

    std::optional<nn::LowRankPart> lowRank() const override
    {
        return nn::LowRankPart{.a = m_a, .b = m_b, .scale = m_scale, .dropout = m_dropout.p};
    }

    at::Tensor merged(const at::Tensor& weight) const override
    {
        const at::NoGradGuard noGrad;
        return weight + m_scale * at::mm(m_b.to(at::kFloat), m_a.to(at::kFloat));
    }

    std::vector<std::pair<std::string, at::Tensor*>> state() override
    {
        return {{"lora_A.weight", &m_a}, {"lora_B.weight", &m_b}};
    }

private:
    at::Tensor m_a;
    at::Tensor m_b;
    double m_scale;
    nn::Dropout m_dropout;
};

constexpr std::array kTargetWords{
    config::Option{"all-linear", QT_TRANSLATE_NOOP("core", "every layer")},
    config::Option{"attention", QT_TRANSLATE_NOOP("core", "attention only")},
};
constexpr std::array kBases{
    config::Option{"exact", QT_TRANSLATE_NOOP("core", "as exact as the rest")},
    config::Option{"int8", QT_TRANSLATE_NOOP("core", "in 8 bits")},
};
constexpr std::array kFields{
    config::Field{"rank",
                  QT_TRANSLATE_NOOP("core", "Rank"),
                  QT_TRANSLATE_NOOP("core",
                                    "Size of the add-on. More learns more, forgets more and takes a larger "
                                    "file."),
                  QT_TRANSLATE_NOOP("core", "dimensions"),
                  config::Integer{16, 1, 4096},
                  {},
                  {},
                  true},
    config::Field{"alpha", QT_TRANSLATE_NOOP("core", "Alpha"),
                  QT_TRANSLATE_NOOP("core",
                                    "Strength of the add-on; it is divided by the rank. Twice the rank is "
                                    "usual."),
                  "", config::Real{32, 0, 65'536}},
    config::Field{
        "dropout", QT_TRANSLATE_NOOP("core", "Dropout of the add-on"),
        QT_TRANSLATE_NOOP("core", "Share of inputs left out at each step. A little slows down memorising."),
        QT_TRANSLATE_NOOP("core", "share"), config::Real{0, 0, 0.95}},
    config::Field{"targets", QT_TRANSLATE_NOOP("core", "Where it attaches"),
                  QT_TRANSLATE_NOOP("core",
                                    "Every layer learns most; attention only is smaller. Names of layers "
                                    "narrow it further."),
                  "", config::Names{}, kTargetWords, "all-linear"},
    config::Field{"base", QT_TRANSLATE_NOOP("core", "Frozen weights while training"),
                  QT_TRANSLATE_NOOP("core",
                                    "8 bits train faster on most processors and round what stays frozen a "
                                    "little; the add-on learns around it. The model itself keeps all its "
                                    "digits."),
                  "", config::Choice{}, kBases, "exact"},
    kStartFrom,
};
constexpr std::array kStarts{config::Start{"train.learning_rate", "2e-4"}};

Expected<std::shared_ptr<nn::Adapter>> adapt(const nn::Linear& layer, const std::string& name,
                                             const config::Values& values, std::uint64_t seed,
                                             std::uint32_t site)
{
    const auto out = layer.weight.size(0);
    const auto in = layer.weight.size(1);
    const auto rank = values.integer("rank");
    if (rank > std::min(in, out)) {
        return Unexpected{
            {.code = ErrorCode::InvalidInput,
             .message = Text{QT_TRANSLATE_NOOP("core", "rank %1 is larger than the layer %2, %3 x %4"), rank,
                             name, out, in},
             .where = "method.rank",
             .hint = Text{QT_TRANSLATE_NOOP("core", "at most %1"), std::min(in, out)}}};
    }
    auto adapter = std::make_shared<Lora>(in, out, rank, values.real("alpha") / static_cast<double>(rank),
                                          nn::Dropout{values.real("dropout"), site});
    adapter->fill(Random{mixed(seed, site), RandomPurpose::Weights});
    return adapter;
}

bool targets(const std::string& name, const config::Values& values)
{
    if (values.is("targets", "all-linear")) return true;
    // attention.self.query and self_attn.q_proj, and what leads out of attention again
    if (values.is("targets", "attention"))
        return name.find("attn") != std::string::npos || name.find("attention") != std::string::npos;
    const auto last = name.substr(name.rfind('.') + 1);
    return std::ranges::any_of(values.names("targets"), [&](const std::string& wanted) {
        return wanted == last || wanted == name || name.ends_with("." + wanted);
    });
}

std::int64_t parametersFor(std::int64_t in, std::int64_t out, const config::Values& values)
{
    return values.integer("rank") * (in + out);
}

Json fileConfig(const config::Values& values, const std::vector<std::string>& targetNames)
{
    return {{"alpha_pattern", Json::object()},
            {"bias", "none"},
            {"fan_in_fan_out", false},
            {"inference_mode", true},
            {"init_lora_weights", true},
            {"lora_alpha", values.real("alpha")},
            {"lora_dropout", values.real("dropout")},
            {"peft_type", "LORA"},
            {"r", values.integer("rank")},
            {"rank_pattern", Json::object()},
            {"target_modules", targetNames},
            {"use_dora", false},
            {"use_rslora", false}};
}

/// Switches that change what an adapter does and are not known here: refused when set, never ignored.
Expected<void> refuseUnknown(const Json& file)
{
    for (const auto* key :
         {"use_dora", "use_rslora", "use_qalora", "use_bdlora", "fan_in_fan_out", "lora_bias",
          "alora_invocation_tokens", "layer_replication", "trainable_token_indices", "rank_pattern",
          "alpha_pattern", "layers_to_transform", "exclude_modules", "target_parameters"}) {
        const auto found = file.find(key);
        if (found == file.end() || found->is_null() || *found == false
            || (found->is_structured() && found->empty())) {
            continue;
        }
        return Unexpected{
            {.code = ErrorCode::Unsupported,
             .message = Text{QT_TRANSLATE_NOOP("core", "'%1' of this add-on is not known here yet"), key},
             .where = "adapter_config.json"}};
    }
    return {};
}

Expected<config::Settings> settingsOf(const Json& file)
{
    LUTHIER_CHECK(refuseUnknown(file));
    config::Settings settings;
    const auto number = [&](const char* key, const char* ours) -> Expected<void> {
        const auto found = file.find(key);
        if (found == file.end()) return {};
        if (!found->is_number()) {
            return Unexpected{{.code = ErrorCode::WrongType,
                               .message = Text{QT_TRANSLATE_NOOP("core", "'%1' is no number"), key},
                               .where = "adapter_config.json"}};
        }
        settings[ours] = config::Setting::number(found->get<double>());
        return {};
    };
    LUTHIER_CHECK(number("r", "rank"));
    LUTHIER_CHECK(number("lora_alpha", "alpha"));
    LUTHIER_CHECK(number("lora_dropout", "dropout"));
    const auto modules = file.find("target_modules");
    if (modules == file.end() || modules->is_null()) {
        return Unexpected{{.code = ErrorCode::MissingField,
                           .message = QT_TRANSLATE_NOOP("core", "'target_modules' is missing"),
                           .where = "adapter_config.json"}};
    }
    if (modules->is_string() && *modules == "all-linear") {
        settings["targets"] = "all-linear";
        return settings;
    }
    std::vector<std::string> names;
    for (const auto& name : *modules) {
        if (name.is_string()) names.push_back(name.get<std::string>());
    }
    if (!modules->is_array() || names.size() != modules->size()) {
        return Unexpected{{.code = ErrorCode::Unsupported,
                           .message = QT_TRANSLATE_NOOP("core", "'target_modules' is no list of names"),
                           .where = "adapter_config.json"}};
    }
    settings["targets"] = config::Setting::list(std::move(names));
    return settings;
}

} // namespace

const Method& lora();

const Method& lora()
{
    static const Method self{
        .entry = {.name = "lora",
                  .title = QT_TRANSLATE_NOOP("core", "LoRA"),
                  .summary = QT_TRANSLATE_NOOP(
                      "core", "Adds a thin add-on beside the weights. Small file, forgets little."),
                  .paper = "arXiv:2106.09685",
                  .fields = kFields,
                  .starts = kStarts},
        .reach = Reach::Adapter,
        .adapt = &adapt,
        .targets = &targets,
        .parametersFor = &parametersFor,
        .folds = [](const config::Values& values) { return values.real("dropout") == 0; },
        .holdsBaseInInt8 = [](const config::Values& values) { return values.is("base", "int8"); },
        .fileConfig = &fileConfig,
        .settingsOf = &settingsOf};
    return self;
}

} // namespace luthier::peft
