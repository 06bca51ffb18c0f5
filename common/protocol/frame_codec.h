// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Framing: a 4-byte big-endian length, then one serialised wire::Frame. encodeFrame() makes bytes that any number of
// connections can share; FrameReader takes a byte stream apart. Pure, no thread affinity.
#pragma once

#include "common/base/result.h"
#include "common/protocol/limits.h"
#include "common/protocol/rookery.pb.h"

#include <QtCore/QByteArray>

#include <optional>

namespace rookery {

/// The frame with its length in front, ready to be written.
QByteArray encodeFrame(const wire::Frame &frame);

/// The three kinds of frame, with exactly the fields each may have.
enum class FrameKind { Request, Reply, Push, Invalid };
FrameKind frameKind(const wire::Frame &frame);

/// "send_message" and the like: the name of the frame's body in the schema, for logs; "error" for an error reply.
const char *bodyName(const wire::Frame &frame);

/// Collects bytes and gives out whole frames. Invariants: never holds more than header + limit + what one append()
/// brought; a length over the limit is refused before any of the frame's bytes are kept; after an error it gives
/// out nothing more.
class FrameReader {
public:
    explicit FrameReader(qsizetype maxFrameBytes) : m_maxFrameBytes(maxFrameBytes) {}

    /// Takes effect from the next frame on, bytes.
    void setMaxFrameBytes(qsizetype bytes) { m_maxFrameBytes = bytes; }
    void append(QByteArrayView bytes);
    /// The next whole frame; nothing when more bytes are needed; TooLarge or Malformed when the stream is unusable.
    Result<std::optional<wire::Frame>> next();
    qsizetype bufferedBytes() const { return m_buffer.size() - m_position; }

private:
    QByteArray m_buffer;
    qsizetype m_position = 0;
    qsizetype m_maxFrameBytes;
    bool m_failed = false;
};

} // namespace rookery
