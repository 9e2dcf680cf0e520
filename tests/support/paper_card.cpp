// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paper_card.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/EmptyTensor.h>
#include <ATen/detail/MTIAHooksInterface.h>
#include <ATen/native/CPUFallback.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/view_native.h>
#include <c10/core/Allocator.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <sys/mman.h>

namespace luthier::test {
namespace {

std::atomic<std::int64_t> held{0};
std::atomic<std::int64_t> peak{0};
std::atomic<std::int64_t> asked{0};

constexpr std::size_t kBytes = std::size_t{4}
    << 30U; // of addresses; memory is taken where something is written

std::byte* addresses(int protection)
{
    void* const place
        = ::mmap(nullptr, kBytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED) throw std::bad_alloc{};
    return static_cast<std::byte*>(place);
}

/// Gives out addresses that nobody may touch; the numbers lie at others, as far from their beginning.
class Memory final : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) override
    {
        const auto size = std::bit_ceil(std::max<std::size_t>(bytes, 64));
        const std::scoped_lock lock{m_mutex};
        auto& same = m_free[size];
        if (same.empty()) {
            if (m_used + size > kBytes) throw std::bad_alloc{};
            same.push_back(m_closed + m_used);
            m_used += size;
        }
        std::byte* const place = same.back();
        same.pop_back();
        m_sizes[place] = {size, bytes};
        held += static_cast<std::int64_t>(bytes);
        peak = std::max<std::int64_t>(peak, held);
        return {place, place, &Memory::give, PaperCard::device()};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &Memory::give; }
    void copy_data(void* /*to*/, const void* /*from*/, std::size_t /*bytes*/) const override
    {
        throw std::logic_error{"nobody copies so"};
    }

    void* open(void* place) const { return m_open + (static_cast<std::byte*>(place) - m_closed); }

private:
    static void give(void* place);

    std::byte* m_closed{addresses(PROT_NONE)};
    std::byte* m_open{addresses(PROT_READ | PROT_WRITE)};
    std::mutex m_mutex;
    std::size_t m_used{0};
    std::map<std::size_t, std::vector<std::byte*>> m_free; ///< by size
    std::map<void*, std::pair<std::size_t, std::size_t>> m_sizes; ///< whole, and of the numbers
};

Memory& memory()
{
    static auto* const one = new Memory; // tensors may live until the very end
    return *one;
}

void Memory::give(void* place)
{
    auto& one = memory();
    const std::scoped_lock lock{one.m_mutex};
    const auto found = one.m_sizes.find(place);
    held -= static_cast<std::int64_t>(found->second.second);
    one.m_free[found->second.first].push_back(static_cast<std::byte*>(place));
    one.m_sizes.erase(found);
}

/// A tensor of the card, or another one, as one that the processor may touch.
at::Tensor opened(const at::Tensor& x)
{
    if (x.device() != PaperCard::device()) return x;
    return at::from_blob(memory().open(x.mutable_data_ptr()), x.sizes(), x.strides(),
                         x.options().device(at::kCPU).requires_grad(false));
}

at::Tensor emptyOf(at::IntArrayRef sizes, std::optional<at::ScalarType> type,
                   std::optional<at::Layout> /*layout*/, std::optional<at::Device> /*device*/,
                   std::optional<bool> /*pinned*/, std::optional<at::MemoryFormat> format)
{
    return at::detail::empty_generic(sizes, &memory(), c10::DispatchKeySet{c10::DispatchKey::MTIA},
                                     type.value_or(at::kFloat), format);
}

at::Tensor emptyStrided(at::IntArrayRef sizes, at::IntArrayRef strides, std::optional<at::ScalarType> type,
                        std::optional<at::Layout> /*layout*/, std::optional<at::Device> /*device*/,
                        std::optional<bool> /*pinned*/)
{
    return at::detail::empty_strided_generic(
        sizes, strides, &memory(), c10::DispatchKeySet{c10::DispatchKey::MTIA}, type.value_or(at::kFloat));
}

