// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/text.h"

#include <exception>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

#include <c10/util/Exception.h>

namespace luthier::train {

inline Unexpected outOfMemory(const char* what)
{
    return {{.code = ErrorCode::OutOfMemory,
             .message = Text{QT_TRANSLATE_NOOP("core", "there is not enough memory: %1"), what},
             .where = "train.micro_batch_tokens",
             .hint = QT_TRANSLATE_NOOP("core",
                                       "fewer tokens held at once, shorter rows, LoRA instead of full "
                                       "tuning, or a smaller model")}};
}

inline Unexpected internal(const char* what)
{
    return {{.code = ErrorCode::Internal,
             .message = Text{QT_TRANSLATE_NOOP("core", "a fault inside Luthier: %1"), what},
             .where = {},
             .hint = QT_TRANSLATE_NOOP("core", "please report it with what you did before")}};
}

/// f(), which returns an Expected; what torch or the standard library throws comes out as its error.
template <class F>
std::invoke_result_t<F> guarded(F&& f)
{
    try {
        return std::forward<F>(f)();
    } catch (const c10::OutOfMemoryError& error) {
        return outOfMemory(error.what_without_backtrace());
    } catch (const std::bad_alloc& error) {
        return outOfMemory(error.what());
    } catch (const c10::Error& error) {
        // The allocator of the processor reports a failure as a plain error with this text.
        const std::string text = error.what_without_backtrace();
        if (text.find("DefaultCPUAllocator") != std::string::npos) return outOfMemory(text.c_str());
        return internal(text.c_str());
    } catch (const std::exception& error) {
        return internal(error.what());
    }
}

} // namespace luthier::train
