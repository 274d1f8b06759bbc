# Texts that the window, the tray and the notifications share. Failures are in failures.ftl, reports on profiles in lint.ftl.


## State

state-disconnected = 已断开连接
state-connecting = 正在连接
state-other-network = 在此网络中关闭
state-connected = 已连接
state-reconnecting = 正在重新连接
state-disconnecting = 正在断开连接
state-offline = 离线
state-waiting = 等待中
state-failed = 未连接
state-blocked = 已阻止
state-asking = 正在等待您
state-unknown = 未知
sentence-disconnected = { $name } 已关闭。没有流量经由它。
sentence-disconnected-held = 在 { $name } 或其他隧道连接之前，不会放行任何流量。
sentence-preparing = 正在打开 { $name }。密钥环可能会要求解锁。
sentence-resolving = 正在查找 { $host }。
sentence-contacting = 正在联系 { $host }，{ $transport } { $port }。
sentence-securing = 正在验证对方是否为 { $host }。
sentence-authenticating = 正在登录 { $host }。
sentence-configuring = 正在设置隧道。
sentence-connecting = 正在查找服务器。
sentence-asking = { $name } 需要您回答。
sentence-all-traffic = 所有流量都经由 { $name }。
sentence-all-traffic-ipv4 = 所有 IPv4 流量都经由 { $name }。
sentence-all-traffic-ipv6-held = 所有流量都经由 { $name }；它不传输的 IPv6 已被阻止。
sentence-some-traffic =
    { $count ->
       *[other] 只有 { $count } 个网络经由 { $name }。
    }
sentence-no-traffic = 只有隧道自身的网络经由 { $name }。
sentence-reconnecting = 连接已中断。恢复之前，{ $name } 的流量会被阻止。
sentence-still-trying = 已失败 { $count } 次。Adit 会继续尝试，直到 { $name } 连接成功或您取消。
sentence-still-reconnecting = 已失败 { $count } 次。{ $name } 的流量被阻止；断开连接即可放行。
sentence-disconnecting = 正在恢复网络原状。
sentence-failed = 无法连接 { $name }。
sentence-blocked = { $name } 的流量被阻止。断开连接即可放行。
sentence-unknown = 没有辅助程序，Adit 无法得知。

## Waiting

waiting-next-try =
    { $seconds ->
        [0] 现在进行下一次尝试：{ $plan }。
       *[other] { $seconds } 秒后进行下一次尝试：{ $plan }。
    }
waiting-for-next-try = 正在等待下一次尝试：{ $plan }。
waiting-plan = { $host }，{ $transport }（{ $try }）
waiting-try-number =
    { $number ->
        [1] 第一次尝试
        [2] 第二次尝试
        [3] 第三次尝试
       *[other] 第 { $number } 次尝试
    }
waiting-no-carrier = 离线：没有网络。有网络后会自动继续。
waiting-no-address = 离线：网络尚未给此计算机分配地址。分配后会自动继续。
waiting-no-route = 离线：此网络无法通往服务器。可以通往时会自动继续。
waiting-not-here = 在此计算机当前所在的网络中不使用。在其他网络中会重新连接。
waiting-only-elsewhere = 仅在一个网络中使用，但不是当前网络。在该网络中会连接。
waiting-sign-in = 此网络要求先登录。登录后会自动继续。

## Steps

step-resolving = 查找
step-contacting = 联系
step-securing = 验证
step-authenticating = 登录
step-configuring = 设置

## The way to a tunnel, link by link

chain-helper = 辅助程序
chain-helper-holds = 正在运行
chain-helper-broken = 未运行
chain-helper-refused = 不允许
chain-network = 网络
chain-network-holds = 已连接
chain-network-broken = 未连接
chain-network-signs-in = 要求登录
chain-names = 服务器名称
chain-names-holds = 已找到
chain-names-broken = 未找到
chain-names-silent = 名称服务器没有应答
chain-server = 服务器
chain-server-holds = 有应答
chain-server-silent = 没有应答
chain-server-lost = 已停止应答
chain-server-proxy = 无法通过代理访问
chain-server-untrusted = 无法证明自己是正确的服务器
chain-server-other = 有应答，但不符合此配置文件的要求
chain-sign-in = 登录
chain-sign-in-holds = 已接受
chain-sign-in-broken = 未被接受
chain-computer = 设置
chain-computer-holds = 已完成
chain-computer-broken = 无法在此计算机上进行
chain-computer-options = 与服务器的要求不符
chain-computer-clock = 此计算机的时钟不正确
chain-unknown = 尚未尝试

## Profiles

servers-many =
    { $count ->
       *[other] { $count } 个服务器
    }