at::Tensor copyFrom(const at::Tensor& from, const at::Tensor& to, bool /*nonBlocking*/)
{
    if (from.numel() == 0) return to;
    opened(to).copy_(opened(from));
    return to;
}

at::Tensor copyFromAndResize(const at::Tensor& from, const at::Tensor& to)
{
    if (from.sizes() != to.sizes()) {
        const auto fresh = emptyOf(from.sizes(), to.scalar_type(), {}, {}, {}, {});
        to.unsafeGetTensorImpl()->set_storage_keep_dtype(fresh.storage());
        to.unsafeGetTensorImpl()->set_sizes_contiguous(from.sizes());
    }
    return copyFrom(from, to, false);
}

at::Scalar oneNumber(const at::Tensor& x)
{
    ++asked;
    return x.cpu().item();
}

/// That there is one, and that work on it never lags behind.
class Hooks final : public at::MTIAHooksInterface {
public:
    void init() const override { }
    bool hasMTIA() const override { return true; }
    bool isBuilt() const override { return true; }
    bool isAvailable() const override { return true; }
    bool hasPrimaryContext(c10::DeviceIndex /*index*/) const override { return true; }
    c10::DeviceIndex deviceCount() const override { return 1; }
    const at::Generator& getDefaultGenerator(c10::DeviceIndex /*index*/) const override
    {
        static const auto generator = at::make_generator<at::CPUGeneratorImpl>();
        return generator;
    }
};

/// One device, one stream, on which everything is done at once.
struct Guard final : c10::impl::NoOpDeviceGuardImpl<c10::DeviceType::MTIA> {
    c10::Device exchangeDevice(c10::Device /*device*/) const override { return PaperCard::device(); }
    c10::Device getDevice() const override { return PaperCard::device(); }
    c10::Stream getStream(c10::Device device) const noexcept override
    {
        return c10::Stream{c10::Stream::DEFAULT, device};
    }
    c10::Stream exchangeStream(c10::Stream stream) const noexcept override { return stream; }
    void record(void** /*event*/, const c10::Stream& /*stream*/, c10::DeviceIndex /*index*/,
                c10::EventFlag /*flag*/) const override
    {
    }
    void block(void* /*event*/, const c10::Stream& /*stream*/) const override { }
    bool queryEvent(void* /*event*/) const override { return true; }
};

void onProcessor(const c10::OperatorHandle& op, torch::jit::Stack* stack)
{
    at::native::cpu_fallback(op, stack);
}

} // namespace

std::int64_t PaperCard::heldBytes()
{
    return held;
}

std::int64_t PaperCard::peakBytes()
{
    return peak;
}

void PaperCard::resetPeak()
{
    peak = held.load();
}

std::int64_t PaperCard::questions()
{
    return asked;
}

} // namespace luthier::test

// NOLINTBEGIN: LibTorch's macros
namespace at {

using MTIAHooks = luthier::test::Hooks; // the name is the key
REGISTER_MTIA_HOOKS(MTIAHooks);

} // namespace at

namespace {

C10_REGISTER_GUARD_IMPL(MTIA, luthier::test::Guard);

TORCH_LIBRARY_IMPL(aten, MTIA, m)
{
    m.impl("empty.memory_format", &luthier::test::emptyOf);
    m.impl("empty_strided", &luthier::test::emptyStrided);
    m.impl("_copy_from", &luthier::test::copyFrom);
    m.impl("_copy_from_and_resize", &luthier::test::copyFromAndResize);
    m.impl("_local_scalar_dense", &luthier::test::oneNumber);
    m.impl("as_strided", &at::native::as_strided_tensorimpl);
    m.impl("view", &at::native::view);
    m.impl("_reshape_alias", &at::native::_reshape_alias);
}

TORCH_LIBRARY_IMPL(_, MTIA, m)
{
    m.fallback(torch::CppFunction::makeFromBoxedFunction<&luthier::test::onProcessor>());
}

} // namespace
// NOLINTEND
