# Sizes, times and dates.

# The name of this language in itself.
language-name = English
# Between the whole and its tenths.
decimal-separator = .

size-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
size-kb = { $value } kB
size-mb = { $value } MB
size-gb = { $value } GB
size-tb = { $value } TB

date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-unknown = an unknown day

session-end-same-day = The server ends this session at { $time }.
session-end = The server ends this session at { $time } on { $date }.
session-end-unknown = The server ends this session at a time of its own.
# Things in a row, two at a time.
list-pair = { $before }, { $next }
