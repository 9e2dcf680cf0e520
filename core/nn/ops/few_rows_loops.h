// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of few_rows_*.cpp, written once. No guard and no includes on purpose: each of those files
// includes it inside its own namespace and its own instruction set, after it has said what `Road` is. What
// stands here is compiled for that set alone. Road offers:
//
//     V                          a vector of kLanes float32, with the compiler's arithmetic
//     kTile                      rows of x whose sums stay in registers, a power of two
//     load(pointer), all(number), sum(V), sums(V[4], pointer)
//     bf16(pointer), int8(pointer)       kLanes numbers as float32
//     half(pointer)              one float16, subnormal ones too
//     halves<bytes>(from, blocks, to)    one at the start of each so many bytes
//     Levels, levels(d, m)       d i + m for i = 0 … 15
//     aroundZero(d)              d (i − 8) likewise
//     nibbles(levels, pointer, V low[16 / kLanes], V high[16 / kLanes])
//     pairs(from, blocks, to)    d and m of Q4_1 blocks as float32

using V = Road::V;
constexpr std::int64_t kVectors = kBlock / Road::kLanes; // of a block
constexpr std::int64_t kScaled
    = 128; // blocks whose scales are made ready at once: they stay in the first cache
constexpr std::int64_t kLine = 64; // bytes of the cache
constexpr std::int64_t kAhead = 4096; // bytes from what is used to what is fetched; 2048 was 10 % slower

/// Numbers that need no scale of their own block. `read(pointer)` makes kLanes of them.
template <StoredAs form, V (*read)(const std::uint8_t*)>
struct Plain {
    static constexpr auto kForm = form;
    static constexpr std::int64_t kScales = 0;
    LUTHIER_INLINE static void scales(const std::uint8_t*, std::int64_t, float*) { }
    LUTHIER_INLINE static void weights(const std::uint8_t* from, const float*, V* w)
    {
        LUTHIER_UNROLL
        for (std::int64_t k = 0; k < kVectors; ++k) {
            w[k] = read(from + k * blockBytes(form) / kVectors);
        }
    }
};
using OfFloat32 = Plain<StoredAs::Float32, &Road::load>;
using OfBfloat16 = Plain<StoredAs::Bfloat16, &Road::bf16>;
using OfInt8 = Plain<StoredAs::Int8, &Road::int8>; // the row's scale is applied to the sum

template <StoredAs form>
struct OneScale {
    static constexpr auto kForm = form;
    static constexpr std::int64_t kScales = 1;
    LUTHIER_INLINE static void scales(const std::uint8_t* from, std::int64_t blocks, float* to)
    {
        Road::template halves<blockBytes(form)>(from, blocks, to);
    }
};

struct OfQ80 : OneScale<StoredAs::Q8_0> {
    LUTHIER_INLINE static void weights(const std::uint8_t* from, const float* d, V* w)
    {
        LUTHIER_UNROLL
        for (std::int64_t k = 0; k < kVectors; ++k) {
            w[k] = Road::int8(from + 2 + k * Road::kLanes) * Road::all(*d);
        }
    }
};

struct OfQ40 : OneScale<StoredAs::Q4_0> {
    LUTHIER_INLINE static void weights(const std::uint8_t* from, const float* d, V* w)
    {
        Road::nibbles(Road::aroundZero(*d), from + 2, w, w + kVectors / 2);
    }
};

struct OfQ41 {
    static constexpr auto kForm = StoredAs::Q4_1;
    static constexpr std::int64_t kScales = 2;
    LUTHIER_INLINE static void scales(const std::uint8_t* from, std::int64_t blocks, float* to)
    {
        Road::pairs(from, blocks, to);
    }
    LUTHIER_INLINE static void weights(const std::uint8_t* from, const float* dm, V* w)
    {
        Road::nibbles(Road::levels(dm[0], dm[1]), from + 4, w, w + kVectors / 2);
    }
};

