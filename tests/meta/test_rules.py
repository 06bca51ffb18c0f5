#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Each rule finds what it is there to find, and leaves alone what is right."""

import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import dependencies
import house_rules
import layering
import limits
import protocol_page
import repository
import sizes
import text_safety
import translations

CPP = Path("common/base/sample.cpp")


class BareCode(unittest.TestCase):
    def test_comments_strings_and_directives_go_lines_stay(self):
        text = 'a(); // b {\n/* c\n} */ d("e{\\"", \'{\');\n#define X {\\\n }\nR"(f{)";'
        bare = repository.bare_code(text)
        self.assertEqual(bare.count("\n"), text.count("\n"))
        self.assertNotIn("{", bare)
        self.assertNotIn("}", bare)
        self.assertIn("d(", bare)

    def test_digit_separators_are_no_characters(self):
        self.assertIn("1'000'000", repository.bare_code("int a = 1'000'000;"))


class Layering(unittest.TestCase):
    def found(self, path, text):
        return list(layering.findings_in(Path(path), text))

    def test_arrows(self):
        self.assertFalse(self.found("server/core/a.cpp", '#include "common/base/result.h"\n#include <QtCore/QString>'))
        self.assertTrue(self.found("common/base/a.h", '#include "server/core/store.h"'))
        self.assertTrue(self.found("server/core/a.h", '#include "client/core/link.h"'))
        self.assertTrue(self.found("server/features/a.h", '#include "server/net/transport.h"'))
        self.assertTrue(self.found("client/models/a.h", '#include "client/ui/theme/theme.h"'))
        self.assertTrue(self.found("client/core/a.h", '#  include "tests/support/world.h"'))

    def test_modules_of_qt(self):
        self.assertTrue(self.found("client/viewmodels/a.h", "#include <QtWidgets/QWidget>"))
        self.assertTrue(self.found("client/viewmodels/a.h", "#include <QWidget>"))
        self.assertTrue(self.found("common/base/a.h", "#include <QtGui/QColor>"))
        self.assertFalse(self.found("client/ui/a.h", "#include <QtWidgets/QWidget>"))
        self.assertFalse(self.found("common/base/a.h", "// #include <QtWidgets/QWidget>\n#include <memory>"))

    def test_paths(self):
        self.assertTrue(self.found("common/base/a.cpp", '#include "a.h"'))
        self.assertTrue(list(layering.unknown_layers([Path("server/extra/a.cpp")])))


class Sizes(unittest.TestCase):
    SAMPLE = """
namespace rookery {
struct Row { int a = 0; };
constexpr std::array rows {
    Row{1}, Row{2},
};
Thing::Thing(QObject *parent)
    : QObject(parent), m_state{1}, m_other(2)
{
    if (a) {
        b();
    }
    auto c = [&](int d) {
        return d;
    };
}
Result<Done> Thing::open(const QString &path) const
{
    return Done{};
}
} // namespace rookery
"""

    def test_functions(self):
        found = {name: lines for lines, name, _ in sizes.function_lengths(self.SAMPLE)}
        self.assertEqual(found.get("Thing::open"), 4)
        self.assertEqual(found.get("Thing::Thing"), 10)
        self.assertEqual(len(found), 2)

    def test_a_function_in_a_class(self):
        text = "class A {\npublic:\n    int b() const { return 1; }\n    void c()\n    {\n        d();\n    }\n};\n"
        self.assertEqual(sorted((n, s) for s, n, _ in sizes.function_lengths(text)), [("b", 1), ("c", 4)])

    def test_public_functions(self):
        text = """
class Sample : public QObject {
    Q_OBJECT
public:
    explicit Sample(int a, QObject *parent = nullptr);
    ~Sample() override;
    int one() const { return m_one; }
    const QString &two() const;
    int member = 0;
    friend bool operator==(Sample, Sample);
Q_SIGNALS:
    void changed();
private:
    void hidden();
};
"""
        self.assertEqual([(count, name) for count, name, _ in sizes.public_function_counts(text)], [(4, "Sample")])

    def test_bound(self):
        self.assertTrue(sizes.over("t", 3, [(4, "a"), (3, "b")]) == ["a: 4, more than 3 (t)"])


class Limits(unittest.TestCase):
    def test_bytes(self):
        for bad in ("1 << 20", "16 * 1024", "1024 * 4", "65536", "1u << 16", "1'048'576", "4 * 1'024"):
            self.assertTrue(list(limits.findings_in(CPP, f"int a = {bad};")), bad)
        for good in ("1 << 3", "a * 10", "// 16 * 1024", '"65536"', "1000"):
            self.assertFalse(list(limits.findings_in(CPP, f"int a = {good};".replace("= //", "= 0; //"))), good)

    def test_where(self):
        self.assertTrue(limits.is_limits_header(Path("common/protocol/limits.h")))
        self.assertFalse(limits.is_limits_header(Path("common/protocol/unlimits.cpp")))


class TextSafety(unittest.TestCase):
    def test_forbidden(self):
        for bad in ("w.setStyleSheet(a);", "new QLabel(text);", "l->setTextFormat(Qt::RichText);", "d.setHtml(a);"):
            self.assertTrue(list(text_safety.findings_in(CPP, bad)), bad)

    def test_told(self):
        good = "auto *l = new QLabel(this);\nl->setTextFormat(Qt::PlainText);\n"
        self.assertFalse(list(text_safety.findings_in(CPP, good)))
        self.assertTrue(list(text_safety.findings_in(CPP, good + "auto *m = new QLabel(this);\n")))
        self.assertTrue(list(text_safety.findings_in(CPP, "    QMessageBox box(this);\n")))


