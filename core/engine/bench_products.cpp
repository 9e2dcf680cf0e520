// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/bench_products.h"

#include "core/base/files.h"
#include "core/nn/ops/gemm.h"
#include "core/nn/ops/rows.h"
#include "core/verdict/statistics.h"

#include <array>
#include <chrono>
#include <optional>
#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/randn.h>

namespace luthier::engine {
namespace {

constexpr std::int64_t kTokens = 288;
constexpr int kRounds = 15;

struct Width {
    std::int64_t in, out;
};
constexpr std::array kLayers{Width{384, 384}, Width{384, 1536}, Width{1536, 384},
                             Width{576, 960}, Width{576, 3072}, Width{1536, 576}};
constexpr std::array kForms{nn::Form::NT, nn::Form::NN, nn::Form::TN};

const char* nameOf(nn::Form form)
{
    return form == nn::Form::NT ? "forward" : form == nn::Form::NN ? "input gradient" : "weight gradient";
}

/// One product of a layer, and the tensors that it reads.
class Work {
public:
    Work(Width width, nn::Form form)
        : m_form{form}
        , m_rows{form == nn::Form::TN ? width.out : kTokens}
        , m_columns{form == nn::Form::NT ? width.out : width.in}
        , m_depth{form == nn::Form::NT       ? width.in
                      : form == nn::Form::NN ? width.out
                                             : kTokens}
        , m_a{form == nn::Form::TN ? at::randn({m_depth, m_rows}) : at::randn({m_rows, m_depth})}
        , m_b{form == nn::Form::NT ? at::randn({m_columns, m_depth}) : at::randn({m_depth, m_columns})}
        , m_out{at::empty({m_rows, m_columns})}
    {
        if (form != nn::Form::TN) m_eight.emplace(m_b); // the weight [out, in], whatever the direction
    }

    double operations() const { return 2 * static_cast<double>(m_rows * m_columns * m_depth); }
    bool hasEight() const { return m_eight.has_value(); }

    template <class S>
    void multiplyAs(const at::Tensor& a, const at::Tensor& b, at::Tensor& out, bool eight) const
    {
        nn::Product<S> product{
            .rows = m_rows, .columns = m_columns, .out = nn::dataOf<S>(out), .outStride = m_columns};
        nn::Summand<S> summand{{nn::dataOf<S>(a), a.size(1)}, {nn::dataOf<S>(b), b.size(1)}, m_depth, m_form};
        if (eight) summand.eight = m_form == nn::Form::NT ? m_eight->forward() : m_eight->back();
        product.add(summand);
        nn::asTeam([&](nn::Team& team) { nn::multiply(team, std::span<const nn::Product<S>>{&product, 1}); });
    }

    ProductBench::Row measured() const
    {
        const auto a16 = m_a.to(at::kBFloat16);
        const auto b16 = m_b.to(at::kBFloat16);
        auto out = m_out;
        auto out16 = m_out.to(at::kBFloat16);
        const auto left = m_form == nn::Form::TN ? m_a.t() : m_a;
        const auto right = m_form == nn::Form::NT ? m_b.t() : m_b;
        std::vector<double> fp32, bf16, int8, aten;
        for (int round = 0; round <= kRounds; ++round) {
            const std::array times{
                secondsOf([&] { multiplyAs<float>(m_a, m_b, out, false); }),
                secondsOf([&] { at::mm_out(out, left, right); }),
                secondsOf([&] { multiplyAs<nn::Bf16>(a16, b16, out16, false); }),
                hasEight() ? secondsOf([&] { multiplyAs<nn::Bf16>(a16, b16, out16, true); }) : 0};
            if (round == 0) continue; // makes code and room
            fp32.push_back(times[0]);
            aten.push_back(times[1]);
            bf16.push_back(times[2]);
            int8.push_back(times[3]);
        }
        const auto speedOf
            = [&](std::vector<double>& seconds) { return operations() / verdict::median(seconds); };
        return {.kind = nameOf(m_form),
                .rows = m_rows,
                .columns = m_columns,
                .depth = m_depth,
                .fp32 = speedOf(fp32),
                .bf16 = speedOf(bf16),
                .int8 = hasEight() ? speedOf(int8) : 0,
                .aten = speedOf(aten)};
    }

private:
    template <class F>
    static double secondsOf(F f)
    {
        const auto start = std::chrono::steady_clock::now();
        f();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }

    nn::Form m_form;
    std::int64_t m_rows, m_columns, m_depth;
    at::Tensor m_a, m_b, m_out;
    std::optional<nn::Int8Weight> m_eight;
};

} // namespace

Expected<ProductBench> productBench(int threads, const Job& job)
{
    const at::NoGradGuard noGradient;
    ProductBench bench{.isa = nn::nameOf(nn::cpuFeatures().isa()),
                       .peakFp32 = nn::productPeak(false),
                       .peakBf16 = nn::productPeak(true),
                       .threads = threads};
    for (const auto& width : kLayers) {
        for (const auto form : kForms) {
            if (job.stop.stop_requested()) return Unexpected{interrupted()};
            bench.rows.push_back(Work{width, form}.measured());
        }
    }
    return bench;
}

} // namespace luthier::engine
