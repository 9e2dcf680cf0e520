// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/stored_matrix.h"

#include "core/nn/ops/convert.h"
#include "core/nn/ops/dispatch.h"
#include "core/nn/ops/gemm.h"
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/huge_pages.h"
#include "core/nn/ops/rows.h"

#include <algorithm>
#include <limits>
#include <vector>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>

namespace luthier::nn {
namespace {

std::shared_ptr<const void> ownerOf(const at::Tensor& tensor)
{
    return std::make_shared<const at::Tensor>(tensor);
}

StoredMatrix heldBy(const at::Tensor& numbers, StoredAs form)
{
    return {
        form, numbers.size(0), numbers.size(1), static_cast<const std::uint8_t*>(numbers.const_data_ptr()),
        {},   ownerOf(numbers)};
}

StoredMatrix int8From(const at::Tensor& exact)
{
    const auto rows = exact.size(0);
    const auto columns = exact.size(1);
    const auto numbers = emptyInHugePages({rows, columns}, at::kChar);
    const auto scales = at::empty({rows}, at::kFloat);
    const auto* const from = exact.const_data_ptr<float>();
    auto* const to = numbers.data_ptr<std::int8_t>();
    auto* const scale = scales.data_ptr<float>();
    at::parallel_for(0, rows, rowGrain(columns), [&](auto begin, auto end) {
        quantiseRows(from + begin * columns, columns, end - begin, columns, nullptr, to + begin * columns,
                     columns, scale + begin);
    });
    return int8Stored(numbers, scales);
}

void checkFits(const at::Tensor& x, const StoredMatrix& matrix)
{
    TORCH_CHECK(x.dim() == 2 && x.size(1) == matrix.columns && x.scalar_type() == at::kFloat && x.is_cpu(),
                "[stored_matrix] x ", x.sizes(), " ", x.scalar_type(), " for weights ", matrix.rows, " x ",
                matrix.columns);
    TORCH_CHECK(!at::GradMode::is_enabled(), "[stored_matrix] stored weights have no gradient");
}

/// Many rows of x: weights become float32 panel by panel, where they are multiplied.
void manyRows(const at::Tensor& x, const StoredMatrix& matrix, const at::Tensor& y)
{
    Product<float> product{
        .rows = x.size(0), .columns = matrix.rows, .out = y.data_ptr<float>(), .outStride = matrix.rows};
    product.add({{x.const_data_ptr<float>(), matrix.columns}, {}, matrix.columns, Form::NT, {}, &matrix});
    asTeam([&](Team& team) { multiply(team, std::span<const Product<float>>{&product, 1}); });
}

} // namespace

std::uint64_t StoredMatrix::bytes() const
{
    const auto ofScales = scales.defined() ? scales.numel() * static_cast<std::int64_t>(sizeof(float)) : 0;
    return static_cast<std::uint64_t>(rows * rowBytes() + ofScales);
}

FewRows StoredMatrix::arguments() const
{
    FewRows args{};
    args.weights = data;
    args.rowBytes = rowBytes();
    args.columns = columns;
    args.scales = scales.defined() ? scales.const_data_ptr<float>() : nullptr;
    return args;
}

StoredMatrix storedFrom(const at::Tensor& weight, StoredAs form)
{
    TORCH_CHECK(weight.dim() == 2 && weight.is_cpu(), "[stored_matrix] weight ", weight.sizes());
    const auto exact = weight.detach().to(at::kFloat).contiguous();
    switch (form) {
    case StoredAs::Bfloat16:
        return heldBy(emptyInHugePages(exact.sizes(), at::kBFloat16).copy_(exact), form);
    case StoredAs::Int8:
        return int8From(exact);
    default:
        TORCH_CHECK(form == StoredAs::Float32, "[stored_matrix] blocks are only read");
        return heldBy(exact, form);
    }
}

StoredMatrix int8Stored(const at::Tensor& numbers, const at::Tensor& scales)
{
    auto matrix = heldBy(numbers, StoredAs::Int8);
    matrix.scales = scales;
    return matrix;
}

std::optional<StoredMatrix> sharedFrom(const at::Tensor& weight)
{
    if (!weight.is_cpu() || weight.dim() != 2 || !weight.is_contiguous()) return std::nullopt;
    if (weight.scalar_type() == at::kFloat) return heldBy(weight.detach(), StoredAs::Float32);
    if (weight.scalar_type() == at::kBFloat16) return heldBy(weight.detach(), StoredAs::Bfloat16);
    return std::nullopt;
}

at::Tensor placeFor(std::int64_t rows, std::int64_t columns, at::ScalarType type)
{
    return at::full({1, 1}, std::numeric_limits<float>::quiet_NaN(), type).expand({rows, columns});
}

bool isPlace(const at::Tensor& weight)
{
    return weight.dim() == 2 && weight.stride(0) == 0 && weight.stride(1) == 0;
}

at::Tensor storedLinear(const at::Tensor& x, const StoredMatrix& matrix, const at::Tensor& bias)
{
    checkFits(x, matrix);
    const auto rows = x.contiguous();
    auto y = at::empty({x.size(0), matrix.rows}, x.options());
    if (x.size(0) > kFewRows) {
        manyRows(rows, matrix, y);
    } else {
        auto args = matrix.arguments();
        args.x = rows.const_data_ptr<float>();
        args.xStride = matrix.columns;
        args.count = x.size(0);
        args.y = y.data_ptr<float>();
        args.yStride = matrix.rows;
        at::parallel_for(0, matrix.rows, rowGrain(matrix.columns), [&](auto begin, auto end) {
            fewRowsKernels().multiply(matrix.form, args, begin, end);
        });
    }
    if (bias.defined()) y.add_(bias);
    return y;
}

at::Tensor expandedRows(const StoredMatrix& matrix, std::int64_t begin, std::int64_t end)
{
    TORCH_CHECK(begin >= 0 && begin <= end && end <= matrix.rows, "[stored_matrix] rows ", begin, " to ", end,
                " of ", matrix.rows);
    auto rows = at::empty({end - begin, matrix.columns}, at::kFloat);
    auto args = matrix.arguments();
    args.yStride = matrix.columns;
    args.weights += begin * args.rowBytes;
    if (args.scales != nullptr) args.scales += begin;
    args.y = rows.data_ptr<float>();
    at::parallel_for(0, end - begin, rowGrain(matrix.columns),
                     [&](auto from, auto to) { fewRowsKernels().expand(matrix.form, args, from, to); });
    return rows;
}

void expandInto(const StoredMatrix& matrix, std::int64_t begin, std::int64_t count, const at::Tensor& into,
                std::int64_t at)
{
    TORCH_CHECK(begin >= 0 && begin + count <= matrix.rows && at + count * matrix.columns <= into.numel()
                    && into.is_contiguous(),
                "[stored_matrix] rows from ", begin, " on to ", into.sizes());
    std::vector<float> row(static_cast<std::size_t>(matrix.columns));
    auto args = matrix.arguments();
    args.y = row.data();
    args.yStride = matrix.columns;
    byType(into, [&](auto* null) {
        using S = std::remove_pointer_t<decltype(null)>;
        for (std::int64_t i = 0; i < count; ++i) {
            auto one = args;
            one.weights += (begin + i) * args.rowBytes;
            if (one.scales != nullptr) one.scales += begin + i;
            fewRowsKernels().expand(matrix.form, one, 0, 1);
            convert(row.data(), dataOf<S>(into) + at + i * matrix.columns, matrix.columns);
        }
    });
}

at::Tensor storedRows(const StoredMatrix& matrix, const at::Tensor& ids)
{
    TORCH_CHECK(ids.dim() == 1 && ids.scalar_type() == at::kInt, "[stored_matrix] ids ", ids.sizes());
    auto rows = at::empty({ids.size(0), matrix.columns}, at::kFloat);
    const auto* const id = ids.const_data_ptr<std::int32_t>();
    for (std::int64_t t = 0; t < ids.size(0); ++t) {
        TORCH_CHECK(id[t] >= 0 && id[t] < matrix.rows, "[stored_matrix] id ", id[t], " of ", matrix.rows);
        auto args = matrix.arguments();
        args.weights += id[t] * args.rowBytes;
        if (args.scales != nullptr) args.scales += id[t];
        args.yStride = matrix.columns;
        args.y = rows.data_ptr<float>() + t * matrix.columns;
        fewRowsKernels().expand(matrix.form, args, 0, 1);
    }
    return rows;
}

} // namespace luthier::nn
