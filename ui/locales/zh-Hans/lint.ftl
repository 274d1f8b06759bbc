# Why a line of a profile is ignored, worth a note, or refused. `.advice` is the remedy, where the user has one.


## Not a profile

lint-empty = 文件为空。
    .advice = 请重新下载或复制配置文件。
lint-too-large = 此文件比任何配置文件都大。
    .advice = 请选择 .ovpn 文件本身。配置文件最大为 { $limit_kib } KiB。
lint-utf16 = 此文件是 UTF-16 文本。
    .advice = 请在文本编辑器中打开，另存为 UTF-8，然后重新导入。
lint-binary = 此文件不是文本。
    .advice = 请选择 .ovpn 文件本身。如果它来自归档文件，请先解压。
lint-nul-bytes = 文本在此处已损坏：其中含有零字节。
    .advice = 请重新下载或复制配置文件。
lint-web-page = 此文件是网页，不是配置文件。
    .advice = 下载链接可能指向了登录页面。请在浏览器中登录，然后重新下载配置文件。
lint-conflict-marker = 此处合并了配置文件的两个版本，合并标记仍在其中。
    .advice = 请保留一个版本，删除标记，然后重新导入。
lint-line-too-long = 此行比任何指令都长。
    .advice = 换行符可能已丢失。请重新下载或复制配置文件。
lint-too-many-lines = 配置文件的有效行数超过 { $limit } 行，超出 Adit 可接受的范围。
    .advice = 请选择 .ovpn 文件本身。如果没有选错，请索取路由较少的配置文件。
lint-lines-joined = 文件缺少换行符：全部或部分内容合并在一行中。
    .advice = 请以文件形式重新复制或下载配置文件，不要经过会合并行的输入框或消息。
lint-loose-material = 证书或密钥从此处开始，但没有说明其用途。
    .advice = 请将其放在 <ca> 与 </ca>、<cert> 与 </cert> 或 <key> 与 </key> 之间。
lint-unbalanced-quote = 此处的引号没有闭合。
    .advice = 请在文本编辑器中将其闭合，然后重新导入配置文件。
lint-missing-end-tag = <{ $name }> 从此处开始，但缺少结尾 </{ $name }>。
    .advice = 文件可能不完整。请重新下载或复制。
lint-block-on-one-line = “<{ $name }>”及其块中的内容在同一行。
    .advice = 请将 <{ $name }>、内容的每一行以及 </{ $name }> 分别放在单独的行中，或重新下载配置文件。
lint-stray-end-tag = </{ $name }> 结束了并未开始的内容。
    .advice = 请删除此行，或将 <{ $name }> 放在应有的位置。

## The profile as a whole

lint-no-server = 配置文件没有指定服务器。
    .advice = 请添加一行“remote”及服务器地址，或向提供者索取完整的配置文件。
lint-too-many-servers = 配置文件指定的服务器超出 Adit 可接受的数量；使用前 { $limit } 个。
lint-no-authority = 配置文件没有说明信任谁：其中没有证书颁发机构。
    .advice = 请向配置文件的提供者索取“ca”文件，或包含它的配置文件。
lint-not-a-client = 这不是用于服务器客户端的配置文件。
    .advice = 如果应该是，请添加一行“client”，然后重新导入。
lint-no-server-check = 同一颁发机构的任何证书都会被当作服务器，即使是其他客户的证书。
    .advice = 请向配置文件的提供者确认能否添加“remote-cert-tls server”。
lint-no-sign-in = 配置文件中既没有证书，也没有您的登录信息。
    .advice = 如果服务器拒绝您，请向配置文件的提供者询问缺少什么。
lint-certificate-without-key = 配置文件中有您的证书，但没有其私钥。
    .advice = 请向配置文件的提供者索取“key”文件。
lint-key-without-certificate = 配置文件中有私钥，但没有其证书。
    .advice = 请向配置文件的提供者索取“cert”文件。
lint-several-control-keys = 配置文件同时包含 tls-auth、tls-crypt 和 tls-crypt-v2 中的多个，它们互相排斥。
    .advice = 请向配置文件的提供者确认服务器使用哪一个。
