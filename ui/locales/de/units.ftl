# Sizes, times and dates.

# The name of this language in itself.
language-name = Deutsch
# Between the whole and its tenths.
decimal-separator = ,

size-bytes = { $count ->
    [one] { $count } Byte
   *[other] { $count } Byte
}
size-kb = { $value } kB
size-mb = { $value } MB
size-gb = { $value } GB
size-tb = { $value } TB

date = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }
date-unknown = unbekannter Tag

session-end-same-day = Der Server beendet diese Sitzung um { $time }.
session-end = Der Server beendet diese Sitzung am { $date } um { $time }.
session-end-unknown = Der Server bestimmt selbst, wann diese Sitzung endet.
# Things in a row, two at a time.
list-pair = { $before }, { $next }
