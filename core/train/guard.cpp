// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/guard.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <new>
#include <string>
#include <string_view>

#include <c10/util/Exception.h>

namespace luthier::train {
namespace {

Unexpected outOfMemory(std::string_view what)
{
    constexpr std::string_view kAsked = "you tried to allocate "; // of the processor's allocator
    constexpr std::int64_t kMiB = 1 << 20;
    Text message = QT_TRANSLATE_NOOP("core", "there is not enough memory");
    std::int64_t bytes = 0;
    if (const auto at = what.find(kAsked); at != std::string_view::npos) {
        const auto digits = what.substr(at + kAsked.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), bytes);
    }
    if (bytes >= kMiB)
        message = Text{QT_TRANSLATE_NOOP("core", "there is not enough memory: %1 MiB more could not be had"),
                       bytes / kMiB};
    return {{.code = ErrorCode::OutOfMemory,
             .message = std::move(message),
             .where = "train.micro_batch_tokens",
             .hint = QT_TRANSLATE_NOOP("core",
                                       "fewer tokens held at once, shorter rows, LoRA instead of full "
                                       "tuning, or a smaller model")}};
}

Unexpected internal(const std::string& what)
{
    return {{.code = ErrorCode::Internal,
             .message = Text{QT_TRANSLATE_NOOP("core", "a fault inside Luthier: %1"), what},
             .where = {},
             .hint = QT_TRANSLATE_NOOP("core", "please report it with what you did before")}};
}

/// The processor's allocator, oneDNN and CUDA's libraries report a lack of memory as plain errors with these
/// words.
bool meansMemory(const std::string& what)
{
    constexpr std::array kWords{"DefaultCPUAllocator",       "could not create a primitive",
                                "could not create a memory", "CUBLAS_STATUS_ALLOC_FAILED",
                                "CUDNN_STATUS_ALLOC_FAILED", "CUDA error: out of memory"};
    return std::ranges::any_of(kWords,
                               [&](const char* words) { return what.find(words) != std::string::npos; });
}

} // namespace

Unexpected errorOf(const std::exception_ptr& thrown)
{
    const auto said
        = [](const std::string& what) { return meansMemory(what) ? outOfMemory(what) : internal(what); };
    try {
        std::rethrow_exception(thrown);
    } catch (const c10::OutOfMemoryError& error) {
        return outOfMemory(error.what_without_backtrace());
    } catch (const std::bad_alloc&) {
        return outOfMemory({});
    } catch (const c10::Error& error) {
        return said(error.what_without_backtrace());
    } catch (const std::exception& error) {
        return said(error.what());
    } catch (...) {
        return internal("?");
    }
}

} // namespace luthier::train
