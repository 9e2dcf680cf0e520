// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/adamw.h"

#include "core/nn/ops/dispatch.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/norm.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>

namespace luthier::nn {
namespace {

constexpr std::int64_t kChunk = 16'384; // numbers that one piece of work has: about the first-level cache

/// The constants of one step, as the kernels use them.
struct Constants {
    float factor, beta1, beta2, rest1, rest2, rate, correction2, epsilon, keep;
};

struct Chunk {
    std::size_t tensor;
    std::int64_t begin, end;
};

std::vector<Chunk> chunksOf(const std::vector<at::Tensor>& tensors)
{
    std::vector<Chunk> chunks;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        for (std::int64_t begin = 0; begin < tensors[i].numel(); begin += kChunk) {
            chunks.push_back({i, begin, std::min(begin + kChunk, tensors[i].numel())});
        }
    }
    return chunks;
}

/// √x of a finite x ≥ 0, within two units of the last digit. The instruction for it takes as long as the one
/// for a division, and both wait for the same unit of the processor, which a step was bound by.
///
/// Source  Lomont 2003, "Fast inverse square root", §4, for the start of Newton's steps.
template <int W>
LUTHIER_INLINE void rootOf(const Lanes<float, W>& x, Lanes<float, W>& root)
{
    const Lanes<float, W> finite = x < 3e38F ? x : Lanes<float, W>{} + 3e38F;
    Lanes<std::int32_t, W> bits;
    std::memcpy(&bits, &finite, sizeof(bits));
    bits = 0x5F375A86 - (bits >> 1);
    Lanes<float, W> r; // 1 / √x; of 0 a large number
    std::memcpy(&r, &bits, sizeof(r));
    const Lanes<float, W> half = finite * 0.5F;
    LUTHIER_UNROLL
    for (int i = 0; i < 3; ++i) {
        r = r * (1.5F - half * r * r);
    }
    root = finite * r;
}

template <int W>
LUTHIER_INLINE void moments(const Constants& c, const Lanes<float, W>& gradient, Lanes<float, W>& m,
                            Lanes<float, W>& v, Lanes<float, W>& w)
{
    const Lanes<float, W> g = gradient * c.factor;
    m = m * c.beta1 + g * c.rest1;
    v = v * c.beta2 + g * g * c.rest2;
    Lanes<float, W> root;
    rootOf<W>(v, root);
    w = w * c.keep - m * c.rate / (root * c.correction2 + c.epsilon);
}

template <int W, class G>
LUTHIER_INLINE void stepFloat(const Constants& c, float* w, const G* g, float* m, float* v,
                              std::int64_t count)
{
    eachPiece<float, W>(
        count, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<float, W> weight;
            Lanes<float, W> gradient;
            Lanes<float, W> first;
            Lanes<float, W> second;
            loadPiece(w + i, n, weight);
            loadPiece(g + i, n, gradient);
            loadPiece(m + i, n, first);
            loadPiece(v + i, n, second);
            moments<W>(c, gradient, first, second, weight);
            storePiece<float>(w + i, n, weight);
            storePiece<float>(m + i, n, first);
            storePiece<float>(v + i, n, second);
        });
}

/// Splits a master into the nearest bfloat16 and the signed rest.
template <int W>
LUTHIER_INLINE void split(const Lanes<float, W>& master, Lanes<std::uint32_t, W>& high,
                          Lanes<std::int32_t, W>& low)
{
    Lanes<std::uint32_t, W> bits;
    std::memcpy(&bits, &master, sizeof(bits));
    high = (bits + 0x8000U) >> 16U;
    const Lanes<std::uint32_t, W> rest = bits - (high << 16U);
    std::memcpy(&low, &rest, sizeof(low));
}

template <int W>
LUTHIER_INLINE void join(const std::uint16_t* high, const std::int16_t* low, Lanes<float, W>& master)
{
    Lanes<std::uint16_t, W / 2> h;
    Lanes<std::int16_t, W / 2> l;
    std::memcpy(&h, high, sizeof(h));
    std::memcpy(&l, low, sizeof(l));
    const Lanes<std::int32_t, W> rest = __builtin_convertvector(l, Lanes<std::int32_t, W>);
    Lanes<std::uint32_t, W> bits;
    std::memcpy(&bits, &rest, sizeof(bits));
    bits += __builtin_convertvector(h, Lanes<std::uint32_t, W>) << 16U;
    std::memcpy(&master, &bits, sizeof(master));
}