sign-in-certificate = 证书
sign-in-password = 密码
sign-in-both = 证书和密码
sign-in-browser = 浏览器
sign-in-certificate-browser = 证书和浏览器
sign-in-none = 无需登录
details-all-traffic = 所有流量
details-all-ipv4 = 所有 IPv4 流量
details-all-ipv6 = 所有 IPv6 流量
details-server-value = { $host }，{ $transport } { $port }
details-server-address-value = { $host }（{ $address }），{ $transport } { $port }
other-user = 用户 { $uid }
other-connection = 一个连接

## Keychain and storage

keychain-missing = 此桌面没有可用的密钥环。
    .advice = 配置文件和密码会保留在内存中，直到退出 Adit。要保留它们，请启动密钥环，例如 GNOME Keyring 或 KWallet。
network-sign-in = 此网络要求先登录。
    .advice = 打开其页面并登录，Adit 随后会自动连接。在阻止流量期间，浏览器最多可访问该页面五分钟。
network-no-server = 这不是服务器的地址。
    .advice = 请输入类似 192.168.1.1 的地址；如果端口不是 443，请一并输入端口。
keychain-locked = 密钥环仍处于锁定状态。
    .advice = 请解锁后重试。在此之前，配置文件和密码只保留在内存中。
keychain-profile = { $name } 已加密，其密钥在密钥环中。
    .advice = 请启动并解锁密钥环，然后重试。如果密钥已丢失，请重新导入配置文件。
profile-sealed = 无法用密钥环中的密钥打开 { $name }。
    .advice = 请重新导入配置文件。
profile-damaged =
    { $count ->
       *[other] 无法读取 { $count } 个已保存的配置文件。
    }
    .advice =
        { $count ->
           *[other] 文件仍保留在原处。请重新导入，或将其移走。
        }
profile-not-written = 无法将 { $name } 写入磁盘。
    .advice = 它会保留在内存中，直到退出 Adit。请检查可用空间和文件夹的权限。
arrangement-not-written = 无法将收藏和分组写入磁盘。
    .advice = 它们在退出 Adit 之前有效。请检查可用空间和文件夹的权限。
arrangement-damaged = 无法读取收藏和分组。
    .advice = 所有配置文件都在。损坏的文件已保留在它们旁边。
groups-too-many = 已有 1,000 个分组，不能再增加。
    .advice = 请将配置文件放入其中一个分组。
group-name-taken = 另一个分组名为 { $name }。
    .advice = 请输入其他名称。
group-unknown = 没有此分组。
profile-unknown = 没有此配置文件。
    .advice = 它可能已被移除。请选择另一个。
name-empty = 配置文件需要一个名称。
    .advice = 请输入名称。
prompt-incomplete = 此表单尚未填写完整。
    .advice = 请填写所需内容，然后重试。
prompt-over = 此问题已不再需要回答。
    .advice = 请重新连接，届时会再次询问。
browser-signed-in = 您已登录。
    .advice = 可以关闭此页面。Adit 会继续连接。
browser-port-taken = 无法从浏览器返回登录结果：本机的端口 { $port } 已被占用。
    .advice = 请完成或取消另一个正在等待浏览器的登录，或关闭另一个 VPN 程序，然后再次打开浏览器。
guide-missing = 此计算机上没有使用指南。
    .advice = 它随 Adit 的软件包提供。在源代码中为 docs/guide.md。
guide-not-opened = 无法打开使用指南。
    .advice = 这里没有可打开此类文件的程序。指南位于 /usr/share/doc/adit。
browser-not-opened = 无法打开浏览器。
    .advice = 请复制链接，然后自行在浏览器中打开。
link-not-secure = 服务器发送的链接不是 https 地址。
    .advice = 请联系配置文件的提供者。Adit 不会打开此类链接。

## Import

import-not-file = 这既不是文件，也不是文件夹。
    .advice = 请选择配置文件、归档文件或包含配置文件的文件夹。
import-not-found = 文件不存在。
    .advice = 请重新选择。
import-unreadable = 无法读取文件。
    .advice = 请检查其权限，然后重新选择。
import-too-large = 此文件太大，不可能是配置文件。
    .advice = 请选择 .ovpn 文件本身。配置文件最大为 { $limit } KB。
import-nothing-inside = 其中没有配置文件。
    .advice = Adit 会查找 .ovpn、.conf、.tblk 和 .mobileconfig 文件。请向提供者确认哪个文件是配置文件。
import-archive-damaged = 无法解压归档文件。
    .advice = 它可能不完整，或不是归档文件。请重新下载。
import-archive-large = 此归档文件中的内容远多于配置文件。
    .advice = 请自行解压，然后导入其中的配置文件。
import-archive-escape = 此归档文件会写入自身文件夹之外，因此 Adit 不会打开它。
    .advice = 请向提供者索取另一个。
import-archive-locked = 归档文件受密码保护。
    .advice = 请自行解压，然后导入文件夹。
