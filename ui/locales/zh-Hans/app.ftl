# Texts of the window itself. Failures, states and reports come finished from the shell (the other files).
# Two sentences at most: what happened, and what to do. No codes, no exclamation marks.

app-name = Adit

## Header and menu

header-import = 导入
header-import-label = 导入配置文件
import-way-files = 选择文件…
import-way-folder = 选择文件夹…
import-way-text = 粘贴文本…
import-way-link = 粘贴链接…
header-menu = 菜单
menu-log = 日志
menu-guide = 使用指南
menu-about = 关于 Adit
menu-quit = 退出 Adit

## Starting

starting = 正在查找您的配置文件…

## Notices above the card

helper-searching = 正在查找 Adit 的辅助程序…
helper-log = 在日志中查看原因
notice-dismiss = 忽略
helper-doctor = 检查此计算机
helper-way-look = 重新检查
helper-way-enable = 启用
helper-way-start = 启动
helper-way-start-again = 重新启动
helper-way-restart = 重新启动
helper-way-quit = 退出 Adit
helper-way-wait = 正在启动…

## First start

setup-title = Adit 将扩展此计算机的 VPN 功能。
setup-question = 要启用吗？
setup-text = 点击“确定”会立即启动 Adit 的辅助程序，此后每次开机时也会启动。系统可能会要求输入管理员密码。
setup-decline = 不允许
setup-accept = 确定
setup-details = 会有哪些更改
setup-detail-engine = 服务“aditd”与 VPN 服务器通信。它在此计算机上没有任何特权。
setup-detail-broker = 服务“adit-netd”设置隧道、路由和 DNS。它只能更改网络，不能更改其他任何内容。
setup-detail-start = 两者都随计算机启动，在您连接之前不执行任何操作。只有您选择了阻止流量时才会阻止。
setup-detail-undo = 运行“sudo systemctl disable --now aditd adit-netd”即可撤销；卸载 Adit 也可以。

## Checking this computer

menu-doctor = 检查此计算机
doctor-title = 检查此计算机
doctor-back = 返回
doctor-looking = 正在检查…
doctor-troubles =
    { $count ->
        [0] 没有问题
       *[other] { $count } 个问题
    }
doctor-again = 重新检查
doctor-copy = 复制
doctor-level-ok = 正常
doctor-level-notice = 值得了解
doctor-level-problem = 问题

## Holding traffic back

protection-question = 此计算机应在何时阻止流量？
protection-lan = 允许访问本地网络中的设备
protection-lan-hint = 阻止流量期间，仍可访问打印机、路由器等。
protection-check = 检测网络是否要求登录
protection-check-hint = 没有服务器应答时，会在隧道外向检测页面发送一个不含 Cookie 的简短请求。
protection-unknown = 此选择由 Adit 的辅助程序保存，而它目前不可用。
protection-let-out = 放行流量
protection-reconnect = 重新连接
protection-hold-again = 重新阻止
protection-portal-open = 登录此网络…
protection-portal-done = 完成

## In which network a profile is connected

network-sign-in-open = 打开登录页面
network-title = { $name } 的网络
network-question = 应在哪里连接？
network-everywhere = 任何网络
network-not-on = 除已知网络外
network-not-on-hint = 在办公室或家里关闭，在其他地方都开启。
network-only-on = 仅在已知网络中
network-only-on-hint = 在该网络中开启，在其他地方都关闭。
network-server = 该网络中的服务器
network-server-hint = 仅在该网络中可访问的私有地址，例如路由器的地址：192.168.1.1。
network-learn = 记住此网络
network-learning = 正在询问服务器…
network-key = { $server } 的密钥
network-key-hint = 网络通过此密钥识别。无线网络的名称则任何人都可以使用。
network-save = 保存
network-cancel = 取消

## What comes back after a restart

restore-question = Adit 应自动重新连接哪些内容？
restore-nothing = 无
restore-was-connected = 之前已连接的（推荐）
restore-at-login = 登录系统时在托盘中启动 Adit
restore-was-connected-hint = 与计算机或 Adit 的辅助程序重新启动之前相同。
restore-chosen = 这些配置文件
restore-chosen-hint = 每次您登录系统时。
restore-profiles = 登录系统时连接的配置文件
restore-none = 还没有配置文件。
restore-note = 只要有需要恢复的连接，Adit 就会随您的会话启动，并留在托盘中。需要您完成的登录会等到您打开窗口时进行。

