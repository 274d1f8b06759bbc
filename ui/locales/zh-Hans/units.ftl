# Sizes, times and dates.

# The name of this language in itself.
language-name = 简体中文
# Between the whole and its tenths.
decimal-separator = .
size-bytes =
    { $count ->
       *[other] { $count }字节
    }
size-kb = { $value } kB
size-mb = { $value } MB
size-gb = { $value } GB
size-tb = { $value } TB
date = { $year }年{ $month }月{ $day }日
date-unknown = 未知日期
session-end-same-day = 服务器将于 { $time } 结束此会话。
session-end = 服务器将于 { $date } { $time } 结束此会话。
session-end-unknown = 服务器将自行决定何时结束此会话。
# Things in a row, two at a time.
list-pair = { $before }、{ $next }