lint-tls-auth-without-digest = tls-auth 无法与“auth none”一起使用。
    .advice = 请向配置文件的提供者确认服务器使用的“auth”。
lint-generic-profile = 这是 Access Server 的模板，不是个人的配置文件。
    .advice = 请在 Access Server 的页面登录，然后下载您自己的配置文件。
lint-not-utf8 = 文本不是 UTF-8，已按 Latin-1 读取；带重音符号的名称可能显示不正确。
lint-out-of-bounds = 有一个值超出配置文件允许的范围：{ $what }。
    .advice = 请向配置文件的提供者确认。

## How a line is written

lint-missing-value = “{ $name }”缺少所需的值。
    .advice = 配置文件可能是未填写的模板。请向提供者索取完整的配置文件。
lint-bad-value = “{ $value }”在此处无效。
    .advice = 请在文本编辑器中更正，或联系配置文件的提供者。
lint-extra-words = “{ $name }”的值过多。
    .advice = 如果这些值属于一个整体，请用引号括起来；否则请删除多余的部分。
lint-words-cut = 此行超过 16 个词；其余部分已忽略。
lint-long-line = 此行超过 OpenVPN 可接受的长度。Adit 仍会读取。
lint-literal-backslash = 反斜杠按原样读取。OpenVPN 本身要求写两个。
lint-repeated = 第 { $line } 行再次指定，以该行为准。
lint-inline-marker = 它表示内容在下方的块中。
lint-unknown-directive = Adit 不认识“{ $name }”。
    .advice = 如果它无关紧要，请删除此行，然后重新导入配置文件。
lint-unknown-line = Adit 不认识此行中的指令。此行未显示，因为它可能是密码或密钥的一部分。
    .advice = 请在文本编辑器中查看此行。如果无关紧要，请将其删除，然后重新导入配置文件。
lint-misspelled-directive = 没有这样的指令。是否应为“{ $suggestion }”？
    .advice = 请在文本编辑器中更正或删除此行，然后重新导入配置文件。
lint-unknown-allowed = Adit 不认识它，而配置文件说明可以忽略。
lint-optional-left-out = 配置文件说明可以忽略它。
lint-not-in-connection = “{ $name }”不能放在 connection 块中。
    .advice = 请将此行放在块之前，然后重新导入配置文件。
lint-replaced-by-connections = 改用此配置文件的 connection 块。

## What cannot be used

lint-tap-device = 此配置文件桥接整个网络（tap）。Adit 建立的是路由隧道（tun）。
    .advice = 请向服务器管理员索取“tun”配置文件。
lint-server-only = “{ $name }”用于服务器。
    .advice = 请向此文件的提供者索取客户端的配置文件。
lint-static-key-mode = 此配置文件使用一个静态密钥代替证书，这已不安全。
    .advice = 请向服务器管理员索取使用证书的配置文件。
lint-standalone-action = “{ $name }”是 openvpn 程序的任务，不是设置。
    .advice = 请删除此行，然后重新导入配置文件。
