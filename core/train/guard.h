// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <exception>
#include <type_traits>
#include <utility>

namespace luthier::train {

/// An exception of torch or the standard library as our error: OutOfMemory where it says that memory ran out,
/// in whatever words, else Internal.
Unexpected errorOf(const std::exception_ptr& thrown);

/// f(), which returns an Expected; what torch or the standard library throws comes out as its error.
template <class F>
std::invoke_result_t<F> guarded(F&& f)
{
    try {
        return std::forward<F>(f)();
    } catch (...) {
        return errorOf(std::current_exception());
    }
}

} // namespace luthier::train
