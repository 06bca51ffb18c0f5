# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(common/presence
  SOURCES broadcaster.cpp broadcaster.h datagram.cpp datagram.h datagram_channel.h datagram_crypto.cpp
          datagram_crypto.h drop_counters.h fixed_bytes.h interface_watch.cpp interface_watch.h peer_heartbeat.cpp peer_heartbeat.h peer_table.cpp
          peer_table.h presence_limits.h replay_window.cpp replay_window.h server_announcer.cpp
          server_announcer.h server_finder.cpp server_finder.h session_watch.cpp session_watch.h wake_timer.h
  LINKS common_base Qt6::Network PRIVATE_LINKS PkgConfig::SODIUM)
