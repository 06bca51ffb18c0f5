<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>rookery::app::AccountWindow</name>
    <message>
        <source>The server has a new key</source>
        <translation>服务器已更换密钥</translation>
    </message>
    <message>
        <source>Its old key has signed it, so there is nothing to do. The new words are: %1</source>
        <translation>新密钥已由原密钥签名，您无需进行任何操作。新密钥对应的词：%1</translation>
    </message>
    <message>
        <source>Rookery goes on running</source>
        <translation>Rookery 仍在运行</translation>
    </message>
    <message>
        <source>You still get messages. Open it or quit from its icon in the tray.</source>
        <translation>您仍会收到消息。可从托盘图标打开或退出。</translation>
    </message>
</context>
<context>
    <name>rookery::app::Application</name>
    <message>
        <source>Rookery</source>
        <translation>Rookery</translation>
    </message>
</context>
<context>
    <name>rookery::client::ComposerViewModel</name>
    <message>
        <source>%1 of %2 characters. Shorten the message to send it.</source>
        <translation>%1 个字符，上限为 %2。请缩短后发送。</translation>
    </message>
    <message>
        <source>%1 of %2 characters.</source>
        <translation>%1 个字符，上限为 %2。</translation>
    </message>
</context>
<context>
    <name>rookery::client::ConnectionViewModel</name>
    <message>
        <source>Connected · %1</source>
        <comment>name of the server</comment>
        <translation>已连接 · %1</translation>
    </message>
    <message>
        <source>Connecting · %1</source>
        <comment>name of the server</comment>
        <translation>正在连接 · %1</translation>
    </message>
    <message>
        <source>Not connected · %1</source>
        <comment>name of the server</comment>
        <translation>未连接 · %1</translation>
    </message>
    <message>
        <source>Not connected. Trying again in %1 s.</source>
        <translation>未连接，%1 秒后重试。</translation>
    </message>
    <message>
        <source>Not connected.</source>
        <translation>未连接。</translation>
    </message>
    <message>
        <source>Not connected. Trying now...</source>
        <translation>未连接，正在重试...</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
</context>
<context>
    <name>rookery::client::ConversationListModel</name>
    <message>
        <source>Draft: %1</source>
        <translation>草稿：%1</translation>
    </message>
    <message>
        <source>You: %1</source>
        <translation>我：%1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>sender and message</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>新群组</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>Message recalled</source>
        <translation>消息已撤回</translation>
    </message>
</context>
<context>
    <name>rookery::client::ConversationViewModel</name>
    <message>
        <source>%1 · %2</source>
        <comment>presence, status</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>You are no longer a member</source>
        <translation>您已不是成员</translation>
    </message>
    <message>
        <source>1 member</source>
        <translation>1 名成员</translation>
    </message>
    <message>
        <source>%1 members</source>
        <translation>%1 名成员</translation>
    </message>
    <message>
        <source>%1, %2 online</source>
        <comment>members, how many of them</comment>
        <translation>%1，%2 人在线</translation>
    </message>
    <message>
        <source>%1 is writing...</source>
        <translation>%1 正在输入...</translation>
    </message>
    <message>
        <source>Writing...</source>
        <translation>正在输入...</translation>
    </message>
    <message>
        <source>%1 and %2 are writing...</source>
        <translation>%1 和 %2 正在输入...</translation>
    </message>
    <message>
        <source>%1 people are writing...</source>
        <translation>%1 人正在输入...</translation>
    </message>
    <message>
        <source>This is the start of your conversation with %1.</source>
        <translation>这是您与 %1 会话的开始。</translation>
    </message>
    <message>
        <source>Start of history, %1</source>
        <translation>历史记录始于 %1</translation>
    </message>
    <message>
        <source>Start of history</source>
        <translation>历史记录的开始</translation>
    </message>
</context>
<context>
    <name>rookery::client::MembersModel</name>
    <message>
        <source>%1, %2</source>
        <comment>name, presence</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>You</source>
        <translation>我</translation>
    </message>