lint-script =
    { $name ->
        [up] “up”会在隧道接口就绪后运行程序，通常用于设置 DNS 或路由。
        [down] “down”会在隧道结束时运行程序，通常用于撤销“up”所做的设置。
        [route-up] “route-up”会在设置路由后运行程序。
        [route-pre-down] “route-pre-down”会在移除路由前运行程序。
        [ipchange] “ipchange”会在服务器地址改变时运行程序。
        [dns-updown] “dns-updown”会运行程序来设置 DNS。Adit 自行设置 DNS。
        [iproute-script] “iproute-script”会用程序代替系统自带的地址和路由程序。Adit 自行设置地址和路由。
        [tls-verify] “tls-verify”会让程序判断服务器证书。
        [tls-export-cert] “tls-export-cert”会将服务器证书写入文件夹，供程序使用。
        [auth-user-pass-verify] “auth-user-pass-verify”会让程序判断密码，只有服务器才这样做。
        [learn-address] “learn-address”会将客户端信息告知程序，只有服务器才有客户端。
       *[other] “{ $name }”会运行配置文件指定的程序。
    } Adit 从不运行配置文件中的程序。
    .advice =
        { $name ->
            [up] 除非该程序除了 DNS 和路由还有其他作用，否则没有它隧道也能工作。请删除此行，然后重新导入配置文件。
            [down] 没有它隧道也能工作。请删除此行，然后重新导入配置文件。
            [route-up] 除非该程序设置了自己的路由，否则没有它隧道也能工作。请删除此行，然后重新导入配置文件。
            [route-pre-down] 没有它隧道也能工作。请删除此行，然后重新导入配置文件。
            [ipchange] 没有它隧道也能工作。请删除此行，然后重新导入配置文件。
            [dns-updown] 没有它隧道也能工作。请删除此行，然后重新导入配置文件。
            [iproute-script] 没有它隧道也能工作。请删除此行，然后重新导入配置文件。
            [tls-verify] 没有它，检查会少于配置文件的承诺。请索取写明该程序所检查内容的配置文件，例如使用“verify-x509-name”。
           *[other] 如果没有它隧道也能工作，请删除此行，然后重新导入配置文件。
        }
lint-plugin = 此配置文件会将一个库加载到 VPN 客户端中，该库可以执行任何操作，通常用于登录或设置 DNS。Adit 从不这样做。
    .advice = 除非登录需要它，否则没有它隧道也能工作。请删除此行，然后重新导入配置文件。
lint-dns-helper = 不会运行设置 DNS 的脚本；Adit 自行设置 DNS。
lint-fragment = 此配置文件以 OpenVPN 1 的方式分割数据包。
    .advice = 请向配置文件的提供者索取“fragment”带有大小或不含“fragment”的配置文件。
lint-no-encryption = 使用此加密算法时，隧道中的任何内容都不会加密。
    .advice = 请联系服务器管理员使用 AES-256-GCM，并索取相应的配置文件。
lint-http-proxy-needs-tcp = 此服务器使用 UDP，而 HTTP 代理不传输 UDP。
    .advice = 请向配置文件的提供者索取 TCP 服务器，或删除 http-proxy。
lint-udp-behind-http-proxy = 已忽略此服务器：它使用 UDP，而 HTTP 代理不传输 UDP。
lint-two-proxies = 配置文件为同一服务器指定了 HTTP 代理和 SOCKS 代理，而途中只能有一个。
    .advice = 请删除您不使用的代理所在的行。
lint-proxy-ntlm = 此配置文件使用 NTLM 登录代理，它已不安全，Adit 也不支持。
    .advice = 请联系代理管理员使用 Basic 或 Digest 方式。
lint-bad-proxy-login = 此处应为两行：用户名和密码。
lint-external-key = 私钥在智能卡上或由其他程序保管，Adit 目前无法使用。
    .advice = 请索取包含密钥的配置文件。
lint-revocation-folder = 已吊销的证书列在一个文件夹中，Adit 不会读取。
    .advice = 请索取单个文件形式的列表（“crl-verify”不带“dir”）。
lint-tls-remote = “tls-remote”检查服务器名称的方式已被 OpenVPN 弃用。
    .advice = 请将其替换为“verify-x509-name”和服务器名称，然后重新导入配置文件。
lint-scramble = 数据包使用“scramble”进行伪装，只有经过专门修改的服务器和客户端才支持。
    .advice = 请向服务器管理员索取不使用它的连接，或使用服务商提供的客户端。
lint-tls-too-old = 此配置文件最高只允许 TLS { $version }，该版本已不安全。
    .advice = 请联系服务器管理员允许 TLS 1.2 或更高版本。
lint-key-method-one = 此配置文件使用 OpenVPN 已弃用的密钥交换方式。
    .advice = 请向服务器管理员索取最新的配置文件。
lint-not-supported = Adit 不支持“{ $name }”，没有它，隧道无法达到配置文件的承诺。
    .advice = 请向配置文件的提供者确认能否不使用它。
