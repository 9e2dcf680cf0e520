// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/gemm.h"

#include <vector>

namespace luthier::nn {

/// A linear layer with a low-rank add-on, or without one (rank 0), as its products see it.
///
///     t = s x Aᵀ;   y = x Wᵀ + b + t Bᵀ
///     g = s dy B;   dx = dy W + g A;   dA = gᵀ x;   dB = dyᵀ t;   dW = dyᵀ x;   db = Σ dy
///
/// The same as ops/low_rank.h, cut into products of which many are made at once. With s inside t and g
/// neither needs a factor of its own later.
///
/// Shapes  W [out, in], b [out] or null, A [rank, in], B [out, rank], t and g [T, rank].
template <class S>
struct LayerView {
    const S* weight{nullptr}; ///< or, of one that does not learn,
    Int8Matrix eight{}, eightBack{}; ///< [out, in], and with inputs as columns
    const StoredMatrix* stored{nullptr}; ///< where it only answers
    const S* bias{nullptr};
    std::int64_t in{0};
    std::int64_t out{0};
    const S* a{nullptr};
    const S* b{nullptr};
    std::int64_t rank{0};
    double scale{1};

    // Where gradients go; null: not wanted.
    S* dWeight{nullptr};
    S* dBias{nullptr};
    Sum<S>* dA{nullptr};
    Sum<S>* dB{nullptr};

    std::vector<at::Tensor> owned{}; ///< what had to be brought into S's type for this

    bool learns() const { return dWeight != nullptr || dBias != nullptr || dA != nullptr || dB != nullptr; }
    bool needsInput() const { return dWeight != nullptr || dA != nullptr; } ///< backward reads x
};

template <class S>
using Products = std::vector<Product<S>>;

/// t, where there is an add-on.
template <class S>
void addLow(Products<S>& products, const LayerView<S>& layer, Matrix<S> x, std::int64_t rows, S* t)
{
    if (layer.rank == 0) return;
    products.push_back(
        {.rows = rows, .columns = layer.rank, .scale = layer.scale, .out = t, .outStride = layer.rank});
    products.back().add({x, {layer.a, layer.in}, layer.in, Form::NT});
}

/// y [rows, out] with rows `yStride` apart, plus `addend` where there is one.
template <class S>
void addForward(Products<S>& products, const LayerView<S>& layer, Matrix<S> x, const S* t, std::int64_t rows,
                S* y, std::int64_t yStride, Matrix<S> addend = {})
{
    products.push_back({.rows = rows,
                        .columns = layer.out,
                        .bias = layer.bias,
                        .addend = addend,
                        .out = y,
                        .outStride = yStride});
    products.back().add({x, {layer.weight, layer.in}, layer.in, Form::NT, layer.eight, layer.stored});
    if (layer.rank > 0) products.back().add({{t, layer.rank}, {layer.b, layer.rank}, layer.rank, Form::NT});
}

/// g, where there is an add-on.
template <class S>
void addLowBack(Products<S>& products, const LayerView<S>& layer, Matrix<S> dy, std::int64_t rows, S* g)
{
    if (layer.rank == 0) return;
    products.push_back(
        {.rows = rows, .columns = layer.rank, .scale = layer.scale, .out = g, .outStride = layer.rank});
    products.back().add({dy, {layer.b, layer.rank}, layer.out, Form::NN});
}

/// This layer's part of dx, a product that several layers add to.
template <class S>
void addBack(Product<S>& dx, const LayerView<S>& layer, Matrix<S> dy, const S* g)
{
    dx.add({dy, {layer.weight, layer.in}, layer.out, Form::NN, layer.eightBack});
    if (layer.rank > 0) dx.add({{g, layer.rank}, {layer.a, layer.in}, layer.rank, Form::NN});
}

/// The layer's own gradients. `ones`: as many ones as rows, where a bias learns.
template <class S>
void addGradients(Products<S>& products, const LayerView<S>& layer, Matrix<S> x, const S* t, Matrix<S> dy,
                  const S* g, std::int64_t rows, const S* ones)
{
    if (layer.dWeight != nullptr) {
        products.push_back(
            {.rows = layer.out, .columns = layer.in, .out = layer.dWeight, .outStride = layer.in});
        products.back().add({dy, x, rows, Form::TN});
    }
    if (layer.dBias != nullptr) {
        products.push_back({.rows = 1, .columns = layer.out, .out = layer.dBias, .outStride = layer.out});
        products.back().add({{ones, 1}, dy, rows, Form::TN});
    }
    if (layer.dA != nullptr) {
        products.push_back(
            {.rows = layer.rank, .columns = layer.in, .wideOut = layer.dA, .outStride = layer.in});
        products.back().add({{g, layer.rank}, x, rows, Form::TN});
    }
    if (layer.dB != nullptr) { // made across, so that the small side is the one that is packed
        products.push_back({.rows = layer.rank,
                            .columns = layer.out,
                            .wideOut = layer.dB,
                            .outStride = layer.rank,
                            .outAcross = true});
        products.back().add({{t, layer.rank}, dy, rows, Form::TN});
    }
}

} // namespace luthier::nn