</context>
<context>
    <name>rookery::client::NotificationViewModel</name>
    <message>
        <source>Rookery</source>
        <translation>Rookery</translation>
    </message>
    <message>
        <source>%1 unread from %2</source>
        <translation>%1 条未读，来自 %2</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>sender and message</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 (%2 new)</source>
        <comment>conversation, messages</comment>
        <translation>%1(%2 条新消息）</translation>
    </message>
</context>
<context>
    <name>rookery::client::PeopleModel</name>
    <message>
        <source>%1, %2</source>
        <comment>name, presence</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>name, presence, status</comment>
        <translation>%1，%2，%3</translation>
    </message>
</context>
<context>
    <name>rookery::client::PersonText</name>
    <message>
        <source>Someone</source>
        <translation>某人</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <source>On this network</source>
        <translation>在本网络中</translation>
    </message>
    <message>
        <source>Last seen %1</source>
        <translation>%1在线</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>rookery::client::SearchModel</name>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
</context>
<context>
    <name>rookery::client::TimeText</name>
    <message>
        <source>d MMM</source>
        <comment>date without year in a list, as QLocale::toString</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>dddd, d MMMM</source>
        <comment>day in the timeline, as QLocale::toString</comment>
        <translation>M月d日 dddd</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>date with year, as QLocale::toString</comment>
        <translation>yyyy年M月d日</translation>
    </message>
</context>
<context>
    <name>rookery::client::TimelineBuilder</name>
    <message>
        <source>You created the group “%1”.</source>
        <translation>您创建了群组“%1”。</translation>
    </message>
    <message>
        <source>%1 created the group “%2”.</source>
        <translation>%1 创建了群组“%2”。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 等另外 %2 人</translation>
    </message>
    <message>
        <source>You added %1.</source>
        <translation>您添加了 %1。</translation>
    </message>
    <message>
        <source>%1 added %2.</source>
        <translation>%1 添加了 %2。</translation>
    </message>
    <message>
        <source>You left the group.</source>
        <translation>您退出了群组。</translation>
    </message>
    <message>
        <source>%1 left the group.</source>
        <translation>%1 退出了群组。</translation>
    </message>
    <message>
        <source>%1 %2 owns it now.</source>
        <translation>%1 现由 %2 担任群主。</translation>
    </message>
    <message>
        <source>%1 You own it now.</source>
        <translation>%1 现由您担任群主。</translation>
    </message>
    <message>
        <source>%1 handed the group over to %2.</source>
        <translation>%1 将群组转让给了 %2。</translation>
    </message>
    <message>
        <source>%1 handed the group over to you.</source>
        <translation>%1 将群组转让给了您。</translation>
    </message>
    <message>
        <source>%1 made %2 a member.</source>
        <translation>%1 将 %2 设为普通成员。</translation>
    </message>
    <message>
        <source>%1 made %2 a moderator.</source>
        <translation>%1 将 %2 设为群管理员。</translation>
    </message>
    <message>
        <source>%1 made you a member.</source>
        <translation>%1 将您设为普通成员。</translation>
    </message>
    <message>
        <source>%1 made you a moderator.</source>
        <translation>%1 将您设为群管理员。</translation>
    </message>
    <message>
        <source>%1 muted %2.</source>
        <translation>%1 将 %2 禁言。</translation>
    </message>
    <message>
        <source>%1 muted you.</source>
        <translation>%1 将您禁言。</translation>
    </message>
    <message>
        <source>%1 recalled a message of %2.</source>
        <translation>%1 撤回了 %2 的一条消息。</translation>
    </message>
    <message>
        <source>%1 recalled a message of yours.</source>
        <translation>%1 撤回了您的一条消息。</translation>
    </message>
    <message>
        <source>%1 recalled a message.</source>
        <translation>%1 撤回了一条消息。</translation>
    </message>
    <message>
        <source>%1 removed %2 from the group.</source>
        <translation>%1 将 %2 移出了群组。</translation>
    </message>
    <message>
        <source>%1 removed you from the group.</source>
        <translation>%1 将您移出了群组。</translation>
    </message>
    <message>
        <source>You handed the group over to %1.</source>
        <translation>您将群组转让给了 %1。</translation>
    </message>
    <message>
        <source>You made %1 a member.</source>
        <translation>您将 %1 设为普通成员。</translation>
    </message>
    <message>
        <source>You made %1 a moderator.</source>
        <translation>您将 %1 设为群管理员。</translation>
    </message>
    <message>
        <source>You muted %1.</source>
        <translation>您将 %1 禁言。</translation>
    </message>
    <message>
        <source>You recalled a message of %1.</source>
        <translation>您撤回了 %1 的一条消息。</translation>
    </message>
    <message>
        <source>You recalled a message.</source>
        <translation>您撤回了一条消息。</translation>
    </message>
    <message>
        <source>You removed %1 from the group.</source>
        <translation>您将 %1 移出了群组。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::AccountForm</name>
    <message>
        <source>Name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Name that others see (optional)</source>
        <translation>显示名称（可不填）</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>邀请码</translation>
    </message>
    <message>
        <source>Keep me signed in</source>
        <translation>保持登录</translation>
    </message>
    <message>
        <source>I have an account</source>
        <translation>已有账号</translation>
    </message>
    <message>
        <source>Create account</source>
        <translation>注册账号</translation>
    </message>
    <message>
        <source>Creating account...</source>
        <translation>正在注册...</translation>
    </message>
    <message>
        <source>Signing in...</source>
        <translation>正在登录...</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Connecting...</source>
        <translation>正在连接...</translation>
    </message>
    <message>
        <source>Secure, known server</source>
        <translation>安全，已信任</translation>
    </message>
    <message>
        <source>New server</source>
        <translation>新服务器</translation>
    </message>
    <message>
        <source>Enter your name.</source>
        <translation>请输入用户名。</translation>
    </message>
    <message>
        <source>Enter your password.</source>
        <translation>请输入密码。</translation>
    </message>
    <message>
        <source>Enter the invite you were given.</source>
        <translation>请输入您收到的邀请码。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::Composer</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>发送 (Enter)</translation>
    </message>
    <message>
        <source>You are editing a message. Press Esc to cancel.</source>
        <translation>正在编辑消息，按 Esc 取消。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ComposerEdit</name>
    <message>
        <source>Write a message...</source>
        <translation>输入消息…</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ConversationHeader</name>
    <message>
        <source>Add people</source>
        <translation>添加成员</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>详细信息</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ConversationPane</name>
    <message>
        <source>Choose a conversation, or press %1 to search.</source>
        <translation>选择一个会话，或按 %1 搜索。</translation>
    </message>
    <message>
        <source>You are no longer a member of this group. You can still read what was said.</source>
        <translation>您已不是该群组的成员，仍可查看以前的消息。</translation>
    </message>
    <message>
        <source>Messages with %1</source>
        <translation>与 %1 的消息</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
</context>
<context>
    <name>rookery::ui::EmojiPopup</name>
    <message>
        <source>Emoji</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>Find an emoji</source>
        <translation>查找表情</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ErrorText</name>
    <message>
        <source>Your organisation&apos;s authority does not vouch for %1. Ask your administrator before you go on.</source>
        <translation>贵组织的证书颁发机构未认可 %1，请先咨询管理员再继续。</translation>
    </message>
    <message>
        <source>Something went wrong. Try again.</source>
        <translation>出了点问题，请重试。</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Too many tries. You can try again in %1 s.</source>
        <translation>尝试次数过多，%1 秒后可以重试。</translation>
    </message>
    <message>
        <source>Too many tries. Wait a little, then try again.</source>
        <translation>尝试次数过多，请稍候再试。</translation>
    </message>
    <message>
        <source>The server had a fault and did not do this. Try again; if it stays, tell your administrator.</source>
        <translation>服务器出现故障，未能完成操作。请重试；如果问题依旧，请告知管理员。</translation>
    </message>
    <message>
        <source>The server did not understand this program. Update Rookery here and on the server.</source>
        <translation>服务器无法识别本程序的请求。请更新本机和服务器上的 Rookery。</translation>
    </message>
    <message>
        <source>This server cannot do that yet. It may need a newer version.</source>
        <translation>此服务器尚不支持该操作，可能需要升级。</translation>
    </message>
    <message>
        <source>%1 of %2 characters. Send as a file?</source>
        <translation>%1 个字符，上限为 %2。要作为文件发送吗？</translation>
    </message>
    <message>
        <source>This is too long. Shorten it, or send it as a file.</source>
        <translation>内容过长，请缩短，或作为文件发送。</translation>
    </message>
    <message>
        <source>The server is busy. Try again in a moment.</source>
        <translation>服务器繁忙，请稍后重试。</translation>
    </message>
    <message>
        <source>The server is being restarted. You will be connected again by itself.</source>
        <translation>服务器正在重启，稍后会自动重新连接。</translation>
    </message>
    <message>
        <source>You are not signed in. Sign in, then try again.</source>
        <translation>您尚未登录，请登录后重试。</translation>
    </message>
    <message>
        <source>Name or password is not right.</source>
        <translation>用户名或密码不正确。</translation>
    </message>
    <message>
        <source>This name, or one that looks like it, is taken. Choose another.</source>
        <translation>该用户名或与其相似的名称已被使用，请换一个。</translation>
    </message>
    <message>
        <source>&quot;%1&quot;, or a name that looks like it, is taken. Choose another.</source>
        <translation>“%1”或与其相似的名称已被使用，请换一个。</translation>
    </message>
    <message>
        <source>This name cannot be used. Use up to %1 letters and digits of one script, with . _ or -.</source>
        <translation>此用户名不可用。请使用同一种文字的字母和数字，可含 . _ 或 -，最多 %1 个字符。</translation>
    </message>
    <message>
        <source>This password cannot be used. Use at least %1 characters.</source>
        <translation>此密码不可用，至少需要 %1 个字符。</translation>
    </message>
    <message>
        <source>New accounts cannot be made on this server. Ask your administrator for one.</source>
        <translation>此服务器不开放注册，请向管理员申请账号。</translation>
    </message>
    <message>
        <source>This server needs an invite that is still valid. Ask your administrator for one.</source>
        <translation>此服务器需要有效的邀请码，请向管理员索取。</translation>
    </message>
    <message>
        <source>This account is switched off. Ask your administrator.</source>
        <translation>此账号已停用，请联系管理员。</translation>
    </message>
    <message>
        <source>You were signed out after a long time. Sign in with your password again.</source>
        <translation>登录已过期，请重新输入密码登录。</translation>
    </message>
    <message>
        <source>This is not there any more.</source>
        <translation>该内容已不存在。</translation>
    </message>
    <message>
        <source>You are not a member of this conversation.</source>
        <translation>您不是此会话的成员。</translation>
    </message>
    <message>
        <source>You are not allowed to do this. Ask your administrator.</source>
        <translation>您没有权限执行此操作，请联系管理员。</translation>
    </message>
    <message>
        <source>There is nothing to send. Write something first.</source>
        <translation>没有可发送的内容，请先输入文字。</translation>
    </message>
    <message>
        <source>This message was sent before with another text. Send it as a new one.</source>
        <translation>此消息曾以不同内容发送过，请作为新消息发送。</translation>
    </message>
    <message>
        <source>The server cannot store anything now, so nothing was sent. Try again in a moment.</source>
        <translation>服务器暂时无法保存数据，消息未发送。请稍后重试。</translation>
    </message>
    <message>
        <source>Your data was written by a newer version of Rookery. Install that version to open it.</source>
        <translation>您的数据由更新版本的 Rookery 写入，请安装该版本后再打开。</translation>
    </message>
    <message>
        <source>There is no space left on the disk. Make room, then try again.</source>
        <translation>磁盘空间不足，请清理后重试。</translation>
    </message>
    <message>
        <source>%1 did not answer. Is the server running?</source>
        <translation>%1 没有响应。服务器是否正在运行？</translation>
    </message>
    <message>
        <source>%1 did not answer on port %2. Is the server running?</source>
        <translation>%1 的 %2 端口没有响应。服务器是否正在运行？</translation>
    </message>
    <message>
        <source>No computer of this name was found. Check the address.</source>
        <translation>找不到该名称的计算机，请检查地址。</translation>
    </message>
    <message>
        <source>No computer named &quot;%1&quot; was found. Check the address.</source>
        <translation>找不到名为“%1”的计算机，请检查地址。</translation>
    </message>
    <message>
        <source>You have not used this server before.</source>
        <translation>您是首次使用此服务器。</translation>
    </message>
    <message>
        <source>This server&apos;s key has changed. Ask your administrator before you go on.</source>
        <translation>此服务器的密钥已更改，请先咨询管理员再继续。</translation>
    </message>
    <message>
        <source>%1 answers, but it is not a Rookery server. Check the address and port.</source>
        <translation>%1 有响应，但不是 Rookery 服务器。请检查地址和端口。</translation>
    </message>
    <message>
        <source>%1 took too long to answer. Try again.</source>
        <translation>%1 响应超时，请重试。</translation>
    </message>
    <message>
        <source>The connection was lost before the server answered. Try again.</source>
        <translation>服务器响应前连接已断开，请重试。</translation>
    </message>
    <message>
        <source>Another program uses the server&apos;s port. Close it, then try again.</source>
        <translation>服务器端口被其他程序占用，请关闭该程序后重试。</translation>
    </message>
    <message>
        <source>Another program uses port %1. Close it, then try again.</source>
        <translation>端口 %1 被其他程序占用，请关闭该程序后重试。</translation>
    </message>
    <message>
        <source>The settings of the server cannot be read. Correct them, then try again.</source>
        <translation>无法读取服务器设置，请更正后重试。</translation>
    </message>
    <message>
        <source>Rookery may not write to its data folder. Check the folder&apos;s permissions.</source>
        <translation>Rookery 无法写入数据文件夹，请检查文件夹权限。</translation>
    </message>
    <message>
        <source>Rookery may not write to %1. Check the folder&apos;s permissions.</source>
        <translation>Rookery 无法写入 %1，请检查文件夹权限。</translation>
    </message>
    <message>
        <source>This is not an address. Write it like 192.168.1.20 or server.local:7665.</source>
        <translation>地址无效。请写成 192.168.1.20 或 server.local:7665 这样的形式。</translation>
    </message>
    <message>
        <source>This message can no longer be recalled.</source>
        <translation>此消息已无法撤回。</translation>
    </message>
    <message>
        <source>Messages can be recalled for %1 seconds.</source>
        <translation>消息只能在 %1 秒内撤回。</translation>
    </message>
    <message>
        <source>Messages can be recalled for a minute.</source>
        <translation>消息只能在 1 分钟内撤回。</translation>
    </message>
    <message>
        <source>Messages can be recalled for %1 minutes.</source>
        <translation>消息只能在 %1 分钟内撤回。</translation>
    </message>
    <message>
        <source>This message was recalled.</source>
        <translation>此消息已被撤回。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::GroupDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>新群组</translation>
    </message>
    <message>
        <source>Add people</source>
        <translation>添加成员</translation>
    </message>
    <message>
        <source>Create group</source>
        <translation>创建群组</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Name of the group</source>
        <translation>群组名称</translation>
    </message>
    <message>
        <source>Find people</source>
        <translation>查找联系人</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>1 person</source>
        <translation>1 人</translation>
    </message>
    <message>
        <source>%1 people</source>
        <translation>%1 人</translation>
    </message>
</context>
<context>
    <name>rookery::ui::IconButton</name>
    <message>
        <source>%1 (%2)</source>
        <comment>name of a button, its keys</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n unread</source>
        <translation>
            <numerusform>%1，%n 条未读</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::InfoPane</name>
    <message>
        <source>Add people</source>
        <translation>添加成员</translation>
    </message>
    <message>
        <source>Leave group</source>
        <translation>退出群组</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>You will get no more messages of this group. What was said stays here.</source>
        <translation>您将不再收到该群组的消息。以前的消息会保留在这里。</translation>
    </message>
    <message>
        <source>Members · %1</source>
        <translation>成员 · %1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::JumpButton</name>
    <message>
        <source>Latest messages (%1)</source>
        <translation>最新消息 (%1)</translation>
    </message>
    <message numerus="yes">
        <source>Latest messages, %n unread</source>
        <translation>
            <numerusform>最新消息，%n 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>Latest messages</source>
        <translation>最新消息</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ListColumn</name>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Nothing found for “%1”.</source>
        <translation>没有找到“%1”。</translation>
    </message>
    <message>
        <source>Nobody else has an account on this server yet.</source>
        <translation>此服务器上还没有其他人的帐户。</translation>
    </message>
    <message>
        <source>No conversations yet. People on your network appear here.</source>
        <translation>还没有会话。本网络中的人会显示在这里。</translation>
    </message>
    <message>
        <source>Find people</source>
        <translation>查找联系人</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新聊天</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>新群组</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>标为已读</translation>
    </message>
</context>
<context>
    <name>rookery::ui::MainWindow</name>
    <message>
        <source>%1 – Rookery</source>
        <translation>%1 – Rookery</translation>
    </message>
    <message>
        <source>Rookery</source>
        <translation>Rookery</translation>
    </message>
    <message>
        <source>(%1) %2</source>
        <comment>unread messages, title</comment>
        <translation>(%1) %2</translation>
    </message>
</context>
<context>
    <name>rookery::ui::Notifications</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>rookery::ui::OwnAvatarButton</name>
    <message>
        <source>%1, %2</source>
        <comment>name, presence</comment>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>rookery::ui::PasswordField</name>
    <message>
        <source>Hide password</source>
        <translation>隐藏密码</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>显示密码</translation>
    </message>
</context>
<context>
    <name>rookery::ui::Rail</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>忙碌</translation>
    </message>
</context>
<context>
    <name>rookery::ui::RowText</name>
    <message>
        <source>Older messages did not load.</source>
        <translation>未能加载更早的消息。</translation>
    </message>
    <message>
        <source>Newer messages did not load.</source>
        <translation>未能加载更新的消息。</translation>
    </message>
    <message>
        <source>1 new message</source>
        <translation>1 条新消息</translation>
    </message>
    <message>
        <source>%1 new messages</source>
        <translation>%1 条新消息</translation>
    </message>
    <message>
        <source>Waiting to send</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>Not sent.</source>
        <translation>未发送。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
</context>
<context>
    <name>rookery::ui::SearchField</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ServerListView</name>
    <message>
        <source>1 person online</source>
        <translation>1 人在线</translation>
    </message>
    <message numerus="yes">
        <source>%n people online</source>
        <translation>
            <numerusform>%n 人在线</numerusform>
        </translation>
    </message>
    <message>
        <source>Servers on this network</source>
        <translation>本网络中的服务器</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ServerPicker</name>
    <message>
        <source>Other address, or start a server here...</source>
        <translation>其他地址，或在本机启动服务器...</translation>
    </message>
    <message>
        <source>On this network</source>
        <translation>本网络</translation>
    </message>
    <message>
        <source>Scan again</source>
        <translation>重新搜索</translation>
    </message>
    <message>
        <source>Looking for servers on this network...</source>
        <translation>正在本网络中查找服务器...</translation>
    </message>
    <message>
        <source>No server found on this network.</source>
        <translation>本网络中没有找到服务器。</translation>
    </message>
    <message>
        <source>Enter address</source>
        <translation>输入地址</translation>
    </message>
    <message>
        <source>Address, such as 192.168.1.20</source>
        <translation>地址，例如 192.168.1.20</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Start a server on this computer</source>
        <translation>在本机启动服务器</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>rookery::ui::SettingsDialog</name>
    <message>
        <source>Reduce motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>Keep running when the window is closed</source>
        <translation>关闭窗口后继续运行</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between keys</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>rookery::ui::SignInWindow</name>
    <message>
        <source>Sign in - Rookery</source>
        <translation>登录 - Rookery</translation>
    </message>
    <message>
        <source>Create an account</source>
        <translation>注册账号</translation>
    </message>
    <message>
        <source>Sign in to Rookery</source>
        <translation>登录 Rookery</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>服务器：%1</translation>
    </message>
    <message>
        <source>Choose a server of this network</source>
        <translation>选择本网络中的服务器</translation>
    </message>
    <message>
        <source>Choose a server first.</source>
        <translation>请先选择服务器。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::TimelineView</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <comment>sender, time, message</comment>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>You</source>
        <translation>我</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>撤回</translation>
    </message>
</context>
<context>
    <name>rookery::ui::Tray</name>
    <message>
        <source>Open Rookery</source>
        <translation>打开 Rookery</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>rookery::ui::TrustPanel</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>信任</translation>
    </message>
    <message>
        <source>Compare these words with those the server shows. If they differ, this is another server.</source>
        <translation>请将这些词与服务器上显示的词核对。如果不一致，这就不是同一台服务器。</translation>
    </message>
    <message>
        <source>These are the words of the new key. Until it is clear why it changed, this server cannot be used.</source>
        <translation>这些是新密钥对应的词。在查清更换原因之前，无法使用此服务器。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>rookery::ui::WindowActions</name>
    <message>
        <source>Search people and conversations</source>
        <translation>搜索联系人和会话</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新聊天</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>新群组</translation>
    </message>
    <message>
        <source>Next conversation</source>
        <translation>下一个会话</translation>
    </message>
    <message>
        <source>Previous conversation</source>
        <translation>上一个会话</translation>
    </message>
    <message>
        <source>Next unread conversation</source>
        <translation>下一个未读会话</translation>
    </message>
    <message>
        <source>Previous unread conversation</source>
        <translation>上一个未读会话</translation>
    </message>
    <message>
        <source>Last conversation</source>
        <translation>最后一个会话</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>标为已读</translation>
    </message>
    <message>
        <source>Close conversation</source>
        <translation>关闭会话</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>Your status</source>
        <translation>我的状态</translation>
    </message>
    <message>
        <source>Try the connection again</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>下一个窗口区域</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>上一个窗口区域</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Normal text</source>
        <translation>正常文字</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Page up and down</source>
        <translation>向上、向下翻页</translation>
    </message>
    <message>
        <source>Oldest and latest messages</source>
        <translation>最早、最新消息</translation>
    </message>
    <message>
        <source>Copy what is selected</source>
        <translation>复制所选内容</translation>
    </message>
</context>
</TS>
