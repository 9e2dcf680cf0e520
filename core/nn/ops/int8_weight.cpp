// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/int8_weight.h"

#include "core/nn/ops/dispatch.h"
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/gemm_kernels.h"
#include "core/nn/ops/huge_pages.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/zeros.h>

namespace luthier::nn {
namespace {

constexpr std::int64_t kTileColumns = 16;
constexpr std::int64_t kTileBytes = 1024;
constexpr std::int64_t kNeighbours = 4; // of the depth, which one instruction sums

constexpr std::int64_t partsOf(std::int64_t n, std::int64_t each)
{
    return (n + each - 1) / each;
}

/// Where column n of a panel has the neighbours that begin with step k of the depth.
constexpr std::int64_t placeOf(std::int64_t n, std::int64_t k)
{
    return k / Int8Matrix::kStepDepth * Int8Matrix::kStepBytes + n / kTileColumns * kTileBytes
        + k % Int8Matrix::kStepDepth / kNeighbours * (kTileColumns * kNeighbours)
        + n % kTileColumns * kNeighbours;
}

/// The largest magnitude of each column. w [rows, columns] -> largest [columns]
LUTHIER_INLINE void largestOfColumns(const float* w, std::int64_t rows, std::int64_t columns, float* largest)
{
    for (std::int64_t n = 0; n < columns; ++n) {
        largest[n] = 0;
    }
    for (std::int64_t k = 0; k < rows; ++k) {
        for (std::int64_t n = 0; n < columns; ++n) {
            const float magnitude = std::abs(w[k * columns + n]);
            largest[n] = magnitude > largest[n] ? magnitude : largest[n];
        }
    }
}

/// Four rows of w, [4, columns] of which `rows` are there, as neighbours of columns n of all panels.
template <int W>
LUTHIER_INLINE void packFour(const float* w, std::int64_t rows, std::int64_t columns, const float* inverse,
                             std::int64_t panelBytes, std::int8_t* to)
{
    constexpr auto kAtOnce = kLanes<float, W>; // a tile, or a part of one
    for (std::int64_t begin = 0; begin < columns; begin += kAtOnce) {
        Lanes<std::uint32_t, W> four{};
        const auto count = columns - begin < kAtOnce ? columns - begin : kAtOnce;
        Lanes<float, W> factor;
        loadPiece(inverse + begin, count, factor);
        for (std::int64_t j = 0; j < rows; ++j) {
            Lanes<float, W> v;
            loadPiece(w + j * columns + begin, count, v);
            four |= (wholeBits(v * factor) & 0xFFU) << (8U * static_cast<std::uint32_t>(j));
        }
        const auto at = begin / kGemmColumns * panelBytes + placeOf(begin % kGemmColumns, 0);
        std::memcpy(to + at, &four, sizeof(four));
    }
}

LUTHIER_KERNEL(void, columnLargest, (const float* w, std::int64_t rows, std::int64_t columns, float* largest),
               (w, rows, columns, largest), largestOfColumns(w, rows, columns, largest))
LUTHIER_KERNEL(void, packNeighbours,
               (const float* w, std::int64_t rows, std::int64_t columns, const float* inverse,
                std::int64_t panelBytes, std::int8_t* to),
               (w, rows, columns, inverse, panelBytes, to),
               packFour<W>(w, rows, columns, inverse, panelBytes, to))

/// Outputs are columns: each row of w is a column of panels.
void packForward(const float* w, std::int64_t out, std::int64_t in, std::int64_t panelBytes, float* scales,
                 std::int8_t* to)
{
    const auto padded = partsOf(in, Int8Matrix::kStepDepth) * Int8Matrix::kStepDepth;
    std::vector<std::int8_t> row(static_cast<std::size_t>(padded));
    for (std::int64_t n = 0; n < out; ++n) {
        quantiseRows(w + n * in, in, 1, in, nullptr, row.data(), padded, scales + n);
        auto* const panel = to + n / kGemmColumns * panelBytes;
        for (std::int64_t k = 0; k < padded; k += kNeighbours) {
            std::memcpy(panel + placeOf(n % kGemmColumns, k), row.data() + k, kNeighbours);
        }
    }
}

/// Inputs are columns, and rows of w the depth.
void packBack(const float* w, std::int64_t out, std::int64_t in, std::int64_t panelBytes, float* scales,
              std::int8_t* to)
{
    columnLargest(w, out, in, scales);
    std::vector<float> inverse(static_cast<std::size_t>(in));
    for (std::int64_t n = 0; n < in; ++n) {
        scales[n] /= kInt8Most;
        inverse[static_cast<std::size_t>(n)] = scales[n] > 0 ? 1 / scales[n] : 0;
    }
    for (std::int64_t k = 0; k < out; k += kNeighbours) {
        packNeighbours(w + k * in, std::min(kNeighbours, out - k), in, inverse.data(), panelBytes,
                       to + placeOf(0, k));
    }
}

bool isShifted()
{
    const auto* const kernel = int8Kernel();
    return kernel != nullptr && kernel->shifted;
}

void shift(at::Tensor& numbers)
{
    if (isShifted()) numbers.bitwise_xor_(-128);
}

} // namespace

Int8Weight::Panels::Panels(std::int64_t columns, std::int64_t depth)
    : numbers{at::zeros(
        {partsOf(columns, kGemmColumns), partsOf(depth, Int8Matrix::kStepDepth) * Int8Matrix::kStepBytes},
        at::kChar)}
    , scales{at::zeros({numbers.size(0) * kGemmColumns}, at::kFloat)}
{
}

Int8Matrix Int8Weight::Panels::view() const
{
    return {numbers.const_data_ptr<std::int8_t>(), scales.const_data_ptr<float>(), nullptr, numbers.size(1)};
}

Int8Weight::Int8Weight(const at::Tensor& exact, const at::Tensor& inputSizes)
    : m_out{exact.size(0)}
    , m_in{exact.size(1)}
    , m_forward{m_out, m_in}
    , m_back{m_in, m_out}
{
    TORCH_CHECK(exact.scalar_type() == at::kFloat && exact.is_contiguous()
                    && (!inputSizes.defined() || inputSizes.numel() == m_in),
                "[int8_weight] ", exact.sizes());
    auto moved = exact;
    if (inputSizes.defined()) {
        constexpr double kLeast = 1e-3; // of the mean: an input that is never there says nothing
        const auto sizes = inputSizes.to(at::kFloat);
        const double mean = sizes.mean().item<double>();
        if (mean > 0 && std::isfinite(mean)) {
            const auto roots = (sizes / mean).clamp_min(kLeast).sqrt();
            m_factors = roots.reciprocal();
            moved = (exact * roots).contiguous();
        }
    }
    packForward(moved.const_data_ptr<float>(), m_out, m_in, m_forward.numbers.size(1),
                m_forward.scales.data_ptr<float>(), m_forward.numbers.data_ptr<std::int8_t>());
    packBack(exact.const_data_ptr<float>(), m_out, m_in, m_back.numbers.size(1),
             m_back.scales.data_ptr<float>(), m_back.numbers.data_ptr<std::int8_t>());
    shift(m_forward.numbers);
    shift(m_back.numbers);
}

void Int8Weight::shareFactors(const Int8Weight& other)
{
    if (m_factors.defined() && other.m_factors.defined() && at::equal(m_factors, other.m_factors))
        m_factors = other.m_factors;
}

Int8Matrix Int8Weight::forward() const
{
    auto view = m_forward.view();
    if (m_factors.defined()) view.factors = m_factors.const_data_ptr<float>();
    return view;
}

void Int8Weight::copyRow(std::int64_t n, std::int8_t* to) const
{
    const auto view = m_forward.view();
    const auto* const panel = view.numbers + n / kGemmColumns * view.panelBytes;
    for (std::int64_t k = 0; k < m_in; k += kNeighbours) {
        std::memcpy(to + k, panel + placeOf(n % kGemmColumns, k),
                    static_cast<std::size_t>(std::min(kNeighbours, m_in - k)));
    }
    if (!isShifted()) return;
    for (std::int64_t k = 0; k < m_in; ++k) {
        to[k] = static_cast<std::int8_t>(to[k] ^ -128);
    }
}

StoredMatrix Int8Weight::numbersInRows() const
{
    const auto numbers = at::empty({m_out, m_in}, at::kChar);
    for (std::int64_t n = 0; n < m_out; ++n) {
        copyRow(n, numbers.data_ptr<std::int8_t>() + n * m_in);
    }
    return int8Stored(numbers, m_forward.scales.narrow(0, 0, m_out));
}

StoredMatrix Int8Weight::inRows() const
{
    if (!m_factors.defined()) return numbersInRows();
    // Row by row: a layer at a time as float32 left a hole of its size in the heap of glibc 2.36, whose
    // aligned blocks do not fit where such a one was freed (280 MiB for SmolLM2).
    const auto numbers = emptyInHugePages({m_out, m_in}, at::kChar);
    const auto scales = at::empty({m_out}, at::kFloat);
    const auto* const before = m_forward.scales.const_data_ptr<float>();
    const auto* const factors = m_factors.const_data_ptr<float>();
    auto* const toNumbers = numbers.data_ptr<std::int8_t>();
    auto* const toScales = scales.data_ptr<float>();
    at::parallel_for(0, m_out, rowGrain(m_in), [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> row(static_cast<std::size_t>(m_in));
        for (auto n = begin; n < end; ++n) {
            auto* const to = toNumbers + n * m_in;
            copyRow(n, to);
            for (std::int64_t k = 0; k < m_in; ++k) {
                row[static_cast<std::size_t>(k)] = static_cast<float>(to[k]) * before[n] * factors[k];
            }
            quantiseRows(row.data(), m_in, 1, m_in, nullptr, to, m_in, toScales + n);
        }
    });
    return int8Stored(numbers, scales);
}

at::Tensor Int8Weight::expanded() const
{
    auto exact = expandedRows(numbersInRows(), 0, m_out);
    return m_factors.defined() ? exact.mul_(m_factors) : exact;
}

std::int64_t Int8Weight::bytes() const
{
    return int8Bytes(m_out, m_in);
}

std::int64_t int8Bytes(std::int64_t out, std::int64_t in)
{
    const auto panels = [](std::int64_t columns, std::int64_t depth) {
        const auto count = partsOf(columns, kGemmColumns);
        return count * (partsOf(depth, Int8Matrix::kStepDepth) * Int8Matrix::kStepBytes + kGemmColumns * 4);
    };
    return panels(out, in) + panels(in, out);
}

} // namespace luthier::nn