## The card

card-label = 连接
action-connect = 连接
action-cancel = 取消
action-disconnect = 断开连接
action-try-again = 重试
action-wait = 请稍候…
action-try-now = 立即尝试
next-try-in =
    { $seconds ->
        [0] 现在进行下一次尝试：{ $plan }。
       *[other] { $seconds } 秒后进行下一次尝试：{ $plan }。
    }
steps-label = 步骤
step-done = 已完成
step-active = 进行中
step-ahead = 未开始
connected-for = 连接时长
cautions-title =
    { $count ->
       *[other] 此隧道有 { $count } 处不符合预期。
    }
cautions-more =
    { $count ->
       *[other] 另有 { $count } 处，请参阅详细信息。
    }
received-total = 已接收
sent-total = 已发送
rate-received = 接收
rate-sent = 发送
graph-label = 最近 60 秒的流量：接收 { $received }，发送 { $sent }
graph-quiet = 正在等待首批数据

## Panels of a tunnel, and the way to one link by link

panel-traffic = 流量
panel-connection = 连接
panel-chain = Adit 看到的情况
panel-profile = 配置文件
panel-sign-in = 登录
panel-last-used = 上次连接
chain-is-holds = 正常
chain-is-broken = 中断
chain-is-unknown = 未知
chain-way-edit = 编辑配置文件

## Details of a tunnel

details = 详细信息
details-server = 服务器
details-addresses =
    { $count ->
       *[other] 地址
    }
details-protocol = 协议
details-cipher = 加密算法
details-tls = TLS
details-dns = DNS
details-networks = 经由隧道
details-interface = 接口
details-interface-value = { $name }，MTU { $mtu }
details-packets = 数据包
details-dropped = 已丢弃
details-path = 数据路径
details-notes = 备注
details-session = 会话
details-pac = 代理脚本
details-banner = 服务器消息
details-none = 无
details-copy = 复制{ $what }
details-copy-all = 全部复制
copied = 已复制
failure-detail = 详细信息
failure-copy = 复制详细信息

## Profiles

profiles-label = 配置文件
profiles-search = 搜索配置文件
profiles-search-count = 搜索 { $count } 个配置文件
profiles-search-clear = 清除搜索
profiles-none-found = 没有与“{ $query }”匹配的配置文件。
profiles-show-all = 显示所有配置文件
profiles-drop-hint = 将 .ovpn 文件拖放到任意位置即可导入
strip-state = { $name }：{ $state }
row-menu = { $name } 的操作
row-connect = 连接
row-disconnect = 断开连接
row-cancel = 取消
row-try-again = 重试
row-edit = 编辑
row-rename = 重命名
row-duplicate = 复制副本
row-export = 导出…
row-network = 网络…
row-forget = 忘记登录信息
row-remove = 移除
row-rename-label = { $name } 的新名称
row-never-used = 从未使用
row-temporary = 退出 Adit 后消失
row-managed = 来自您的组织
others-label = 此计算机上的其他连接
other-connection = { $name }（{ $owner }）

## No profile yet

empty-title = 添加您的第一个配置文件
empty-text = 将 .ovpn 文件拖放到此处，或选择文件。也可以粘贴配置文件的文本或链接。

## Drag and drop, paste

drop-title = 拖放以导入
drop-text = Adit 会读取文件并显示其中的内容。在您确认之前不会保存任何内容。
pasted-profile = 粘贴的配置文件

## Import sheet

import-title =
    { $count ->
        [1] 导入一个配置文件
       *[other] 要导入 { $count } 个文件
    }
import-place = 第 { $number } 个，共 { $count } 个
import-back = 返回列表
import-previous = 上一个
import-next = 下一个
import-found-label = 找到的内容
import-detail = 在文件中找到的内容
import-row =
    { $taken ->
        [yes] { $name }：{ $headline }将会导入。
       *[no] { $name }：{ $headline }不会导入。
    }
import-take = 导入 { $name }
import-name = 名称
import-from = 来自 { $file }
import-second = { $name }（{ $number }）
import-servers =
    { $count ->
       *[other] 服务器
    }
import-more-servers =
    { $count ->
       *[other] 另外 { $count } 个
    }
