# Settings: what the shell says of them, and the page.

setting-wrong = 该设置不能为此值。
setting-not-saved = 设置未保存：无法写入 { $path }。
    .advice = 请检查该文件夹是否属于您，以及磁盘是否已满。
settings-damaged = 无法读取某些设置。将使用默认值。
    .advice = 损坏的文件已保留为 { $kept }。
text-not-saved = 文件未保存：无法写入 { $path }。
    .advice = 请选择另一个文件夹。
diagnostics-save-title = 保存诊断信息
log-save-title = 保存日志

## The page

menu-settings = 设置
settings-title = 设置
settings-back = 返回
settings-search = 搜索设置
settings-search-clear = 清除搜索
settings-none-found = 没有与“{ $query }”匹配的设置。
settings-show-all = 显示所有设置
settings-section-general = 常规
settings-section-start = 启动和睡眠
settings-section-protection = 保护
settings-section-networks = 网络
settings-section-notices = 通知和托盘
settings-section-profiles = 配置文件和密码
settings-section-checks = 检查和历史记录
settings-section-help = 帮助
setting-language = 语言
setting-language-system = 与此计算机相同
setting-appearance = 外观
setting-appearance-system = 与此计算机相同
setting-appearance-light = 浅色
setting-appearance-dark = 深色
setting-after-sleep = 此计算机唤醒时
setting-after-sleep-hint = 在 Adit 运行期间。
setting-after-sleep-reconnect = 重新连接
setting-after-sleep-disconnect = 保持断开
setting-desktop-proxy = 使用此计算机的代理
setting-desktop-proxy-hint = 仅当无法直接访问服务器时。
setting-known-networks = 已知网络
setting-known-networks-none = 所有配置文件都可以在任何网络中连接。要更改，请在配置文件的菜单中选择“网络…”。
setting-known-network-change = 更改 { $name } 的网络
setting-notifications = 通知
setting-notifications-all = 全部
setting-notifications-not-mine = 仅限并非由我操作的
setting-notifications-none = 无
setting-tray-click = 单击托盘图标
setting-tray-click-toggle-last = 连接或断开连接
setting-tray-click-open-window = 打开此窗口
setting-sort = 配置文件的排序
setting-sort-last-used = 最近使用的在前
setting-sort-name = 按名称
setting-sort-added = 最近添加的在前
setting-remember = 提供记住密码的选项
setting-remember-hint = 保存在此计算机的密钥环中。已记住的内容会保留到您选择忘记为止。
setting-forget = 已记住的密码
setting-forget-count =
    { $count ->
        [0] 没有记住任何内容。
       *[other] { $count } 个配置文件有已记住的内容。
    }
setting-forget-all = 全部忘记…
setting-forget-question = 忘记所有已记住的密码？
setting-forget-text = 下次连接时会要求您输入。
setting-forget-confirm = 全部忘记
setting-live-check = 每分钟检查隧道
setting-live-check-hint = 在此窗口打开期间。只会询问 VPN 自身的服务器和名称服务器。
setting-history = 保留流量历史记录
setting-history-hint = 每个配置文件的流量，仅保存在此计算机上。
setting-update-check = 检查新版本
setting-update-check-hint = 每天一次。不会自动下载或安装任何内容。
setting-diagnostics = 诊断
setting-diagnostics-hint = 帮助您的人所需的信息，保存在一个您可以先查看的文件中。
setting-diagnostics-open = 显示…
setting-log = 日志
setting-log-hint = Adit 的辅助程序执行过的操作。
setting-log-open = 打开
setting-reset = 重置
setting-reset-hint = 恢复此页面上的所有设置，适用于整台计算机的设置除外。配置文件和密码会保留。
setting-reset-all = 重置设置…
setting-reset-question = 重置所有设置？
setting-reset-text = 配置文件、密码和此计算机的保护保持不变。
setting-reset-confirm = 重置
settings-cancel = 取消

## Diagnostics

diagnostics-title = 诊断
diagnostics-back = 返回
diagnostics-text = 不会发送任何内容。以下是文件将包含的所有行。其中绝不会有密钥和密码。
diagnostics-names = 包括配置文件、服务器和用户的名称
diagnostics-addresses = 包括地址
diagnostics-save = 保存…
diagnostics-copy = 全部复制
diagnostics-lines =
    { $count ->
       *[other] { $count } 行
    }
diagnostics-looking = 正在检查…
text-saved = 已保存。

## The log page

log-levels = 显示
log-levels-error = 失败
log-levels-warn = 失败和警告
log-levels-info = 不含细节
log-levels-debug = 全部
log-save = 保存…
