// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// FrameReader over any bytes in slices of any size: bounded memory, nothing after an error, and what it gives out
// is the same after encoding it again. Input: limit (2 bytes), then slices, each with its length in front (1 byte).
#include "common/protocol/frame_codec.h"
#include "tests/fuzz/fuzz.h"

namespace rookery::fuzz {

namespace {

void checkRoundTrip(const wire::Frame &frame)
{
    REQUIRE(frameKind(frame) != FrameKind::Invalid);
    REQUIRE(bodyName(frame) != nullptr);
    const QByteArray encoded = encodeFrame(frame);
    FrameReader reader(encoded.size());
    reader.append(encoded);
    const Result<std::optional<wire::Frame>> again = reader.next();
    REQUIRE(again.isOk() && again->has_value());
    REQUIRE(encodeFrame(**again) == encoded);
    REQUIRE(reader.bufferedBytes() == 0);
    REQUIRE(frameKind(**again) == frameKind(frame));
}

} // namespace

void runOne(QByteArrayView bytes)
{
    Input input(bytes);
    const qsizetype limit = input.number();
    FrameReader reader(limit);
    bool hasFailed = false;
    qsizetype given = 0;
    while (!input.isEmpty()) {
        const QByteArrayView slice = input.take(input.byte());
        reader.append(slice);
        given += slice.size();
        for (;;) {
            const Result<std::optional<wire::Frame>> next = reader.next();
            if (!next) {
                const ErrorCode code = next.error().code;
                REQUIRE(code == ErrorCode::TooLarge || code == ErrorCode::Malformed);
                hasFailed = true;
                break;
            }
            REQUIRE(!hasFailed);
            if (!next->has_value())
                break;
            checkRoundTrip(**next);
        }
        REQUIRE(reader.bufferedBytes() <= given);
        // Whole frames have been taken out: at most a part of one is left.
        REQUIRE(hasFailed || reader.bufferedBytes() < limits::frameHeaderBytes + limit + 1);
        if (hasFailed) {
            const qsizetype before = reader.bufferedBytes();
            reader.append("more");
            REQUIRE(reader.bufferedBytes() <= before);
        }
    }
}

} // namespace rookery::fuzz