import-sign-in = 登录
import-traffic = 流量
import-dns = DNS
import-existing = “{ $name }”已存在，且与此文件不同
import-same = “{ $name }”已存在，且没有变化
place-new = 两者都保留
place-replace = 替换“{ $name }”
place-skip = 跳过此项
place-all =
    { $count ->
       *[other] 对另外 { $count } 个已存在的执行相同操作
    }
import-note-refused =
    { $count ->
       *[other] { $count } 个无法使用，已跳过。
    }
import-note-needs =
    { $count ->
       *[other] { $count } 个缺少内容，已跳过。
    }
import-note-skipped =
    { $count ->
       *[other] 已按您的选择跳过 { $count } 个。
    }
import-confirm =
    { $count ->
        [0] 导入
       *[other] 导入 { $count } 个配置文件
    }
import-cancel = 取消
import-close = 关闭
import-leave-title = 不导入就离开？
import-leave-text = 您在此处的更改将丢失。文件仍保留在原处。
import-leave-stay = 留下
import-leave-leave = 离开
import-connect = 连接

## What is missing before something can be imported

needs-title = 缺少的内容
need-find = 查找文件…
need-address = 服务器地址
need-use = 使用
need-fetch = 下载
need-browser = 使用浏览器登录

## Fixes

fixes-title =
    { $count ->
       *[other] { $count } 条建议
    }
fixes-all = 全部采用
fixes-diff = 更改内容
fixes-diff-label = 更改内容：{ $title }
diff-removed = 已移除：
diff-added = 已添加：

## What each line does

report-title = 每一行的作用
report-whole = 关于整个文件
report-filter = 显示的行
report-lines-label = 行
report-line = 第 { NUMBER($line, useGrouping: "false") } 行
report-lines = 第 { NUMBER($first, useGrouping: "false") } 至 { NUMBER($last, useGrouping: "false") } 行
report-more =
    { $count ->
       *[other] 再显示 { $count } 行
    }
verdict-used = 已使用
verdict-replaced = 已替换
verdict-ignored = 已忽略
verdict-warning = 警告
verdict-refused = 已拒绝

## Pasting a text or a link

paste-text-title = 粘贴配置文件
paste-text-label = 配置文件的文本
paste-text-submit = 显示内容
paste-link-title = 从链接导入
paste-link-label = 链接
paste-link-hint = 以 https:// 开头的地址
paste-link-host = Adit 将从 { $host } 下载配置文件。
paste-link-submit = 下载
link-fetching = 正在从 { $host } 下载…
link-stop = 停止

## Editing a profile

edit-title = 编辑 { $name }
edit-back = 返回
edit-tabs = 编辑方式
edit-tab-form = 设置
edit-tab-text = 高级：文本
edit-name = 名称
edit-servers = 服务器（按尝试顺序）
edit-server-host = 服务器 { $place }
edit-server-port = 端口
edit-server-transport = 协议
transport-udp = UDP
transport-tcp = TCP
edit-server-up = 上移 { $host }
edit-server-down = 下移 { $host }
edit-server-remove = 移除 { $host }
edit-server-add = 添加服务器
edit-server-moved = { $host } 现为第 { $place } 个服务器，共 { $count } 个。
edit-server-removed = 已移除 { $host }。
edit-random = 按随机顺序尝试
edit-username = 用户名
edit-username-hint = 留空则连接时询问。
edit-traffic = 经由隧道的流量
edit-traffic-as-server-says = 由服务器决定
edit-traffic-everything = 全部
edit-traffic-only-routes = 仅以下网络
edit-routes = 经由隧道的网络
edit-routes-hint = 每行一个，例如 10.20.0.0/16。
edit-dns = DNS 服务器
edit-dns-hint = 每行一个地址。留空则由服务器决定。
edit-search = 搜索域
edit-search-hint = 每行一个。短名称会在其中查找。
edit-reconnect = 重试
edit-reconnect-first = 首次间隔（秒）
edit-reconnect-largest = 最长间隔（秒）
edit-reconnect-own = 由 Adit 决定
edit-text = 配置文件的文本
edit-text-hint = 密钥和密码保持原样，此处以标记代替。
edit-line = 第 { NUMBER($line, useGrouping: "false") } 行 · { $verdict }
edit-verdict-importable = 此配置文件可以直接使用。
edit-verdict-importable-with-warnings = 此配置文件可以使用。有几行值得查看。
edit-verdict-reject = 此配置文件目前无法使用。
edit-changes = 查看更改
edit-cancel = 取消
edit-save = 保存
edit-leave-title = 不保存就离开？
edit-leave-text = 您对此配置文件的更改将丢失。
edit-leave-stay = 留下
edit-leave-leave = 离开
changes-title = 导入后的更改
changes-label = 从原始文件到已保存的配置文件
changes-text = 导入时的配置文件会保留。
changes-none = 无。配置文件与导入时相同。
changes-unsaved = 您刚才输入的内容不在此比较中：尚未保存。
changes-restore = 恢复原始文件
changes-close = 关闭
export-title = 导出 { $name }？
export-text = 此文件包含连接所需的全部内容，包括密钥。任何拥有此文件的人都可以使用它们。
export-export = 导出…

