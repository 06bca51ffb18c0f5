# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_test(unit/common/tst_frame_codec.cpp LINKS common_protocol)
rookery_add_test(unit/common/tst_names.cpp LINKS common_protocol)
rookery_add_test(unit/common/tst_text.cpp LINKS common_protocol)
rookery_add_test(unit/common/tst_net.cpp LINKS common_net)
rookery_add_test(unit/common/tst_framed_stream.cpp LINKS common_net)
rookery_add_test(unit/common/tst_option_table.cpp LINKS common_config common_protocol)
