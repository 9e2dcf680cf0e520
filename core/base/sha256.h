// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace luthier {

/// SHA-256 of bytes that come in pieces. The arithmetic is OpenSSL's.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);
    std::string hex(); ///< 64 lower-case digits; ends the sum

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

std::string sha256(std::string_view text);

/// Errors  NotFound, Io, Interrupted where `job.stop` was asked.
Expected<std::string> sha256OfFile(const std::filesystem::path& path, const Job& job = {});

} // namespace luthier
