// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/large_vector.h"

#include "core/base/places.h"

#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace luthier {
namespace {

constexpr std::size_t kInAFile = std::size_t{16}
    << 20; // bytes; smaller ones are gone before memory gets short

/// A file without a name, that long and with its room on the disk taken, so that writing to it cannot fail.
/// −1 where there is none.
int namelessFile(std::size_t bytes)
{
    std::error_code failure;
    const auto folder = cacheFolder();
    std::filesystem::create_directories(folder, failure);
    int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) { // a file system without nameless files
        auto name = (folder / "rows-XXXXXX").string();
        file = ::mkostemp(name.data(), O_CLOEXEC);
        if (file >= 0) ::unlink(name.c_str());
    }
    if (file >= 0 && ::fallocate(file, 0, 0, static_cast<off_t>(bytes)) != 0) {
        ::close(file);
        return -1;
    }
    return file;
}

} // namespace

void* takeLargeMemory(std::size_t bytes)
{
    if (bytes < kInAFile) return ::operator new(bytes);
    const int file = namelessFile(bytes);
    void* const memory = file >= 0
        ? ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
        : ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (file >= 0) ::close(file); // the mapping keeps it
    if (memory == MAP_FAILED) throw std::bad_alloc{};
    return memory;
}

void returnLargeMemory(void* memory, std::size_t bytes) noexcept
{
    if (bytes < kInAFile) {
        ::operator delete(memory);
    } else {
        ::munmap(memory, bytes);
    }
}

} // namespace luthier
