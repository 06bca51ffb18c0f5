// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/event_codec.h"

#include <google/protobuf/io/coded_stream.h>

namespace rookery::server {

namespace {

// protobuf.dev/programming-guides/encoding: tag = field number << 3 | wire type, 2 = length-delimited.
constexpr int wireTypeBits = 3;
constexpr quint32 lengthDelimited = 2;

} // namespace

StoredBody storedBody(const wire::Event &bodyOnly)
{
    const std::string encoded = bodyOnly.SerializeAsString();
    google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t *>(encoded.data()),
                                                 int(encoded.size()));
    const quint32 tag = input.ReadTag();
    uint32_t length = 0;
    if (!input.ReadVarint32(&length))
        return {};
    return {int(tag >> wireTypeBits), QByteArray(encoded.data() + input.CurrentPosition(), qsizetype(length))};
}

bool setBody(wire::Event &event, int kind, const QByteArray &bytes)
{
    constexpr int varintsBytesMax = 10; // Two numbers of 32 bits.
    std::string encoded(varintsBytesMax, '\0');
    auto *begin = reinterpret_cast<uint8_t *>(encoded.data());
    using google::protobuf::io::CodedOutputStream;
    uint8_t *end = CodedOutputStream::WriteVarint32ToArray(quint32(kind) << wireTypeBits | lengthDelimited, begin);
    end = CodedOutputStream::WriteVarint32ToArray(quint32(bytes.size()), end);
    encoded.resize(size_t(end - begin));
    encoded.append(bytes.constData(), size_t(bytes.size()));
    return event.MergeFromString(encoded);
}

} // namespace rookery::server
