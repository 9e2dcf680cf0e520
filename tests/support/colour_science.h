// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <QColor>

namespace luthier::tests {

using Triple = std::array<double, 3>;

/// sRGB to light, each channel 0 … 1. Source  IEC 61966-2-1.
inline Triple linear(const QColor& colour)
{
    const auto one = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return {one(colour.redF()), one(colour.greenF()), one(colour.blueF())};
}

/// (L1 + 0.05) / (L2 + 0.05), 1 … 21. Source  WCAG 2.2, "contrast ratio".
inline double contrast(const QColor& a, const QColor& b)
{
    const auto luminance = [](const QColor& colour) {
        const auto [r, g, bl] = linear(colour);
        return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
    };
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

enum class Vision { Normal, Protan, Deutan, Tritan };

/// How a colour looks to somebody without one kind of cone, in linear light.
/// Source  Machado, Oliveira, Fernandes 2009, doi:10.1109/TVCG.2009.113, severity 1.0.
inline Triple seen(const QColor& colour, Vision vision)
{
    static constexpr std::array<std::array<Triple, 3>, 4> kMatrices{
        {{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
         {{{0.152286, 1.052583, -0.204868},
           {0.114503, 0.786281, 0.099216},
           {-0.003882, -0.048116, 1.051998}}},
         {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
         {{{1.255528, -0.076749, -0.178779},
           {-0.078411, 0.930809, 0.147602},
           {0.004733, 0.691367, 0.303900}}}}};
    const Triple light = linear(colour);
    Triple result{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t i = 0; i < 3; ++i) {
            result[row] += kMatrices[static_cast<std::size_t>(vision)][row][i] * light[i];
        }
        result[row] = std::clamp(result[row], 0.0, 1.0);
    }
    return result;
}

/// Linear light to CIE L*a*b*, D65.
inline Triple lab(const Triple& light)
{
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const auto [r, g, b] = light;
    const double x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const double y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    const double z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/// CIEDE2000. Source  Sharma, Wu, Dalal 2005, doi:10.1002/col.20070.
inline double distance(const Triple& first, const Triple& second)
{
    constexpr double kDegree = std::numbers::pi / 180;
    const double seventh = std::pow(25.0, 7);
    const auto weight
        = [seventh](double c) { return std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + seventh)); };
    const double meanRaw = (std::hypot(first[1], first[2]) + std::hypot(second[1], second[2])) / 2;
    const double stretch = 1 + 0.5 * (1 - weight(meanRaw));
    const auto hue = [stretch](const Triple& c) {
        const double angle = std::atan2(c[2], c[1] * stretch) / kDegree;
        return angle < 0 ? angle + 360 : angle;
    };
    const double c1 = std::hypot(first[1] * stretch, first[2]);
    const double c2 = std::hypot(second[1] * stretch, second[2]);
    const double h1 = hue(first);
    const double h2 = hue(second);
    double turn = h2 - h1;
    if (turn > 180) turn -= 360;
    if (turn < -180) turn += 360;
    const double dL = second[0] - first[0];
    const double dC = c2 - c1;
    const double dH = 2 * std::sqrt(c1 * c2) * std::sin(turn * kDegree / 2);
    const double meanL = (first[0] + second[0]) / 2;
    const double meanC = (c1 + c2) / 2;
    double meanH = (h1 + h2) / 2;
    if (std::abs(h1 - h2) > 180) meanH += h1 + h2 < 360 ? 180 : -180;
    const auto cosine = [](double degrees) { return std::cos(degrees * kDegree); };
    const double t = 1 - 0.17 * cosine(meanH - 30) + 0.24 * cosine(2 * meanH) + 0.32 * cosine(3 * meanH + 6)
        - 0.20 * cosine(4 * meanH - 63);
    const double fromMiddle = (meanL - 50) * (meanL - 50);
    const double l = dL / (1 + 0.015 * fromMiddle / std::sqrt(20 + fromMiddle));
    const double c = dC / (1 + 0.045 * meanC);
    const double h = dH / (1 + 0.015 * meanC * t);
    const double bend = 30 * std::exp(-std::pow((meanH - 275) / 25, 2));
    const double rotation = -2 * weight(meanC) * std::sin(2 * bend * kDegree);
    return std::sqrt(l * l + c * c + h * h + rotation * c * h);
}

} // namespace luthier::tests