/// Row n of W times T rows of x from t on. Rows are read one behind the other, which the processor foresees.
/// Several sums each, so that one addition need not wait for the other. What is left to do with the results:
/// the sum over their lanes.
template <class Form, std::int64_t T>
LUTHIER_INLINE void multiplyTile(const FewRows& a, std::int64_t n, std::int64_t t, V (&result)[T])
{
    constexpr auto kBytes = blockBytes(Form::kForm);
    constexpr std::int64_t kTogether = T == 1 ? 2 : 1; // blocks
    const std::int64_t blocks = a.columns / kBlock;
    const float* const x = a.x + t * a.xStride;
    V sums[kTogether][T][2] = {};
    float scales[(kScaled + 1) * Form::kScales + 1];
    const auto addBlock = [&](const std::uint8_t* from, const float* scale, const float* at,
                              std::int64_t apart, V(&into)[T][2]) __attribute__((always_inline))
    {
        V w[kVectors] = {};
        Form::weights(from, scale, w);
        LUTHIER_UNROLL
        for (std::int64_t i = 0; i < T; ++i) {
            LUTHIER_UNROLL
            for (std::int64_t k = 0; k < kVectors; ++k) {
                into[i][k % 2] += w[k]
                    * Road::load(reinterpret_cast<const std::uint8_t*>(at + i * apart + k * Road::kLanes));
            }
        }
    };
    for (std::int64_t first = 0; first < blocks; first += kScaled) {
        const std::int64_t count = blocks - first < kScaled ? blocks - first : kScaled;
        const std::uint8_t* from = a.weights + n * a.rowBytes + first * kBytes;
        Form::scales(from, count, scales);
        const float* at = x + first * kBlock;
        const float* scale = scales;
        std::int64_t b = 0;
        for (; b + kTogether <= count; b += kTogether) {
            LUTHIER_UNROLL
            for (std::int64_t line = 0; line < kTogether * kBytes; line += kLine) {
                __builtin_prefetch(from + kAhead + line, 0, 2); // to the second cache
            }
            LUTHIER_UNROLL
            for (std::int64_t k = 0; k < kTogether; ++k) {
                addBlock(from + k * kBytes, scale + k * Form::kScales, at + k * kBlock, a.xStride, sums[k]);
            }
            from += kTogether * kBytes;
            at += kTogether * kBlock;
            scale += kTogether * Form::kScales;
        }
        if (b < count) addBlock(from, scale, at, a.xStride, sums[0]);
    }
    const std::int64_t rest = a.columns - blocks * kBlock; // only of forms without blocks
    if (rest > 0) {
        std::uint8_t part[kBytes] = {};
        float of[T][kBlock] = {};
        for (std::int64_t i = 0; i < T; ++i) {
            __builtin_memcpy(of[i], x + i * a.xStride + blocks * kBlock,
                             static_cast<std::size_t>(rest) * sizeof(float));
        }
        __builtin_memcpy(part, a.weights + n * a.rowBytes + blocks * kBytes,
                         static_cast<std::size_t>(rest * kBytes / kBlock));
        addBlock(part, scales, of[0], kBlock, sums[0]);
    }
    LUTHIER_UNROLL
    for (std::int64_t i = 0; i < T; ++i) {
        result[i] = sums[0][i][0] + sums[0][i][1];
        if constexpr (kTogether == 2) result[i] += sums[1][i][0] + sums[1][i][1];
    }
}

template <class Form>
LUTHIER_INLINE float scaleOf(const FewRows& a, std::int64_t n)
{
    return Form::kForm == StoredAs::Int8 ? a.scales[n] : 1;
}

/// All rows of x, in tiles of T, then of half of that, and so on.
template <class Form, std::int64_t T>
LUTHIER_INLINE void multiplyRows(const FewRows& a, std::int64_t n, std::int64_t t)
{
    for (; t + T <= a.count; t += T) {
        V sums[T];
        multiplyTile<Form, T>(a, n, t, sums);
        LUTHIER_UNROLL
        for (std::int64_t i = 0; i < T; ++i) {
            a.y[(t + i) * a.yStride + n] = scaleOf<Form>(a, n) * Road::sum(sums[i]);
        }
    }
    if constexpr (T > 1) multiplyRows<Form, T / 2>(a, n, t);
}