template <int W, class G>
LUTHIER_INLINE void stepSplitPiece(const Constants& c, std::uint16_t* w, std::int16_t* low, const G* g,
                                   float* m, float* v)
{
    Lanes<float, W> weight;
    Lanes<float, W> gradient;
    Lanes<float, W> first;
    Lanes<float, W> second;
    join<W>(w, low, weight);
    load(g, gradient);
    load(m, first);
    load(v, second);
    moments<W>(c, gradient, first, second, weight);
    Lanes<std::uint32_t, W> high;
    Lanes<std::int32_t, W> rest;
    split<W>(weight, high, rest);
    const auto h = __builtin_convertvector(high, Lanes<std::uint16_t, W / 2>);
    const auto l = __builtin_convertvector(rest, Lanes<std::int16_t, W / 2>);
    std::memcpy(w, &h, sizeof(h));
    std::memcpy(low, &l, sizeof(l));
    store(m, first);
    store(v, second);
}

template <int W, class G>
LUTHIER_INLINE void stepSplit(const Constants& c, std::uint16_t* w, std::int16_t* low, const G* g, float* m,
                              float* v, std::int64_t count)
{
    std::int64_t i = 0;
    for (; i + kLanes<float, W> <= count; i += kLanes<float, W>) {
        stepSplitPiece<W>(c, w + i, low + i, g + i, m + i, v + i);
    }
    if (i == count) return;
    std::uint16_t wPart[kLanes<float, W>] = {};
    std::int16_t lowPart[kLanes<float, W>] = {};
    G gPart[kLanes<float, W>] = {};
    float mPart[kLanes<float, W>] = {};
    float vPart[kLanes<float, W>] = {};
    const auto rest = static_cast<std::size_t>(count - i);
    std::memcpy(wPart, w + i, rest * sizeof(*w));
    std::memcpy(lowPart, low + i, rest * sizeof(*low));
    std::memcpy(gPart, g + i, rest * sizeof(*g));
    std::memcpy(mPart, m + i, rest * sizeof(*m));
    std::memcpy(vPart, v + i, rest * sizeof(*v));
    stepSplitPiece<W>(c, wPart, lowPart, gPart, mPart, vPart);
    std::memcpy(w + i, wPart, rest * sizeof(*w));
    std::memcpy(low + i, lowPart, rest * sizeof(*low));
    std::memcpy(m + i, mPart, rest * sizeof(*m));
    std::memcpy(v + i, vPart, rest * sizeof(*v));
}

LUTHIER_KERNEL(void, stepKernel,
               (const Constants& c, float* w, const float* g, float* m, float* v, std::int64_t count),
               (c, w, g, m, v, count), stepFloat<W>(c, w, g, m, v, count))
LUTHIER_KERNEL(void, stepKernel,
               (const Constants& c, std::uint16_t* w, std::int16_t* low, const float* g, float* m, float* v,
                std::int64_t count),
               (c, w, low, g, m, v, count), stepSplit<W>(c, w, low, g, m, v, count))
LUTHIER_KERNEL(void, stepKernel,
               (const Constants& c, std::uint16_t* w, std::int16_t* low, const Bf16* g, float* m, float* v,
                std::int64_t count),
               (c, w, low, g, m, v, count), stepSplit<W>(c, w, low, g, m, v, count))

template <int W, class S>
LUTHIER_INLINE double squares(const S* g, std::int64_t count)
{
    Lanes<double, W> sums[2] = {};
    std::int64_t i = 0;
    for (; i + kLanes<float, W> <= count; i += kLanes<float, W>) {
        Lanes<float, W> numbers;
        load(g + i, numbers);
        Lanes<float, W / 2> halves[2];
        std::memcpy(halves, &numbers, sizeof(halves));
        LUTHIER_UNROLL
        for (std::int64_t k = 0; k < 2; ++k) {
            const auto x = __builtin_convertvector(halves[k], Lanes<double, W>);
            sums[k] += x * x;
        }
    }
    double sum = sumOf(sums[0] + sums[1]);
    for (; i < count; ++i) {
        const double x = static_cast<double>(number(g[i]));
        sum += x * x;
    }
    return sum;
}