lint-unsupported-digest = 此配置文件需要摘要算法 { $digest }，Adit 不支持。
    .advice = 请联系服务器管理员使用“auth SHA256”，并索取相应的配置文件。
lint-cipher-fixed = 此配置文件只接受 { $cipher }，它已不安全。
    .advice = 请联系服务器管理员在其“data-ciphers”中允许 AES-256-GCM，并索取相应的配置文件。

## The environment of the profile

lint-overlaps-local = 此配置文件将 { $route } 送入隧道，而本机位于 { $network }。连接期间可能无法访问附近的设备。
    .advice = 如果需要这些设备，请在此处使用其他网络，或联系服务器管理员更改路由。

## Servers and files

lint-placeholder-server = 服务器地址处是“{ $value }”。
    .advice = 请将其替换为服务器地址。
lint-needs-file = 需要文件“{ $name }”，但它不在配置文件旁边。
    .advice = 请将其放入配置文件的文件夹。
lint-needs-file-elsewhere = 需要文件“{ $name }”，而 Adit 只在配置文件的文件夹中查找。
    .advice = 请将其放入该文件夹，并在此行中写不带文件夹的文件名。
lint-file-too-large = 文件“{ $name }”过大，不符合其用途。
    .advice = 请将正确的文件放入配置文件的文件夹。
lint-file-unreadable = 无法读取文件“{ $name }”。
    .advice = 请检查其权限。
lint-password-file = 窗口不读取“{ $name }”，而是询问您；如果它在配置文件的文件夹中，“aditctl connect”会读取。
lint-no-certificate = 此处没有证书。
    .advice = 应为从“BEGIN CERTIFICATE”到“END CERTIFICATE”的文本。请联系配置文件的提供者。
lint-bad-certificate = 证书已损坏。
    .advice = 请重新下载或复制配置文件。
lint-weak-certificate = 此证书类型较旧（{ $weakness }），可能不被接受。
    .advice = 请向服务器管理员索取新证书。
lint-certificate-expired =
    证书已于{ $days ->
        [0] 今天
        [1] 昨天
       *[other] { " " }{ $days } 天前
    }过期（{ DATE($not_after) }）。
    .advice = 服务器不会接受它。请向配置文件的提供者索取新证书。
lint-certificate-expiring =
    证书将于 { DATE($not_after) }{ $days ->
        [0] （今天）
        [1] （明天）
       *[other] （{ $days } 天后）
    }过期。
    .advice = 请向配置文件的提供者在此之前索取新证书。
lint-authority-expired =
    为服务器担保的颁发机构已于{ $days ->
        [0] 今天
        [1] 昨天
       *[other] { " " }{ $days } 天前
    }过期（{ DATE($not_after) }）。
    .advice = 服务器将不受信任。请向其管理员索取新的配置文件。
lint-certificate-not-yet-valid = 证书从 { DATE($not_before) }起有效。
    .advice = 如果该日期已到，请设置本机的时钟。
lint-bad-private-key = 此处没有可用的私钥。
    .advice = 应为从“BEGIN PRIVATE KEY”到“END PRIVATE KEY”的文本。请联系配置文件的提供者。
lint-bad-container = 此处没有可用的 PKCS#12 容器。
    .advice = 应为以 .p12 或 .pfx 结尾的文件。请联系配置文件的提供者。
lint-unsupported-lock = 它以 Adit 不支持的方式锁定（{ $scheme }）。
    .advice = 请向配置文件的提供者索取使用 AES 加密的文件。
lint-several-identities = 配置文件中有 PKCS#12 容器，另外还有证书或密钥。
    .advice = 请向配置文件的提供者确认哪一个属于您，并删除另一个。
lint-short-client-key = 此证书的密钥只有 { $bits } 位，不够安全，Adit 不会用它签名。
    .advice = 请向配置文件的提供者索取新的证书和 2048 位或以上的 RSA 密钥。
lint-key-of-another = 私钥与此证书不匹配。
    .advice = 请向配置文件的提供者索取此证书的密钥，或一对新的证书和密钥。
