// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/who_task.h"

#include <algorithm>

namespace rookery::cli {

using namespace client;

void WhoTask::start()
{
    QList<Person> everybody = session().roster().people();
    std::sort(everybody.begin(), everybody.end(), [](const Person &a, const Person &b) { return a.name < b.name; });
    for (const Person &person : std::as_const(everybody))
        printer().person(person);
    Q_EMIT finished(ExitCode::Done);
}

} // namespace rookery::cli