class HouseRules(unittest.TestCase):
    HEADER = "// SPDX-FileCopyrightText: 2026 The Rookery authors\n// SPDX-License-Identifier: Apache-2.0\n"

    def test_header(self):
        self.assertFalse(list(house_rules.header_findings(CPP, self.HEADER)))
        self.assertFalse(list(house_rules.header_findings(CPP, "#!/bin/sh\n" + self.HEADER.replace("//", "#"))))
        self.assertTrue(list(house_rules.header_findings(CPP, self.HEADER.splitlines()[0])))
        self.assertTrue(list(house_rules.header_findings(CPP, "\n" * 5 + self.HEADER)))

    def test_later(self):
        self.assertTrue(list(house_rules.later_findings(CPP, "// TODO: all of it")))

    def test_code(self):
        test = Path("tests/unit/tst_a.cpp")
        self.assertTrue(list(house_rules.code_findings(test, "QTest::qWait(100);")))
        self.assertFalse(list(house_rules.code_findings(test, "QTest::qWaitFor([] { return true; });")))
        self.assertTrue(list(house_rules.code_findings(CPP, "throw 1;")))
        self.assertFalse(list(house_rules.code_findings(CPP, '"throw"; // throw')))


class ProtocolPage(unittest.TestCase):
    PROTO = """
message A {
  uint64 id = 1;   // One.
  repeated B bs = 2;   // Two.
  oneof body {
    C c = 10;   // Ten.
  }
}
enum E {
  E_NONE = 0;   // None.
}
"""
    PAGE = """
### A
| # | field | type | meaning |
|---|---|---|---|
| 1 | `id` | `uint64` | One. |
| 2 | `bs` | `repeated B` | Two. |
| 10 | `c` | `C` | Ten. |

### E
| # | value | meaning |
|---|---|---|
| 0 | `E_NONE` | None. |

## Error codes
| number | name | meaning |
|---|---|---|
| 1 | `internal` | Fault. |
"""

    def found(self, old="", new=""):
        page = self.PAGE.replace(old, new)
        codes = {0: "none", 1: "internal", 80: "cannot_reach"}
        return [*protocol_page.page_findings(page, protocol_page.schema(self.PROTO)), *protocol_page.error_findings(page, codes)]

    def test_same(self):
        self.assertEqual(self.found(), [])

    def test_different(self):
        for old, new in (
            ("| 1 | `id`", "| 1 | `ident`"),
            ("| 2 | `bs`", "| 3 | `bs`"),
            ("repeated B", "B"),
            ("| Ten. |", "| |"),
            ("### E", "### F"),
            ("E_NONE", "E_SOME"),
            ("`internal`", "`external`"),
            ("| 1 | `internal` | Fault. |\n", "| 2 | `busy` | Fault. |\n"),
            ("number | name", "no | name"),
        ):
            self.assertTrue(self.found(old, new), old)

    def test_comments(self):
        self.assertEqual(list(protocol_page.uncommented(self.PROTO)), [])
        self.assertTrue(list(protocol_page.uncommented("message A {\n  uint64 id = 1;\n}\n")))

    def test_error_names(self):
        header = "enum class ErrorCode : quint32 {\n  None = 0, // a = 5\n  BadName = 23,\n};"
        self.assertEqual(protocol_page.error_codes(header), {0: "none", 23: "bad_name"})

    def test_capabilities(self):
        header = 'inline constexpr QLatin1String groups("group");'
        self.assertTrue(list(protocol_page.capability_findings("group", header)))
        self.assertFalse(list(protocol_page.capability_findings("`group`", header)))


class Translations(unittest.TestCase):
    def found(self, translation, source="Try again in %1 s."):
        template = "<TS><context><name>C</name><message><source>%s</source>%s</message></context></TS>"
        wanted = translations.messages_of(ElementTree.fromstring(template % ("Try again in %1 s.", "")))
        present = translations.messages_of(ElementTree.fromstring(template % (source, translation)))
        return list(translations.findings_in("x.ts", wanted, present))

    def test_findings(self):
        self.assertFalse(self.found("<translation>Wieder in %1 s.</translation>"))
        self.assertTrue(self.found("<translation></translation>"))
        self.assertTrue(self.found('<translation type="unfinished">Wieder in %1 s.</translation>'))
        self.assertTrue(self.found("<translation>Wieder.</translation>"))
        self.assertEqual(len(self.found("<translation>Anders</translation>", source="Other")), 2)


class Dependencies(unittest.TestCase):
    GOOD = "[build]\ncmake # a\n[run]\nxvfb # b\n[test]\npython3 # c\n"

    def test_findings(self):
        self.assertFalse(list(dependencies.findings_in(self.GOOD)))
        for bad in ("cmake\n", "cmake # again\n", "two words # a\n", "[more]\n"):
            self.assertTrue(list(dependencies.findings_in(self.GOOD + bad)), bad)
        self.assertTrue(list(dependencies.findings_in("cmake # a\n")))
        self.assertTrue(list(dependencies.second_lists("x", "apt-get install -y qt6-base-dev")))
        self.assertFalse(list(dependencies.second_lists("x", 'apt-get install --no-install-recommends "${missing[@]}"')))


if __name__ == "__main__":
    unittest.main()