template <class Form>
void multiplyForm(const FewRows& a, std::int64_t begin, std::int64_t end)
{
    std::int64_t n = begin;
    for (; a.count == 1 && n + 4 <= end; n += 4) { // lanes of four rows are summed together
        V sums[4];
        LUTHIER_UNROLL
        for (std::int64_t r = 0; r < 4; ++r) {
            V sum[1];
            multiplyTile<Form, 1>(a, n + r, 0, sum);
            sums[r] = sum[0];
        }
        Road::sums(sums, a.y + n);
        for (std::int64_t r = 0; Form::kForm == StoredAs::Int8 && r < 4; ++r) {
            a.y[n + r] *= a.scales[n + r];
        }
    }
    for (; n < end; ++n) {
        multiplyRows<Form, Road::kTile>(a, n, 0);
    }
}

template <class Form>
void expandForm(const FewRows& a, std::int64_t begin, std::int64_t end)
{
    constexpr auto kBytes = blockBytes(Form::kForm);
    const std::int64_t blocks = a.columns / kBlock;
    const std::int64_t rest = a.columns - blocks * kBlock;
    for (std::int64_t n = begin; n < end; ++n) {
        const std::uint8_t* const row = a.weights + n * a.rowBytes;
        float* const to = a.y + n * a.yStride;
        const V scale = Road::all(scaleOf<Form>(a, n));
        V w[kVectors] = {};
        float own[2] = {};
        for (std::int64_t b = 0; b < blocks; ++b) {
            Form::scales(row + b * kBytes, 1, own);
            Form::weights(row + b * kBytes, own, w);
            for (std::int64_t k = 0; k < kVectors; ++k) {
                w[k] *= scale;
            }
            __builtin_memcpy(to + b * kBlock, w, sizeof(w));
        }
        if (rest == 0) continue;
        std::uint8_t part[kBytes];
        __builtin_memset(part, 0, sizeof(part));
        __builtin_memcpy(part, row + blocks * kBytes, static_cast<std::size_t>(rest * kBytes / kBlock));
        Form::weights(part, own, w);
        for (std::int64_t k = 0; k < kVectors; ++k) {
            w[k] *= scale;
        }
        __builtin_memcpy(to + blocks * kBlock, w, static_cast<std::size_t>(rest) * sizeof(float));
    }
}

void multiply(StoredAs form, const FewRows& a, std::int64_t begin, std::int64_t end)
{
    switch (form) {
    case StoredAs::Float32:
        return multiplyForm<OfFloat32>(a, begin, end);
    case StoredAs::Bfloat16:
        return multiplyForm<OfBfloat16>(a, begin, end);
    case StoredAs::Int8:
        return multiplyForm<OfInt8>(a, begin, end);
    case StoredAs::Q4_0:
        return multiplyForm<OfQ40>(a, begin, end);
    case StoredAs::Q4_1:
        return multiplyForm<OfQ41>(a, begin, end);
    case StoredAs::Q8_0:
        return multiplyForm<OfQ80>(a, begin, end);
    }
}

void expand(StoredAs form, const FewRows& a, std::int64_t begin, std::int64_t end)
{
    switch (form) {
    case StoredAs::Float32:
        return expandForm<OfFloat32>(a, begin, end);
    case StoredAs::Bfloat16:
        return expandForm<OfBfloat16>(a, begin, end);
    case StoredAs::Int8:
        return expandForm<OfInt8>(a, begin, end);
    case StoredAs::Q4_0:
        return expandForm<OfQ40>(a, begin, end);
    case StoredAs::Q4_1:
        return expandForm<OfQ41>(a, begin, end);
    case StoredAs::Q8_0:
        return expandForm<OfQ80>(a, begin, end);
    }
}