lint-unsupported-certificate = 此证书的密钥类型为 { $algorithm }，Adit 无法用它登录。
    .advice = 请向配置文件的提供者索取使用 RSA、ECDSA (P-256) 或 Ed25519 密钥的证书。
lint-unsupported-authority = 颁发机构的密钥类型为 { $algorithm }，Adit 无法验证。由其担保的服务器无法受到信任。
    .advice = 请向服务器管理员索取使用 RSA、ECDSA 或 Ed25519 密钥的颁发机构。
lint-unsupported-private-key = 这种私钥（{ $algorithm }）已不安全。
    .advice = 请向配置文件的提供者索取 RSA 或 EC 密钥。
lint-bad-static-key = 静态密钥已损坏。
    .advice = 应为 512 个十六进制数字。请重新下载或复制配置文件。
lint-bad-tls-crypt-v2-key = tls-crypt-v2 密钥已损坏，或者是服务器的密钥。
    .advice = 请重新下载或复制配置文件。
lint-bad-fingerprint = “{ $value }”不是指纹。
    .advice = 应为以冒号分隔的成对十六进制数字。请联系配置文件的提供者。
lint-bad-revocation-list = 证书吊销列表已损坏。
    .advice = 请向配置文件的提供者索取最新的列表。
lint-bad-login-block = 此处没有用户名。
    .advice = 块的第一行应为用户名，第二行应为密码。

## Used, with a warning

lint-fallback-cipher = 仅当服务器无法协商更好的加密算法时才使用 { $cipher }。
lint-unsupported-cipher = Adit 不支持 { $cipher }。如果服务器可以协商其他加密算法，则可以使用。
    .advice = 如果不能，请联系服务器管理员将 AES-256-GCM 加入其“data-ciphers”。
lint-ciphers-left-out = Adit 不支持 { $ciphers }；会提供其余的加密算法。
lint-no-aead-cipher = 此列表中的所有加密算法类型都较旧。可以使用，但速度较慢。
lint-negotiation-off = 配置文件禁止协商更好的加密算法。Adit 仍会协商。
lint-compression-framing = Adit 从不压缩，因为压缩可能泄露隧道中的内容。数据包符合服务器的要求，服务器压缩的内容也能读取。
lint-compression-read = Adit 可以读取服务器压缩的内容，自身不压缩。服务器压缩的内容仍可能泄露其中的信息。
    .advice = 请联系服务器管理员关闭压缩，然后删除此行。
lint-digest-not-used = Adit 不支持摘要算法 { $digest }。不需要它：所提供的加密算法不使用它。
lint-domains-without-server = DNS 服务器 { $number } 有域而没有地址，因此无法向其查询。
    .advice = 请向配置文件的提供者索取 DNS 服务器的地址。
lint-cbc-without-digest = 使用“auth none”时，AES-CBC 数据包可能在途中被更改。Adit 不会这样使用 AES-CBC。
    .advice = 如果无法访问服务器，请联系其管理员使用 AES-256-GCM 或“auth SHA256”。
lint-no-shared-suite = Adit 不支持其中任何一个；它会提供自己的更强的套件。
    .advice = 如果无法访问服务器，请联系其管理员允许 ECDHE 套件或 TLS 1.3。
lint-weak-accepted = 此配置文件接受旧的、较弱的证书类型。
    .advice = 请向服务器管理员确认是否仍有必要。
lint-ns-cert-type = 以旧的方式检查服务器。
    .advice = 请向配置文件的提供者索取含有“remote-cert-tls server”的配置文件。
lint-route-by-name = 已忽略通往“{ $value }”的路由：Adit 只接受以地址指定的路由。
    .advice = 如果此流量必须经由隧道，请在此处填写地址。
