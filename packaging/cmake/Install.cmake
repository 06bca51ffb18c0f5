# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# What `cmake --install` puts where; packages are made of the same.
include(GNUInstallDirs)
install(TARGETS rookery rookery-cli COMPONENT client RUNTIME)
install(TARGETS rookeryd rookeryctl COMPONENT server RUNTIME)
install(FILES resources/desktop/rookery.desktop COMPONENT client DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
install(FILES resources/icons/rookery.svg COMPONENT client
        DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
install(FILES resources/config/rookeryd.conf COMPONENT server DESTINATION "${CMAKE_INSTALL_DOCDIR}/examples")
install(FILES LICENSE COMPONENT client DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES resources/icons/LICENSE COMPONENT client DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME LICENSE.icons)
