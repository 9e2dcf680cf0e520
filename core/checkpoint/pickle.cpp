// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/pickle.h"

#include <algorithm>
#include <array>

namespace luthier::checkpoint {

bool isPickle(std::string_view file)
{
    constexpr std::size_t kFirstNameEnds = 320; // a zip entry's fixed part and its name "…/data.pkl"
    if (file.starts_with("PK\x03\x04")) {
        return file.substr(0, kFirstNameEnds).find("/data.pkl") != std::string_view::npos;
    }
    // Protocol 2, and the number 0x1950a86a20f9469cfc6c in ten bytes.
    return file.starts_with("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19");
}

bool hasPickleName(const std::filesystem::path& path)
{
    constexpr std::array<std::string_view, 4> kExtensions{".bin", ".pt", ".pth", ".ckpt"};
    return std::ranges::find(kExtensions, lowerExtension(path)) != kExtensions.end();
}

Error pickleRefused(const std::filesystem::path& path)
{
    return {.code = ErrorCode::Unsupported,
            .message
            = {QT_TRANSLATE_NOOP("core",
                                 "%1 is a pickle file: opening one can run any program that is hidden "
                                 "in it, so it is never opened here"),
               path.filename().string()},
            .where = path.string(),
            .hint = QT_TRANSLATE_NOOP("core",
                                      "take the model in its safetensors form, which most publishers offer "
                                      "beside it, or as a GGUF file")};
}

std::string lowerExtension(const std::filesystem::path& path)
{
    auto extension = path.extension().string();
    for (char& letter : extension) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return extension;
}

} // namespace luthier::checkpoint
