# Texts of aditctl beside failures (failures.ftl) and reports (lint.ftl); prompts are used by the window as well.

phase-resolving = 正在查找服务器
phase-contacting = 正在联系服务器
phase-securing = 正在验证服务器
phase-authenticating = 正在登录
phase-configuring = 正在设置隧道
prompt-credentials-title = 服务器要求输入用户名和密码。
    .advice = 请输入，或通过 --username 和 --password-stdin 提供。
prompt-password-title = 服务器要求输入 { $username } 的密码。
    .advice = 请输入，或通过 --password-stdin 提供。
prompt-credentials-refused-title = 服务器拒绝了此用户名或密码。
    .advice = 请检查后重试。
prompt-credentials-refused-reason-title = 服务器拒绝了此用户名或密码，并称：“{ $reason }”
    .advice = 请检查后重试。
prompt-passphrase-title = 此配置文件的私钥已锁定。
    .advice = 请输入其密码短语。
prompt-passphrase-wrong-title = 此密码短语无法解锁私钥。
    .advice = 请检查后重试。
prompt-challenge-title = 服务器询问：“{ $question }”
    .advice = 请输入回答。
prompt-confirm-elsewhere-title = 服务器正在其他地方等待您，并称：“{ $text }”
    .advice = 请按其说明操作。此处无需输入任何内容；Adit 会自动继续。
prompt-proxy-title = 代理 { $proxy } 要求输入用户名和密码。
    .advice = 请输入，或通过“aditctl answer”提供。
prompt-proxy-refused-title = 代理 { $proxy } 拒绝了此用户名或密码。
    .advice = 请重新输入。需要的是代理的用户名和密码，而不是 VPN 服务器的。
terminal-browser-needs-window = 此配置文件使用浏览器登录，需要 Adit 的窗口。
    .advice = 如果尚未导入，请将配置文件导入 Adit，然后在其中连接。
prompt-form-title = 服务器要求登录。
    .advice = 请在此处或通过“aditctl answer”填写所需内容。
prompt-form-refused-title = 服务器拒绝了此次登录。
    .advice = 请检查填写的内容，然后重试。
prompt-form-refused-reason-title = 服务器拒绝了此次登录，并称：“{ $reason }”
    .advice = 请检查填写的内容，然后重试。
prompt-banner-title = 服务器显示了需要接受的文本。
    .advice = 请阅读，如果同意请接受。
prompt-browser-title = 服务器要求您使用浏览器在 { $host } 登录。
    .advice = 仅当您了解此名称时才打开链接。
# How to answer: $flags are flags of aditctl, $fields names of the fields of a form.
terminal-answer-with = 请使用 { $flags } 回答。
terminal-answer-with-fields = 请使用 --answers 回答，它会读取 { $fields }。
terminal-answer-missing = 请使用 { $flags } 提供缺少的内容，或使用 --answers 提供全部内容。
terminal-answer-missing-fields = 请使用 --answers 提供缺少的内容，它会读取 { $fields }。
terminal-answer-nothing = 无需输入任何内容；--cancel 可结束此次尝试。
terminal-answer-wrong-flag = { $flag } 不适用于此问题。
terminal-input-ended = 标准输入在读取 { $flag } 的行之前已结束。
terminal-answers-unreadable = 无法读取 { $file } 中的回答。
    .advice = 请检查文件是否存在、是否为不超过 64 KiB 的文本，以及您是否有权读取。
terminal-answers-no-name = 回答的第 { $line } 行不是 NAME=VALUE 的形式。
    .advice = “aditctl connect --help”会列出这些名称。
terminal-answers-unknown-name = 回答的第 { $line } 行以 Adit 不认识的名称开头。
    .advice = “aditctl connect --help”会列出这些名称。
terminal-answers-unknown-json-name = 回答中有 Adit 不认识的名称。
    .advice = “aditctl connect --help”会列出这些名称。
terminal-answers-not-json = 回答的开头像 JSON，但不是 JSON 对象。
terminal-answers-not-text = 回答中的某个值既不是带引号的文本，也不是文本列表。
    .advice = 数字也请加引号，否则代码开头的零会丢失。
terminal-answers-too-large = 回答过长或过多。
    .advice = 每个值最大为 16 KiB，最多 256 个。
# Files beside a profile, with what would be typed otherwise.
terminal-login-from = 用户名和密码来自配置文件指定的 { $file }。
terminal-passphrase-from = 密码短语来自配置文件指定的 { $file }。
terminal-file-exposed = 此计算机的其他用户可以读取 { $file }。
    .advice = “chmod 600”可阻止他们读取。
terminal-login-file-other = { $file } 不是第一行为用户名、第二行为密码的文件。
terminal-passphrase-file-other = { $file } 不是第一行为密码短语的文件。
terminal-secret-file-missing = 配置文件为登录指定的 { $file } 不在其旁边。
terminal-secret-file-elsewhere = 未读取配置文件为登录指定的 { $file }：它是隐藏文件，或不在配置文件的文件夹中。
    .advice = 其中的内容会发送到配置文件的服务器。如果确实需要，请使用 --answers 提供。
terminal-secret-file-unreadable = 无法读取配置文件为登录指定的 { $file }。
verdict-importable = 可以使用。
verdict-importable-with-warnings = 可以使用，有需要了解的内容。
verdict-incomplete =
    { $count ->
       *[other] 补充 { $count } 项内容后可以使用。
    }
verdict-reject = 目前无法使用。
verdict-used = 已使用
verdict-ignored = 已忽略
verdict-replaced = 已替换
verdict-warning = 注意
verdict-needed = 需要
verdict-refused = 已拒绝

## Settings

terminal-setting-none = 没有设置“{ $name }”。
    .advice = 查看所有设置：aditctl settings list
terminal-setting-wrong = 设置“{ $name }”不能为此值。
    .advice = 可以为：{ $choices }
terminal-setting-unknown = 未知：辅助程序未运行
terminal-setting-managed = 由您的组织设置
terminal-settings-damaged = 无法读取 { $path } 中的某些设置。将使用默认值。
terminal-settings-no-folder = 没有用于设置的文件夹：未设置 HOME。
