// SPDX-License-Identifier: GPL-3.0-or-later
// What is thrown comes out as an error that a person can use.
#include "core/train/guard.h"

#include <new>
#include <stdexcept>

#include <QTest>

#include <c10/util/Exception.h>

using namespace luthier;

template <class F>
static Error errorFrom(F thrower)
{
    const auto outcome = train::guarded([&]() -> Expected<int> {
        thrower();
        return 1;
    });
    if (outcome) qFatal("nothing was thrown");
    return outcome.error();
}

class TestGuard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatReturnsIsNotTouched();
    void memoryThatRunsOutIsSaidPlainly();
    void othersAreFaultsOfOurs();
};

void TestGuard::whatReturnsIsNotTouched()
{
    const auto outcome = train::guarded([]() -> Expected<int> { return 7; });
    QVERIFY(outcome);
    QCOMPARE(*outcome, 7);
}

void TestGuard::memoryThatRunsOutIsSaidPlainly()
{
    const auto standard = errorFrom([] { throw std::bad_alloc{}; });
    QCOMPARE(standard.code, ErrorCode::OutOfMemory);
    QCOMPARE(standard.message.english(), std::string{"there is not enough memory"});
    QVERIFY(!standard.hint.empty());
    const auto allocator = errorFrom([] {
        TORCH_CHECK(
            false,
            "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: "
            "you tried to allocate 5242880 bytes. Error code 12 (Cannot allocate memory)");
    });
    QCOMPARE(allocator.code, ErrorCode::OutOfMemory);
    QCOMPARE(allocator.message.english(),
             std::string{"there is not enough memory: 5 MiB more could not be had"});
    for (const auto* words : {"CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                              "cuDNN error: CUDNN_STATUS_ALLOC_FAILED", "CUDA error: out of memory"}) {
        QCOMPARE(errorFrom([&] { throw std::runtime_error{words}; }).code, ErrorCode::OutOfMemory);
    }
    const auto oneDnn = errorFrom([] { throw std::runtime_error{"could not create a primitive"}; });
    QCOMPARE(oneDnn.code, ErrorCode::OutOfMemory);
}

void TestGuard::othersAreFaultsOfOurs()
{
    const auto torch = errorFrom([] { TORCH_CHECK(false, "sizes do not fit"); });
    QCOMPARE(torch.code, ErrorCode::Internal);
    QVERIFY(torch.message.english().find("sizes do not fit") != std::string::npos);
    QCOMPARE(errorFrom([] { throw std::runtime_error{"odd"}; }).code, ErrorCode::Internal);
    QCOMPARE(errorFrom([] { throw 5; }).code, ErrorCode::Internal); // NOLINT: of a library, anything can come
}

QTEST_GUILESS_MAIN(TestGuard)
#include "tst_guard.moc"
