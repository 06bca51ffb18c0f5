// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.h"
#include "common/protocol/error_codec.h"
#include "common/protocol/frame_codec.h"

#include <QtTest/QTest>

using namespace rookery;

class tst_FrameCodec : public QObject {
    Q_OBJECT

private:
    static wire::Frame ping(quint64 id)
    {
        wire::Frame frame;
        frame.set_id(id);
        frame.mutable_ping();
        return frame;
    }

    static wire::Frame sendMessage()
    {
        wire::Frame frame;
        frame.set_id(7);
        wire::SendMessage *message = frame.mutable_send_message();
        message->set_conversation_id(300);
        message->set_client_id(std::string(16, '\x01'));
        message->set_text("hi \xF0\x9F\x90\xA7");
        return frame;
    }

    /// One of each event that changes what was said or who may speak.
    static wire::Frame changes()
    {
        wire::Frame frame;
        wire::Event *event = frame.mutable_events()->add_events();
        event->set_conversation_id(300);
        event->set_seq(6);
        event->mutable_message_edited()->set_target_seq(5);
        event->mutable_message_edited()->set_text("hi");
        frame.mutable_events()->add_events()->mutable_message_edited()->set_recalled(true);
        frame.mutable_events()->add_events()->mutable_message_recalled()->set_target_seq(5);
        frame.mutable_events()->add_events()->mutable_message()->set_recalled(true);
        wire::MemberRoleChanged *role = frame.mutable_events()->add_events()->mutable_member_role_changed();
        role->set_user_id(2);
        role->set_role(wire::MEMBER_ROLE_MUTED);
        frame.mutable_events()->add_events()->mutable_member_removed()->set_user_id(2);
        frame.mutable_events()->add_events()->mutable_member_left()->set_new_owner_id(3);
        return frame;
    }

private Q_SLOTS:
    // The bytes on the wire are a promise to every other client: they never change.
    void goldenBytes_data()
    {
        QTest::addColumn<QByteArray>("encoded");
        QTest::addColumn<QByteArray>("golden");
        QTest::newRow("ping") << encodeFrame(ping(1)) << QByteArray("0000000408017a00");
        QTest::newRow("send_message") << encodeFrame(sendMessage())
                                      << QByteArray("000000230807ca011e08ac02121001010101010101010101010101010101"
                                                    "1a076869"
                                                    "20f09f90a7");
        wire::Frame edit;
        edit.set_id(7);
        edit.mutable_edit_message()->set_conversation_id(300);
        edit.mutable_edit_message()->set_client_id(std::string(16, '\x01'));
        edit.mutable_edit_message()->set_target_seq(5);
        edit.mutable_edit_message()->set_text("hi");
        QTest::newRow("edit_message") << encodeFrame(edit)
                                      << QByteArray(
                                             "000000200807ea011b08ac021210010101010101010101010101010101011805220268"
                                             "69");
        wire::Frame recall;
        recall.set_id(7);
        recall.mutable_recall_message()->set_conversation_id(300);
        recall.mutable_recall_message()->set_client_id(std::string(16, '\x01'));
        recall.mutable_recall_message()->set_target_seq(5);
        QTest::newRow("recall_message") << encodeFrame(
            recall) << QByteArray("0000001c0807f2011708ac021210010101010101010101010101010101011805");
        wire::Frame role;
        role.set_id(7);
        role.mutable_set_member_role()->set_conversation_id(300);
        role.mutable_set_member_role()->set_user_id(2);
        role.mutable_set_member_role()->set_role(wire::MEMBER_ROLE_MUTED);
        QTest::newRow("set_member_role") << encodeFrame(role) << QByteArray("0000000c0807fa010708ac0210021803");
        wire::Frame removal;
        removal.set_id(7);
        removal.mutable_remove_member()->set_conversation_id(300);
        removal.mutable_remove_member()->set_user_id(2);
        QTest::newRow("remove_member") << encodeFrame(removal) << QByteArray("0000000a080782020508ac021002");
        QTest::newRow("events") << encodeFrame(changes())
                                << QByteArray("0000003ac20c370a0d08ac02100672060805120268690a04720218010a047a0208050a"
                                              "04520210010a07820104080210030a058a010208020a046a021003");
        wire::Frame failure;
        failure.set_re(7);
        *failure.mutable_error() = toWire(Error(ErrorCode::BadCredentials));
        QTest::newRow("error") << encodeFrame(failure) << QByteArray("0000000610071a020815");
    }

