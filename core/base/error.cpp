// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/expected.h"

namespace luthier {
namespace {

constexpr int kOurFault = 1;
constexpr int kUsage = 2;
constexpr int kFile = 3;
constexpr int kMachine = 4;
constexpr int kInterrupted = 5;

struct Row {
    std::string_view name;
    int exit;
};

/// A switch, so that a code without a row does not compile (-Wswitch).
constexpr Row rowOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidInput:
        return {"invalid_input", kUsage};
    case ErrorCode::UnknownField:
        return {"unknown_field", kUsage};
    case ErrorCode::Busy:
        return {"busy", kUsage};
    case ErrorCode::NotFound:
        return {"not_found", kFile};
    case ErrorCode::Unsupported:
        return {"unsupported", kFile};
    case ErrorCode::Truncated:
        return {"truncated", kFile};
    case ErrorCode::Limit:
        return {"limit", kFile};
    case ErrorCode::BadMagic:
        return {"bad_magic", kFile};
    case ErrorCode::BadVersion:
        return {"bad_version", kFile};
    case ErrorCode::BadUtf8:
        return {"bad_utf8", kFile};
    case ErrorCode::BadEncoding:
        return {"bad_encoding", kFile};
    case ErrorCode::BadJson:
        return {"bad_json", kFile};
    case ErrorCode::BadYaml:
        return {"bad_yaml", kUsage};
    case ErrorCode::DuplicateKey:
        return {"duplicate_key", kFile};
    case ErrorCode::MissingField:
        return {"missing_field", kFile};
    case ErrorCode::WrongType:
        return {"wrong_type", kFile};
    case ErrorCode::BadType:
        return {"bad_type", kFile};
    case ErrorCode::BadNumber:
        return {"bad_number", kFile};
    case ErrorCode::BadValue:
        return {"bad_value", kFile};
    case ErrorCode::BadName:
        return {"bad_name", kFile};
    case ErrorCode::BadDtype:
        return {"bad_dtype", kFile};
    case ErrorCode::BadShape:
        return {"bad_shape", kFile};
    case ErrorCode::BadOffset:
        return {"bad_offset", kFile};
    case ErrorCode::Overlap:
        return {"overlap", kFile};
    case ErrorCode::Hole:
        return {"hole", kFile};
    case ErrorCode::Inconsistent:
        return {"inconsistent", kFile};
    case ErrorCode::Overflow:
        return {"overflow", kFile};
    case ErrorCode::TrailingBytes:
        return {"trailing_bytes", kFile};
    case ErrorCode::TooDeep:
        return {"too_deep", kFile};
    case ErrorCode::BadRegex:
        return {"bad_regex", kFile};
    case ErrorCode::MissingFile:
        return {"missing_file", kFile};
    case ErrorCode::MissingTensor:
        return {"missing_tensor", kFile};
    case ErrorCode::UnterminatedQuote:
        return {"unterminated_quote", kFile};
    case ErrorCode::BadQuote:
        return {"bad_quote", kFile};
    case ErrorCode::RaggedRow:
        return {"ragged_row", kFile};
    case ErrorCode::NulByte:
        return {"nul_byte", kFile};
    case ErrorCode::EmptyFile:
        return {"empty_file", kFile};
    case ErrorCode::NotUsable:
        return {"not_usable", kFile};
    case ErrorCode::TemplateError:
        return {"template_error", kFile};
    case ErrorCode::OutOfMemory:
        return {"out_of_memory", kMachine};
    case ErrorCode::DiskFull:
        return {"disk_full", kMachine};
    case ErrorCode::Io:
        return {"io", kMachine};
    case ErrorCode::Interrupted:
        return {"interrupted", kInterrupted};
    case ErrorCode::Internal:
        return {"internal", kOurFault};
    }
    return {"internal", kOurFault};
}

} // namespace

std::string_view errorName(ErrorCode code)
{
    return rowOf(code).name;
}

int exitCode(ErrorCode code)
{
    return rowOf(code).exit;
}

} // namespace luthier