## Prompts while connecting

prompt-credentials = 登录 { $name }
prompt-passphrase = 解锁 { $name } 的密钥
prompt-challenge = { $name } 还有一个问题
prompt-confirm = { $name } 正在其他地方等待您的确认
prompt-confirm-waiting = 请按服务器的说明操作。随后 Adit 会自动连接。
prompt-browser = 在浏览器中登录 { $name }
prompt-passphrase-text = 此配置文件中的私钥受密码短语保护。
prompt-browser-text = 登录页面将在浏览器中打开，地址为 { $host }。您完成后 Adit 会自动连接。
prompt-browser-open = 打开浏览器
prompt-browser-again = 再次打开
prompt-browser-copy = 复制链接
prompt-browser-waiting = 正在等待在浏览器中登录…
prompt-username = 用户名
prompt-password = 密码
prompt-passphrase-field = 密码短语
prompt-response = 回答
prompt-field = 字段 { $number }
prompt-optional = { $label }（可选）
prompt-choose = 选择…
prompt-form-not-kept = 您在此处填写的内容不会被记住。
prompt-banner = { $name } 先显示一条消息
prompt-banner-text = 服务器要求您接受此内容后才能进入。
prompt-banner-label = 服务器消息
prompt-accept = 接受
prompt-decline = 拒绝
prompt-show = 显示输入内容
prompt-hide = 隐藏输入内容
prompt-remember = 保存到密钥环
prompt-remember-memory = 记住直到退出 Adit
prompt-username-locked = 此名称由配置文件指定。
prompt-cancel = 取消
prompt-submit-credentials = 登录
prompt-submit-passphrase = 解锁
prompt-submit-challenge = 发送

## Log

log-title = 日志
log-back = 返回
log-filter = 筛选行
log-filter-clear = 清除筛选
log-follow = 跟随
log-copy = 全部复制
log-empty = 尚无日志。
log-none-found = 没有与“{ $query }”匹配的行。
log-lines =
    { $count ->
       *[other] { $count } 行
    }
log-level-error = 失败
log-level-warn = 警告
log-level-info = 信息
log-level-debug = 调试
log-unread = 无法读取日志。

## About

about-text = 适用于 OpenVPN 配置文件的 VPN 客户端。
about-version = 版本 { $version }
about-licence = { $licence }
about-contract = 辅助程序协议版本 { $contract }
about-licences = 所使用的软件
about-close = 关闭

## Quitting

quit-title = 退出 Adit？
quit-text =
    { $count ->
        [1] { $name } 已连接。退出将断开其连接。
       *[other] { $count } 个隧道已连接。退出将断开它们的连接。
    }
quit-stay = 留下
quit-quit = 退出

## Toasts

toast-removed =
    { $count ->
        [1] 已移除 { $name }。
       *[other] 已移除 { $count } 个配置文件。
    }
toast-imported =
    { $count ->
        [1] 已导入 { $name }。
       *[other] 已导入 { $count } 个配置文件。
    }
toast-duplicated = 已复制 { $name }。
toast-exported = 已导出 { $name }。
toast-saved = 已保存 { $name }。
toast-undo = 撤销
toast-forgotten = 已忘记 { $name } 的登录信息。
toast-failed = 操作未成功。
toast-close = 关闭
toasts-label = 消息

## For screen readers only

announce-state = { $name }：{ $state }。{ $sentence }
announce-failure = { $name }：{ $title }{ $advice }