import-archive-unsupported = Adit 不支持此归档文件的格式。
    .advice = 请自行解压，然后导入文件夹。
import-mobileconfig-unreadable = 无法读取配置描述文件。
    .advice = 请向提供者索取 XML 格式的文件或 .ovpn 文件。
import-mobileconfig-encrypted = 此配置描述文件已针对某一台设备加密。
    .advice = 请向提供者索取 .ovpn 文件。
import-mobileconfig-other = 此配置描述文件中没有 OpenVPN 配置文件。
    .advice = 请向提供者索取 .ovpn 文件。
import-too-many = 一次导入的配置文件过多。
    .advice = 每次最多导入 { $limit } 个。
import-over = 此次导入已结束。
    .advice = 请重新导入。
import-skipped-file = 这些文件都不是所缺少的文件。
    .advice = 请选择列表中列出的文件。
import-side-large = 此文件太大，不可能属于配置文件。
    .advice = 请选择证书或密钥本身。最大为 { $limit } KB。
import-ready = 可以导入。
import-ready-warnings = 可以导入。有需要了解的内容。
import-expired = { $said }
    .advice = 可以导入，但无法用它连接。
import-fixable = 此配置文件目前无法使用。
    .advice = Adit 可以修复：请查看下方的修复建议。
import-refused = 此配置文件无法使用。
    .advice = 下方各行说明了原因。请向提供者索取另一个。
import-needs-file =
    { $count ->
       *[other] 此配置文件缺少 { $count } 个文件。
    }
    .advice = 请选择 { $file } 以继续。
import-needs-address = 此配置文件中服务器地址处是占位文本。
    .advice = 请在第 { NUMBER($line, useGrouping: "false") } 行将“{ $placeholder }”替换为地址。
import-package-scripts = 此软件包带有 Tunnelblick 会运行的程序：{ $scripts }。Adit 不会运行其中任何一个。
import-identity-elsewhere = 证书和密钥位于配置描述文件的另一部分。如果登录失败，请向提供者索取 .ovpn 文件。
import-redirected = 来自 { $host }，链接指向了该处。
import-more-servers = 以及另外 { $count } 个
import-sign-in-both = 使用此配置文件中的证书以及用户名和密码登录。
import-sign-in-certificate = 使用此配置文件中的证书登录。
import-sign-in-password = 使用用户名和密码登录。
import-sign-in-browser = 使用浏览器登录。
import-sign-in-certificate-browser = 使用此配置文件中的证书和浏览器登录。
import-sign-in-none = 此配置文件没有指定登录方式。
import-sign-in-user = 用户名为 { $user }。
import-sign-in-passphrase = 密钥需要输入密码短语。
import-sign-in-challenge = 服务器每次都会再问一个问题。
import-traffic-server = 由服务器决定哪些流量经由隧道。
import-traffic-everything = 所有流量都经由隧道。
import-traffic-nothing = 无论服务器如何指定，只有隧道自身的网络经由隧道。
import-traffic-only =
    无论服务器如何指定，只有 { $routes } { $count ->
       *[other] 经由隧道。
    }
import-traffic-routes =
    { $routes } { $count ->
       *[other] 以及服务器添加的网络经由隧道。
    }
import-dns-server = 由服务器指定 DNS 服务器。
import-dns = 由 { $servers } 应答 DNS 查询，除非服务器指定了其他服务器。

## Links

import-link-asks = 有程序要求 Adit 从 { $host } 下载配置文件。
    .advice = 仅当您了解 { $host } 且亲自提出了此请求时才继续。
import-need-fetch = 从 { $host } 下载配置文件
import-link-signs-in = 在浏览器中登录后，{ $host } 才会提供配置文件。
    .advice = 请在该处登录。下载的内容随后会在 Adit 中打开。
import-need-browser = 在浏览器中打开 { $host }
import-link-long = 此链接过长。
    .advice = 请在浏览器中下载配置文件，然后导入该文件。
import-link-not-secure = Adit 只通过 https 下载配置文件。
    .advice = 请向链接的提供者索取以 https:// 开头的链接。
import-link-malformed = Adit 无法打开此链接。
    .advice = 请重新复制，或在浏览器中下载配置文件后导入。
import-link-credentials = 此链接中含有用户名或密码。
    .advice = 请在浏览器中下载配置文件，然后导入该文件。
import-link-local = 此链接指向您自己的计算机或网络，链接不得访问这些位置。
    .advice = 如果确实需要，请在浏览器中下载配置文件，然后导入该文件。
import-fetch-no-address = 没有名为 { $host } 的服务器。
    .advice = 请检查链接和网络，然后重试。
import-fetch-unreachable = 无法访问 { $host }，或对方无法证明自己是 { $host }。
    .advice = 请检查网络，然后重试。如果其证书不是由已知颁发机构签发的，请在浏览器中下载配置文件。
