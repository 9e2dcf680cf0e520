// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"

#include "core/base/files.h"

#include <algorithm>
#include <array>

#include <openssl/evp.h>

namespace luthier {

struct Sha256::Context {
    EVP_MD_CTX* handle;
};

Sha256::Sha256()
    : m_context{std::make_unique<Context>(Context{EVP_MD_CTX_new()})}
{
    LUTHIER_ASSERT(m_context->handle != nullptr);
    LUTHIER_ASSERT(EVP_DigestInit_ex(m_context->handle, EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256()
{
    EVP_MD_CTX_free(m_context->handle);
}

void Sha256::add(std::span<const std::byte> bytes)
{
    LUTHIER_ASSERT(EVP_DigestUpdate(m_context->handle, bytes.data(), bytes.size()) == 1);
}

void Sha256::add(std::string_view text)
{
    add(std::as_bytes(std::span{text.data(), text.size()}));
}

std::string Sha256::hex()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    LUTHIER_ASSERT(EVP_DigestFinal_ex(m_context->handle, digest.data(), &length) == 1);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += kDigits[digest[i] >> 4U];
        text += kDigits[digest[i] & 15U];
    }
    return text;
}

std::string sha256(std::string_view text)
{
    Sha256 sum;
    sum.add(text);
    return sum.hex();
}

Expected<std::string> sha256OfFile(const std::filesystem::path& path, const Job& job)
{
    LUTHIER_TRY(const auto file, MappedFile::open(path));
    constexpr std::size_t kBlock = std::size_t{4} << 20U;
    Sha256 sum;
    for (std::size_t at = 0; at < file.bytes().size(); at += kBlock) {
        if (job.stop.stop_requested()) return Unexpected{interrupted()};
        sum.add(file.bytes().subspan(at, std::min(kBlock, file.bytes().size() - at)));
        file.release(at, kBlock); // a long file must not fill the memory that the caller is short of
        job.report(static_cast<double>(at) / static_cast<double>(file.bytes().size()),
                   QT_TRANSLATE_NOOP("core", "Reading the file"));
    }
    return sum.hex();
}

} // namespace luthier
