// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Roles shared by the lists of the left column, so that one delegate paints conversations, people and what a search
// finds. Values are plain; no thread affinity.
#pragma once

#include <QtCore/Qt>

namespace rookery::client {

enum class RowKind { Conversation, Person, Heading };

/// What stands before the preview of a conversation.
enum class PreviewKind {
    None,  ///< Nothing said yet.
    Other, ///< Somebody else's message.
    Own,   ///< One's own; StateRole holds its MessageState.
    Draft, ///< Not sent yet.
};

enum RowRole {
    TitleRole = Qt::DisplayRole,             ///< QString
    AccessibleRole = Qt::AccessibleTextRole, ///< QString: the row in one sentence
    KindRole = Qt::UserRole + 1,             ///< int: RowKind
    IdRole,                                  ///< qulonglong: conversation or user
    AvatarIdRole,                            ///< qulonglong: chooses the colour
    IsGroupRole,                             ///< bool
    PresenceRole,                            ///< int: wire::PresenceState, or -1 for none
    SecondLineRole,                          ///< QString: preview, or a person's status
    PreviewKindRole,                         ///< int: PreviewKind
    StateRole,                               ///< int: MessageState of one's own last message
    TimeRole,                                ///< QString
    UnreadRole,                              ///< int
    IsOnlineRole,                            ///< bool
};

} // namespace rookery::client