import-fetch-status = { $host } 不提供此配置文件。
    .advice = 链接可能只能使用一次，或已过期。请索取新的链接。
import-fetch-redirects = { $host } 不断地从一个地址转到另一个地址。
    .advice = 请在浏览器中下载配置文件，然后导入该文件。
import-fetch-no-profile = { $host } 发送的不是配置文件。
    .advice = 链接可能指向登录页面。请在浏览器中下载配置文件，然后导入该文件。
import-fetch-no-sign-in = { $host } 只在其网页上提供配置文件。
    .advice = 请在浏览器中登录并下载配置文件，然后导入该文件。
import-fetch-slow = { $host } 用时过长。
    .advice = 请检查网络，然后重试。
import-temporary = { $name } 只保留在内存中，因为没有可用于加密的密钥环。
    .advice = 要保留它，请启动密钥环，例如 GNOME Keyring 或 KWallet。
import-temporary-many = { $count } 个配置文件只保留在内存中，因为没有可用于加密的密钥环。
    .advice = 要保留它们，请启动密钥环，例如 GNOME Keyring 或 KWallet。

## Editor

edit-closed = 此配置文件没有在编辑器中打开。
    .advice = 请重新打开。
edit-no-text = 此配置文件无法以文本形式编辑。
    .advice = 要更改它，请重新导入。
edit-mark = 代表密钥或密码的行已被更改。
    .advice = 请在第 { NUMBER($line, useGrouping: "false") } 行将其恢复原状，或删除该行。
edit-refused = 配置文件无法这样保存。
    .advice = 下方各行说明了原因。
edit-form = 无法将 { $value } 写入配置文件。
edit-form-empty = 无法将此内容写入配置文件。
edit-next-time = { $name } 仍按原来的设置连接。更改从下次连接起生效。
    .advice = 要立即生效，请断开后重新连接。
export-title = 保存 { $name }。文件包含其密钥：请勿交给他人。
export-failed = 无法写入文件。
    .advice = 请选择另一个文件夹，或检查可用空间。
duplicate-name = { $name } 副本

## Tray

tray-title = Adit
tray-none = 还没有配置文件
tray-helper = 辅助程序未运行
tray-several = { $count } 个连接
tray-left-out =
    { $count ->
       *[other] 窗口中还有 { $count } 个…
    }
tray-profile = { $name }：{ $state }
tray-let-out = 放行流量
tray-open = 打开 Adit
tray-quit = 退出

## Notifications

notify-connected = 已连接到 { $name }
notify-ended = { $name } 已断开连接
notify-failed = 无法连接 { $name }
notify-blocked = { $name } 需要您处理
notify-reconnecting = { $name } 的连接已中断
notify-asking = { $name } 需要您回答
    .advice = 请打开 Adit 回答。
notify-background = Adit 将在后台继续运行
    .advice = 再次打开 Adit 即可显示窗口。使用菜单中的“退出 Adit”可将其退出。
notify-helper = Adit 的辅助程序已停止
    .advice = 隧道可能已断开。辅助程序恢复后，Adit 会立即与其重新连接。

## File chooser

import-choose = 导入配置文件
import-filter = VPN 配置文件
import-filter-all = 所有文件
import-choose-folder = 导入配置文件文件夹
import-choose-side = 选择 { $name } 所需的文件

## The helper as a service of the system

helper-asking = 正在等待授权…
helper-starting = 正在启动辅助程序…
helper-not-installed = 此系统中未安装 Adit 的辅助程序。
    .advice = 请安装 Adit 的软件包。如果 Adit 是您自己构建的，“make run”会同时启动两者。
helper-off = 连接需要 Adit 的辅助程序，但它未启用。
    .advice = 没有它也可以导入和编辑。
helper-stopped = Adit 的辅助程序已停止。
    .advice = 没有它无法建立隧道。
helper-starts = Adit 的辅助程序正在启动。
    .advice = 请稍候。
helper-silent = Adit 的辅助程序正在运行，但没有应答。
    .advice = 重新启动通常可以解决问题。
helper-failing = Adit 的辅助程序自行退出了。
    .advice = 请重新启动。如果再次退出，菜单中的“检查此计算机”可能会显示原因。
helper-blocked = 管理员已在此计算机上禁止 Adit 的辅助程序。
    .advice = 管理员可以使用“sudo systemctl unmask aditd adit-netd”允许它。
helper-refused = 您无权在此计算机上启动 Adit 的辅助程序。
    .advice = 请联系此计算机的管理员，或使用管理员密码重试。
helper-nobody-to-ask = 此操作需要管理员授权，而此桌面无法询问密码。
    .advice = 管理员可以使用“sudo systemctl enable --now aditd adit-netd”完成此操作。
helper-not-started = 无法启动 Adit 的辅助程序。
    .advice = 请重试，或查看菜单中的“检查此计算机”。
