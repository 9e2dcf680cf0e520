// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/data/encoding.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::data {

/// The text of a file as strict UTF-8, through a window that moves over it: a file larger than the memory is
/// read like any other. Marks at the start (BOM) are dropped. No encoding is ever guessed from bytes that
/// merely look like it.
///
/// Errors  open(): NotFound, Io, EmptyFile; BadEncoding where the bytes are of something that is no text or
/// of
///         an encoding that must be chosen first; NulByte for other binary data.
///         more(): BadUtf8 and BadEncoding at "file:line:column", with the byte's offset; Interrupted.
class TextSource {
public:
    /// `encoding` as in the recipe: auto, utf-8, utf-16, latin-1. `job` is asked and told at each piece. The
    /// window then holds enough to tell a format by.
    static Expected<std::unique_ptr<TextSource>> open(const std::filesystem::path& file,
                                                      std::string_view encoding, const Job& job);
    ~TextSource();
    TextSource(const TextSource&) = delete;
    TextSource& operator=(const TextSource&) = delete;

    /// What was read and not consumed. Up to kPadding bytes behind it may be read too; they mean nothing.
    std::string_view window() const { return {m_buffer.data() + m_begin, m_end - m_begin}; }
    /// True once the window holds all the text that is left.
    bool atEnd() const { return m_atEnd; }
    /// Makes the window longer, at least by a character unless the end is reached. Views into it end.
    Expected<void> more();
    void consume(std::size_t bytes) { m_begin += bytes; }

    const std::filesystem::path& file() const { return m_file; }
    Encoding encoding() const { return m_encoding; } ///< found or chosen
    std::uint64_t bytes() const { return m_size; } ///< of the file
    std::string placeOf(std::int64_t line, std::int64_t column) const; ///< "file:line:column"

    static constexpr std::size_t kPadding = 64;

private:
    TextSource(std::filesystem::path file, int descriptor, std::uint64_t size, const Job& job);
    Expected<void> read(std::size_t bytes);
    Expected<void> decode();
    Expected<void> checkUtf8();
    Expected<void> decodeUtf16();
    void decodeLatin1();
    Error atByte(ErrorCode code, Text message, Text hint, std::uint64_t offset) const;
    char* room(std::size_t bytes);

    std::filesystem::path m_file;
    int m_descriptor{-1};
    std::uint64_t m_size{0};
    Job m_job;
    Encoding m_encoding{Encoding::Utf8};
    std::size_t m_markBytes{0}; ///< of the mark at the start
    std::uint64_t m_readBytes{0}; ///< of the file, so far
    std::string m_raw; ///< read and not decoded; its last byte is byte m_readBytes - 1
    bool m_atEnd{false};
    std::vector<char> m_buffer;
    std::size_t m_begin{0}, m_end{0}; ///< of the window in m_buffer
};

} // namespace luthier::data