    void goldenBytes()
    {
        QFETCH(QByteArray, encoded);
        QFETCH(QByteArray, golden);
        QCOMPARE(encoded.toHex(), golden);
    }

    void readsFramesFromAnySlices_data()
    {
        QTest::addColumn<int>("slice");
        for (const int slice : {1, 2, 3, 5, 7, 64, 10'000})
            QTest::addRow("slices of %d", slice) << slice;
    }

    void readsFramesFromAnySlices()
    {
        QFETCH(int, slice);
        QByteArray stream;
        for (quint64 id = 1; id <= 200; ++id)
            stream += encodeFrame(id % 2 ? ping(id) : sendMessage());
        FrameReader reader(limits::frameBytes);
        int count = 0;
        for (qsizetype at = 0; at < stream.size(); at += slice) {
            reader.append(QByteArrayView(stream).sliced(at, qMin<qsizetype>(slice, stream.size() - at)));
            for (;;) {
                Result<std::optional<wire::Frame>> next = reader.next();
                QVERIFY(next.isOk());
                if (!next->has_value())
                    break;
                ++count;
                QCOMPARE((*next)->id(), count % 2 ? quint64(count) : quint64(7));
            }
        }
        QCOMPARE(count, 200);
        QCOMPARE(reader.bufferedBytes(), 0);
    }

    void refusesALengthOverTheLimitBeforeTheFrameIsThere()
    {
        FrameReader reader(16);
        reader.append(QByteArray::fromHex("00000011"));
        const Result<std::optional<wire::Frame>> next = reader.next();
        QVERIFY(!next);
        QCOMPARE(next.error().code, ErrorCode::TooLarge);
        QCOMPARE(next.error().limit, 16);
        QCOMPARE(next.error().actual, 17);
        reader.append(encodeFrame(ping(1)));
        QVERIFY(!reader.next());
        QCOMPARE(reader.bufferedBytes(), 0);
    }

    void aFrameOfExactlyTheLimitIsRead()
    {
        const QByteArray encoded = encodeFrame(sendMessage());
        FrameReader reader(encoded.size() - limits::frameHeaderBytes);
        reader.append(encoded);
        QVERIFY(reader.next().value().has_value());
    }

    void refusesWhatIsNoFrame_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("garbage") << QByteArray("\xFF\xFF\xFF\xFF not protobuf");
        wire::Frame both = ping(1);
        both.set_re(2);
        QTest::newRow("request and reply") << toBytes(both.SerializeAsString());
        wire::Frame errorPush;
        errorPush.mutable_error()->set_code(1);
        QTest::newRow("error that answers nothing") << toBytes(errorPush.SerializeAsString());
        wire::Frame errorAndBody;
        errorAndBody.set_re(1);
        errorAndBody.mutable_ok();
        errorAndBody.mutable_error()->set_code(1);
        QTest::newRow("error and body") << toBytes(errorAndBody.SerializeAsString());
    }

    void refusesWhatIsNoFrame()
    {
        QFETCH(QByteArray, body);
        QByteArray stream = QByteArray::fromHex(QByteArray::number(body.size(), 16).rightJustified(8, '0')) + body;
        FrameReader reader(limits::frameBytes);
        reader.append(stream);
        const Result<std::optional<wire::Frame>> next = reader.next();
        QVERIFY(!next);
        QCOMPARE(next.error().code, ErrorCode::Malformed);
    }

    void errorsCrossTheWire()
    {
        Error error(ErrorCode::RateLimited, QStringLiteral("for the log only"));
        error.retryMs = 30'000;
        const Error back = fromWire(toWire(error));
        QCOMPARE(back.code, ErrorCode::RateLimited);
        QCOMPARE(back.retryMs, 30'000);
        QCOMPARE(back.detail, QString());
        wire::Error unknown;
        unknown.set_code(9'999);
        unknown.set_retry_ms(-5);
        QCOMPARE(fromWire(unknown).code, ErrorCode::Internal);
        QCOMPARE(fromWire(unknown).retryMs, 0);
    }
};

QTEST_GUILESS_MAIN(tst_FrameCodec)
#include "tst_frame_codec.moc"