LUTHIER_KERNEL(double, squaresKernel, (const float* g, std::int64_t count), (g, count), squares<W>(g, count))
LUTHIER_KERNEL(double, squaresKernel, (const Bf16* g, std::int64_t count), (g, count), squares<W>(g, count))

Constants constantsOf(const AdamSettings& settings, const AdamTensor& tensor)
{
    const double rate = settings.learningRate * tensor.stepMultiplier;
    const auto t = static_cast<double>(settings.step);
    const double correction1 = 1 - std::pow(settings.beta1, t);
    const double correction2 = 1 - std::pow(settings.beta2, t);
    return {.factor = static_cast<float>(settings.gradientFactor),
            .beta1 = static_cast<float>(settings.beta1),
            .beta2 = static_cast<float>(settings.beta2),
            .rest1 = static_cast<float>(1 - settings.beta1),
            .rest2 = static_cast<float>(1 - settings.beta2),
            .rate = static_cast<float>(rate / correction1),
            .correction2 = static_cast<float>(1 / std::sqrt(correction2)),
            .epsilon = static_cast<float>(settings.epsilon),
            .keep = static_cast<float>(1 - (tensor.decays ? rate * settings.weightDecay : 0))};
}

void stepChunk(AdamTensor& tensor, const at::Tensor& gradient, const Constants& c, const Chunk& chunk)
{
    const auto at = chunk.begin;
    const auto count = chunk.end - chunk.begin;
    auto* const m = dataOf<float>(tensor.m) + at;
    auto* const v = dataOf<float>(tensor.v) + at;
    if (!tensor.low.defined()) {
        stepKernel(c, dataOf<float>(tensor.weight) + at, dataOf<float>(gradient) + at, m, v, count);
        return;
    }
    auto* const w = dataOf<std::uint16_t>(tensor.weight) + at;
    auto* const low = dataOf<std::int16_t>(tensor.low) + at;
    if (gradient.scalar_type() == at::kFloat) {
        stepKernel(c, w, low, dataOf<float>(gradient) + at, m, v, count);
    } else {
        stepKernel(c, w, low, dataOf<Bf16>(gradient) + at, m, v, count);
    }
}

/// Tensors with the same rate and decay, of which ATen makes one call.
class CardStep {
public:
    explicit CardStep(const AdamSettings& settings)
        : m_settings{settings}
    {
    }

    void add(AdamTensor& tensor, const at::Tensor& gradient)
    {
        if (m_numbers > 0 && m_numbers + gradient.numel() > kCardStepNumbers) take();
        m_multiplier = tensor.stepMultiplier;
        m_decays = tensor.decays;
        m_numbers += gradient.numel();
        m_masters.push_back(masterOf(tensor));
        m_gradients.push_back(gradient.to(at::kFloat));
        m_m.push_back(tensor.m);
        m_v.push_back(tensor.v);
        m_tensors.push_back(&tensor);
    }

    void take()
    {
        if (m_tensors.empty()) return;
        const auto steps = at::full({}, static_cast<double>(m_settings.step), m_m.front().options());
        const std::vector<at::Tensor> allSteps(m_m.size(), steps);
        at::_foreach_mul_(m_gradients, m_settings.gradientFactor); // nobody needs them any more
        at::_fused_adamw_(m_masters, m_gradients, m_m, m_v, {}, allSteps,
                          m_settings.learningRate * m_multiplier, m_settings.beta1, m_settings.beta2,
                          m_decays ? m_settings.weightDecay : 0, m_settings.epsilon, /*amsgrad=*/false,
                          /*maximize=*/false);
        for (std::size_t i = 0; i < m_tensors.size(); ++i) {
            if (m_tensors[i]->low.defined()) setMaster(*m_tensors[i], m_masters[i]);
        }
        *this = CardStep{m_settings};
    }

private:
    AdamSettings m_settings;
    std::vector<at::Tensor> m_masters, m_gradients, m_m, m_v;
    std::vector<AdamTensor*> m_tensors;
    std::int64_t m_numbers{0};
    double m_multiplier{1};
    bool m_decays{false};
};

/// The same with ATen alone, for devices without kernels.
void stepByAten(std::vector<AdamTensor>& tensors, const std::vector<at::Tensor>& gradients,
                const AdamSettings& settings)
{
    std::map<std::pair<double, bool>, CardStep> steps;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        steps.try_emplace({tensors[i].stepMultiplier, tensors[i].decays}, settings)
            .first->second.add(tensors[i], gradients[i]);
    }
    for (auto& [kind, step] : steps) {
        step.take();
    }
}

