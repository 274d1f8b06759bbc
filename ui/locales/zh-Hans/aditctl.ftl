# What aditctl asks for and says of what it did. $wanted is what was typed for a connection or a profile.

aditctl-cancelled = 已取消。
aditctl-input-unreadable = 标准输入：{ $problem }。

## Questions, each followed by what is typed

aditctl-ask-username = 用户名：
aditctl-ask-username-known = 用户名 [{ $known }]：
aditctl-ask-password = 密码：
aditctl-ask-passphrase = 私钥的密码短语：
aditctl-ask-browser = 请在 { $url } 登录，然后在此处按 Enter。
aditctl-ask-accept = 输入“yes”以接受：
aditctl-ask-proxy-username = 代理 { $proxy } 的用户名：
aditctl-ask-proxy-username-known = 代理 { $proxy } 的用户名 [{ $known }]：
aditctl-ask-proxy-password = 代理的密码：
aditctl-ask-field = 字段 { $number }
aditctl-ask-optional = { $label }（可选）
aditctl-ask-number = 请输入 1 到 { $count } 之间的数字。
aditctl-ask-needed = 此项为必填。
aditctl-no-answer = 没有回答“{ $label }”。

## What was done

aditctl-connecting = 正在连接 { $name }。“aditctl status”会显示进度。
aditctl-not-connected-in-time =
    { $seconds ->
       *[other] { $seconds } 秒内未能连接；已取消。
    }
aditctl-given-up = 已放弃。使用 --timeout 时，Adit 会在该时间内继续尝试。
aditctl-disconnecting = 正在断开 { $connection }。
aditctl-nothing-to-disconnect = 没有可断开的连接。
aditctl-no-connection = 没有连接。
aditctl-answered = 已回答。
aditctl-let-out = 所有流量均已放行，此计算机的网络中不再有 Adit 的任何设置。
aditctl-let-out-setting = 阻止流量的设置保留；重新启动的辅助程序会遵循该设置。
aditctl-not-undone = 未撤销：{ $problem }
aditctl-nothing-at-start = 此计算机启动时不会连接任何内容。

## What cannot be done

aditctl-unexpected-answer = 辅助程序的应答与请求不符。
aditctl-nothing-asked = 目前没有问题。
aditctl-several-ask = 有多个连接在询问。请指定一个。
aditctl-several-up = 有多个连接处于活动状态：{ $ids }。请指定一个，或使用 --all。
aditctl-no-such-connection = 没有名为“{ $wanted }”的连接。
aditctl-several-such-connections = 有多个名为“{ $wanted }”的连接。请用 ID 指定一个：{ $ids }。
aditctl-no-such-connection-here = 此处没有连接“{ $wanted }”。
aditctl-no-such-user = 此计算机上没有用户 { $user }。
aditctl-no-home = 没有含有配置文件的主目录。
aditctl-profile-too-large = 此配置文件太大，辅助程序无法处理。
aditctl-several-such-profiles = 有多个名为“{ $wanted }”的配置文件。请用 ID 指定一个：
aditctl-no-such-profile = 没有名为“{ $wanted }”的文件或配置文件。
aditctl-no-profiles = 您没有配置文件：请在 Adit 的窗口中导入，或指定一个文件。
aditctl-your-profiles = 您的配置文件：{ $names }。
aditctl-your-profiles-and-more = 您的配置文件：{ $names }，以及另外 { $count } 个。
aditctl-more-lines = …以及另外 { $count } 个。
aditctl-lint-tells = “aditctl lint { $file }”会显示全部信息。
