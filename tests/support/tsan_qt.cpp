// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What ThreadSanitizer cannot see in a Qt that is not instrumented: that a queued call happens after it was posted, and
// that what a thread did happened before somebody who waited for its end goes on. The linker leads our calls of a few
// functions of Qt through here (--wrap, tests/CMakeLists.txt), where each is told to ThreadSanitizer and passed on.
// Nothing is hidden: whatever is shared in any other way is still a race. QMutex tells by itself (qtsan_impl.h).
#include <QtCore/QObject>
#include <QtCore/QThread>
#include <QtCore/QThreadPool>
#include <QtCore/QWaitCondition>

#include <sanitizer/tsan_interface.h>

#include <functional>
#include <utility>

namespace {

using QtPrivate::QSlotObjectBase;

// For what has to be read before the order is known.
#define UNWATCHED __attribute__((no_sanitize("thread")))

/// A slot that, before it runs, sees everything that was done before `edge` was released.
class OrderedSlot final : public QSlotObjectBase {
public:
    /// An edge of nullptr is the slot itself.
    OrderedSlot(QSlotObjectBase *slot, const void *edge)
        : QSlotObjectBase(&OrderedSlot::handle), m_slot(slot), m_edge(edge ? edge : this)
    {}

private:
    UNWATCHED static void handle(int which, QSlotObjectBase *self, QObject *receiver, void **arguments, bool *isSame)
    {
        auto *ordered = static_cast<OrderedSlot *>(self);
        switch (which) {
        case Call:
            __tsan_acquire(const_cast<void *>(ordered->m_edge));
            ordered->m_slot->call(receiver, arguments);
            __tsan_release(ordered); // for a caller that waits, and for whoever destroys the slot
            break;
        case Compare:
            *isSame = ordered->m_slot->compare(arguments);
            break;
        case Destroy:
            __tsan_acquire(ordered);
            ordered->m_slot->destroyIfLastRef();
            delete ordered;
            break;
        default:
            break;
        }
    }

    QSlotObjectBase *const m_slot;
    const void *const m_edge;
};

/// Work of a pool: sees what was done before it was handed over, and its own is seen by whoever waits for the pool.
class OrderedWork final : public QRunnable {
public:
    OrderedWork(QThreadPool *pool, std::function<void()> work) : m_pool(pool), m_work(std::move(work))
    {
        __tsan_release(this);
    }

    UNWATCHED void run() override
    {
        __tsan_acquire(this);
        work();
    }

private:
    void work()
    {
        std::exchange(m_work, nullptr)();
        __tsan_release(m_pool);
    }

    QThreadPool *const m_pool;
    std::function<void()> m_work;
};

} // namespace

// NOLINTBEGIN: the linker chooses these names.
extern "C" {

#define WRAPPED(result, symbol, ...)                                                                                   \
    [[maybe_unused]] result __real_##symbol(__VA_ARGS__);                                                              \
    result __wrap_##symbol(__VA_ARGS__);                                                                               \
    result __wrap_##symbol(__VA_ARGS__)

// QMetaObject::invokeMethod() with a function: what the caller did is seen by the call.
WRAPPED(bool, _ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv,
        QObject *object, QSlotObjectBase *slot, Qt::ConnectionType type, void *result)
{
    auto *ordered = new OrderedSlot(slot, nullptr);
    const bool isWaiting = type == Qt::BlockingQueuedConnection;
    if (isWaiting)
        ordered->ref();
    __tsan_release(ordered);
    const bool isPosted =
        __real__ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv(
            object, ordered, type, result);
    if (isWaiting) {
        __tsan_acquire(ordered);
        ordered->destroyIfLastRef();
    }
    return isPosted;
}

// A signal: what the sender did before it is seen by each slot. (What the slot gets as arguments is copied by Qt
// afterwards: tests/support/tsan.supp.)
WRAPPED(void, _ZN11QMetaObject8activateEP7QObjectPKS_iPPv, QObject *sender, const QMetaObject *meta, int signal,
        void **arguments)
{
    __tsan_release(sender);
    __real__ZN11QMetaObject8activateEP7QObjectPKS_iPPv(sender, meta, signal, arguments);
}

WRAPPED(QMetaObject::Connection,
        _ZN7QObject11connectImplEPKS_PPvS1_S3_PN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPKiPK11QMetaObject,
        const QObject *sender, void **signal, const QObject *receiver, void **slot, QSlotObjectBase *slotObject,
        Qt::ConnectionType type, const int *types, const QMetaObject *meta)
{
    return __real__ZN7QObject11connectImplEPKS_PPvS1_S3_PN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPKiPK11QMetaObject(
        sender, signal, receiver, slot, new OrderedSlot(slotObject, sender), type, types, meta);
}

// A thread: what it did is seen by whoever waited for its end. (Its start is a pthread_create, which is known.)
WRAPPED(void, _ZN7QThread5startENS_8PriorityE, QThread *thread, QThread::Priority priority)
{
    QObject::connect(
        thread, &QThread::finished, thread, [thread] { __tsan_release(thread); }, Qt::DirectConnection);
    __real__ZN7QThread5startENS_8PriorityE(thread, priority);
}

WRAPPED(bool, _ZN7QThread4waitE14QDeadlineTimer, QThread *thread, QDeadlineTimer deadline)
{
    const bool isOver = __real__ZN7QThread4waitE14QDeadlineTimer(thread, deadline);
    if (isOver)
        __tsan_acquire(thread);
    return isOver;
}

// A condition: the mutex is free meanwhile. (Only QMutex::lock() and unlock() in the headers tell.)
WRAPPED(bool, _ZN14QWaitCondition4waitEP6QMutex14QDeadlineTimer, QWaitCondition *condition, QMutex *mutex,
        QDeadlineTimer deadline)
{
    __tsan_mutex_pre_unlock(mutex, 0);
    __tsan_mutex_post_unlock(mutex, 0);
    const bool isWoken = __real__ZN14QWaitCondition4waitEP6QMutex14QDeadlineTimer(condition, mutex, deadline);
    __tsan_mutex_pre_lock(mutex, 0);
    __tsan_mutex_post_lock(mutex, 0, 0);
    return isWoken;
}

// A pool.
WRAPPED(void, _ZN11QThreadPool5startESt8functionIFvvEEi, QThreadPool *pool, std::function<void()> work, int priority)
{
    pool->start(new OrderedWork(pool, std::move(work)), priority);
}

WRAPPED(bool, _ZN11QThreadPool11waitForDoneEi, QThreadPool *pool, int milliseconds)
{
    const bool isOver = __real__ZN11QThreadPool11waitForDoneEi(pool, milliseconds);
    if (isOver)
        __tsan_acquire(pool);
    return isOver;
}

} // extern "C"
// NOLINTEND