double normByAten(const std::vector<at::Tensor>& gradients)
{
    return at::stack(at::_foreach_norm(gradients, 2, at::kFloat)).to(at::kDouble).norm().item<double>();
}

} // namespace

AdamTensor adamTensor(const at::Tensor& weight, const at::Tensor& exact)
{
    const at::NoGradGuard noGrad;
    const auto wide = weight.options().dtype(at::kFloat).requires_grad(false);
    AdamTensor tensor{.weight = weight,
                      .low = {},
                      .m = at::zeros(weight.sizes(), wide),
                      .v = at::zeros(weight.sizes(), wide)};
    if (weight.scalar_type() == at::kBFloat16) {
        tensor.low = at::zeros(weight.sizes(), wide.dtype(at::kShort));
        if (exact.defined()) setMaster(tensor, exact);
    }
    return tensor;
}

at::Tensor masterOf(const AdamTensor& tensor)
{
    const at::NoGradGuard noGrad;
    if (!tensor.low.defined()) return tensor.weight.detach();
    const auto high = tensor.weight.detach().view(at::kShort).to(at::kInt).bitwise_left_shift(16);
    return high.add(tensor.low.to(at::kInt)).view(at::kFloat);
}

void setMaster(AdamTensor& tensor, const at::Tensor& exact)
{
    const at::NoGradGuard noGrad;
    if (!tensor.low.defined()) {
        tensor.weight.copy_(exact);
        return;
    }
    const auto bits = exact.to(at::kFloat).contiguous().view(at::kInt);
    const auto high = bits.add(0x8000).bitwise_right_shift(16); // arithmetic: the sign bit may come along
    tensor.low.copy_(bits.sub(high.bitwise_left_shift(16)));
    tensor.weight.view(at::kShort).copy_(high);
}

void adamStep(std::vector<AdamTensor>& tensors, const std::vector<at::Tensor>& gradients,
              const AdamSettings& settings)
{
    TORCH_CHECK(tensors.size() == gradients.size(), "[adamw] ", tensors.size(), " tensors, ",
                gradients.size(), " gradients");
    const at::NoGradGuard noGrad;
    if (!tensors.empty() && !tensors.front().weight.is_cpu()) {
        stepByAten(tensors, gradients, settings);
        return;
    }
    std::vector<Constants> constants;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        TORCH_CHECK(gradients[i].is_contiguous() && gradients[i].sizes() == tensors[i].weight.sizes(),
                    "[adamw] weight ", tensors[i].weight.sizes(), ", gradient ", gradients[i].sizes());
        constants.push_back(constantsOf(settings, tensors[i]));
    }
    const auto chunks = chunksOf(gradients);
    at::parallel_for(0, static_cast<std::int64_t>(chunks.size()), 4, [&](auto begin, auto end) {
        for (auto i = begin; i < end; ++i) {
            const auto& chunk = chunks[static_cast<std::size_t>(i)];
            stepChunk(tensors[chunk.tensor], gradients[chunk.tensor], constants[chunk.tensor], chunk);
        }
    });
}

double gradientNorm(const std::vector<at::Tensor>& gradients)
{
    if (!gradients.empty() && !gradients.front().is_cpu()) return normByAten(gradients);
    const auto chunks = chunksOf(gradients);
    std::vector<double> sums(chunks.size());
    at::parallel_for(0, static_cast<std::int64_t>(chunks.size()), 4, [&](auto begin, auto end) {
        for (auto i = begin; i < end; ++i) {
            const auto& chunk = chunks[static_cast<std::size_t>(i)];
            const auto& gradient = gradients[chunk.tensor];
            const auto count = chunk.end - chunk.begin;
            sums[static_cast<std::size_t>(i)] = gradient.scalar_type() == at::kFloat
                ? squaresKernel(dataOf<float>(gradient) + chunk.begin, count)
                : squaresKernel(dataOf<Bf16>(gradient) + chunk.begin, count);
        }
    });
    double sum = 0;
    for (const double one : sums) {
        sum += one;
    }
    return std::sqrt(sum);
}

} // namespace luthier::nn
