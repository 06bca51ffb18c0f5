# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0

foreach(name IN ITEMS datagram peer_heartbeat replay_window server_announcer server_finder server_finder_hostile
    session_watch)
  rookery_add_test(unit/common/presence/tst_${name}.cpp LINKS common_presence PkgConfig::SODIUM)
endforeach()
rookery_add_test(unit/server/tst_beacon_identity.cpp LINKS server_core common_presence)
