# What the organisation has settled for this computer in /etc/adit/policy.toml. $organisation is its name, $file a file, $line a line
# in it, $what what is wrong.

policy-set = 某些设置由您的组织管理。
policy-set-by = 某些设置由 { $organisation } 管理。
policy-setting = 由您的组织设置。
policy-setting-by = 由 { $organisation } 设置。
policy-own-profiles =
    无法使用自己的配置文件：{ $organisation ->
        [none] 您的组织
       *[other] { $organisation }
    }不允许使用。
policy-problem = 无法使用您组织的策略，因此不允许任何操作：{ $what }
    .advice = 请联系管理员更正 { $file } 并运行“aditctl policy apply”。在此之前，流量会被阻止。
policy-problem-line = 无法使用您组织的策略，因此不允许任何操作：{ $file } 第 { $line } 行：{ $what }
    .advice = 请联系管理员更正此行并运行“aditctl policy apply”。在此之前，流量会被阻止。
policy-none = 没有由组织管理的设置。
policy-fault-unreadable = 无法读取：{ $why }。
policy-fault-owner = 它不属于 root。
policy-fault-writable = root 以外的用户可以写入该文件或其所在的文件夹。
policy-fault-not-a-file = 它是链接，或不是普通文件。
policy-fault-too-large = 它超过 { $limit } 字节。
policy-fault-syntax = { $detail }。
policy-fault-value = { $key } 为“{ $value }”，可以为 { $allowed }。
policy-fault-twice = 有两个配置文件的 ID 为“{ $id }”。
policy-fault-profile = 无法使用此配置文件：{ $why }
policy-fault-not-applied = 未应用。
policy-managed-profile = 此配置文件属于您的组织，无法在此处更改。
    .advice = 请联系管理员。