lint-unusable-address = 已忽略“{ $value }”：它不是隧道可以通往的位置。
lint-too-many-values = 已忽略：Adit 最多接受 { $limit } 个此类项目，而配置文件中更多。
lint-value-left-out = “{ $value }”在此处无效，已忽略。
lint-partly-used = 已忽略“{ $value }”；使用此行的其余部分。
lint-not-honoured = Adit 不执行“{ $name }”。没有它隧道也能工作。
lint-push-only = “{ $name }”由服务器发送，在此处忽略。
lint-own-control = “{ $name }”用于控制 openvpn 程序。Adit 有自己的方式。
lint-own-log-file = 不写入“{ $name }”；Adit 有自己的日志。
lint-own-dns-protection = Adit 自行将 DNS 保持在隧道内。

## Ignored

lint-own-log = Adit 有自己的日志。
lint-own-rights = Adit 的辅助程序本来就以最低权限运行。
lint-always-so = Adit 本来就这样做。
lint-other-platform = 它用于其他系统。
lint-obsolete = 它在 OpenVPN 中也不起作用。
lint-tuning = Adit 会自行优化。
lint-for-scripts = 它用于脚本，Adit 不运行脚本。
lint-for-other-programs = 它用于其他程序。

## Fixes: what is done, and why

fix-cipher-list = 提供新式加密算法，{ $name } 仅作为最后手段
    .advice = “cipher”来自客户端与服务器尚不协商加密算法的时代。如今 OpenVPN 本身也要求使用列表。
fix-modern-ciphers = 以新式加密算法代替旧的算法
    .advice = 此行中的加密算法已不安全。近年来的服务器会协商更好的算法。
fix-negotiate = 让客户端与服务器协商加密算法
    .advice = OpenVPN 已弃用“ncp-disable”，而 Adit 始终会协商最好的加密算法。
fix-data-ciphers = 使用加密算法列表的现用名称 (data-ciphers)
    .advice = OpenVPN 已将“ncp-ciphers”更名为“data-ciphers”。
fix-server-name = 以现在的方式检查服务器名称 (verify-x509-name)
    .advice = OpenVPN 已弃用“tls-remote”。“verify-x509-name”比较的是同一名称。
fix-server-usage = 以现在的方式检查对方确为服务器 (remote-cert-tls)
    .advice = “ns-cert-type”检查的标记在新证书中没有。“remote-cert-tls”检查的是新证书中的标记。
fix-check-server = 检查对方确为服务器 (remote-cert-tls)
    .advice = 否则，任何拥有同一颁发机构证书的人都可以冒充服务器。
fix-dns-helper = 去掉设置 DNS 的脚本
    .advice = Adit 自行设置 DNS，并在隧道结束时恢复。
fix-leave-out-script = 去掉“{ $name }”
    .advice = Adit 从不运行配置文件中的程序。大多数隧道没有它也能工作；该程序为您做的事则不会执行。
fix-key-direction = 使用 tls-auth 密钥的客户端部分
    .advice = 大多数服务器在不同方向上使用此密钥的两个部分，而配置文件没有说明哪一部分属于您。
fix-obsolete = 去掉“{ $name }”
    .advice = 它在 OpenVPN 中也不起作用，而且有些版本会因此停止。
fix-no-compression = 明确说明不压缩
    .advice = 数据包仍符合服务器的要求。压缩可能泄露隧道中的内容。
fix-spelling = 按 OpenVPN 的写法书写
    .advice = OpenVPN 只认识此词的小写形式。
fix-extra-words = 去掉“{ $name }”不接受的内容
    .advice = 如果一行中的值过多，OpenVPN 会停止。
fix-misspelled = 更正指令的名称
    .advice = “{ $name }”可能是笔误。
fix-backslash = 按 OpenVPN 的读取方式书写反斜杠
    .advice = OpenVPN 要求每个反斜杠都写两个。
fix-tls-cipher = 去掉旧的 TLS 套件列表
    .advice = Adit 不支持其中任何一个，会提供自己的更强的套件。
fix-ask-for-password = 询问密码，而不是指定文件
    .advice = Adit 不读取含有密码的文件；它会询问您，并可按您的意愿将密码保存在密钥环中。
fix-client = 注明这是客户端的配置文件
    .advice = 配置文件指定了服务器和颁发机构，但没有说明它从服务器获取设置。
