// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/protocol/frame_codec.h"

#include <QtCore/QtEndian>

#include <google/protobuf/stubs/logging.h>

namespace rookery {

namespace {

// protobuf writes to stderr, past our log and its limits, about texts from strangers that are not UTF-8. It refuses
// such a frame, and that is reported as Malformed.
[[maybe_unused]] const bool isProtobufSilent = (google::protobuf::SetLogHandler(nullptr), true);

} // namespace

QByteArray encodeFrame(const wire::Frame &frame)
{
    const qsizetype size = qsizetype(frame.ByteSizeLong());
    QByteArray bytes(limits::frameHeaderBytes + size, Qt::Uninitialized);
    qToBigEndian<quint32>(quint32(size), bytes.data());
    frame.SerializeWithCachedSizesToArray(reinterpret_cast<quint8 *>(bytes.data()) + limits::frameHeaderBytes);
    return bytes;
}

FrameKind frameKind(const wire::Frame &frame)
{
    const bool hasBody = frame.body_case() != wire::Frame::BODY_NOT_SET;
    if (frame.id() != 0)
        return frame.re() == 0 && !frame.has_error() ? FrameKind::Request : FrameKind::Invalid;
    if (frame.re() != 0)
        return frame.has_error() && hasBody ? FrameKind::Invalid : FrameKind::Reply;
    return frame.has_error() ? FrameKind::Invalid : FrameKind::Push;
}

/// Null where it is no request.
static const char *requestName(wire::Frame::BodyCase body)
{
    switch (body) {
    case wire::Frame::kHello:
        return "hello";
    case wire::Frame::kCreateAccount:
        return "create_account";
    case wire::Frame::kSignIn:
        return "sign_in";
    case wire::Frame::kResume:
        return "resume";
    case wire::Frame::kSignOut:
        return "sign_out";
    case wire::Frame::kPing:
        return "ping";
    case wire::Frame::kGetRoster:
        return "get_roster";
    case wire::Frame::kSetPresence:
        return "set_presence";
    case wire::Frame::kSync:
        return "sync";
    case wire::Frame::kOpenDirect:
        return "open_direct";
    case wire::Frame::kCreateGroup:
        return "create_group";
    case wire::Frame::kAddMembers:
        return "add_members";
    case wire::Frame::kLeaveGroup:
        return "leave_group";
    case wire::Frame::kSendMessage:
        return "send_message";
    case wire::Frame::kGetHistory:
        return "get_history";
    case wire::Frame::kSetCursor:
        return "set_cursor";
    case wire::Frame::kSetTyping:
        return "set_typing";
    case wire::Frame::kEditMessage:
        return "edit_message";
    case wire::Frame::kRecallMessage:
        return "recall_message";
    case wire::Frame::kSetMemberRole:
        return "set_member_role";
    case wire::Frame::kRemoveMember:
        return "remove_member";
    default:
        return nullptr;
    }
}

const char *bodyName(const wire::Frame &frame)
{
    if (const char *name = requestName(frame.body_case()))
        return name;
    switch (frame.body_case()) {
    case wire::Frame::kOk:
        return "ok";
    case wire::Frame::kWelcome:
        return "welcome";
    case wire::Frame::kSignedIn:
        return "signed_in";
    case wire::Frame::kPong:
        return "pong";
    case wire::Frame::kRoster:
        return "roster";
    case wire::Frame::kSyncReply:
        return "sync_reply";
    case wire::Frame::kConversation:
        return "conversation";
    case wire::Frame::kSent:
        return "sent";
    case wire::Frame::kHistory:
        return "history";
    case wire::Frame::kEvents:
        return "events";
    case wire::Frame::kPresenceDelta:
        return "presence_delta";
    case wire::Frame::kTyping:
        return "typing";
    case wire::Frame::kCursors:
        return "cursors";
    case wire::Frame::kConversationChanged:
        return "conversation_changed";
    case wire::Frame::kUsersChanged:
        return "users_changed";
    case wire::Frame::kGoodbye:
        return "goodbye";
    default:
        break;
    }
    return frame.has_error() ? "error" : "unknown";
}

void FrameReader::append(QByteArrayView bytes)
{
    if (m_failed)
        return;
    if (m_position == m_buffer.size()) {
        m_buffer.clear();
        m_position = 0;
    } else if (m_position > m_maxFrameBytes) {
        m_buffer.remove(0, m_position);
        m_position = 0;
    }
    m_buffer.append(bytes);
}

Result<std::optional<wire::Frame>> FrameReader::next()
{
    if (m_failed)
        return ErrorCode::Malformed;
    const qsizetype available = bufferedBytes();
    if (available < limits::frameHeaderBytes)
        return std::optional<wire::Frame>();
    const char *start = m_buffer.constData() + m_position;
    const qsizetype size = qsizetype(qFromBigEndian<quint32>(start));
    if (size > m_maxFrameBytes) {
        m_failed = true;
        m_buffer.clear();
        m_position = 0;
        Error error(ErrorCode::TooLarge);
        error.limit = m_maxFrameBytes;
        error.actual = size;
        return error;
    }
    if (available < limits::frameHeaderBytes + size)
        return std::optional<wire::Frame>();
    wire::Frame frame;
    if (!frame.ParseFromArray(start + limits::frameHeaderBytes, int(size)) || frameKind(frame) == FrameKind::Invalid) {
        m_failed = true;
        return ErrorCode::Malformed;
    }
    m_position += limits::frameHeaderBytes + size;
    return std::optional(std::move(frame));
}

} // namespace rookery
