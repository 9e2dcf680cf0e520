// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/meter.h"

#include <utility>

namespace luthier::nn {
namespace {

Meter*& mine()
{
    thread_local Meter* meter = nullptr;
    return meter;
}

} // namespace

const char* nameOf(StepPart part)
{
    switch (part) {
    case StepPart::Products:
        return "products";
    case StepPart::Attention:
        return "attention";
    case StepPart::Rows:
        return "rows";
    case StepPart::Head:
        return "head";
    case StepPart::Optimizer:
        return "optimizer";
    }
    return "";
}

Meter* Meter::current()
{
    return mine();
}

Metering::Metering(Meter& meter)
    : m_before{std::exchange(mine(), &meter)}
{
}

Metering::~Metering()
{
    mine() = m_before;
}

} // namespace luthier::nn
