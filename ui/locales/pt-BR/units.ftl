# Sizes, times and dates.

# The name of this language in itself.
language-name = Português (Brasil)
# Between the whole and its tenths.
decimal-separator = ,
size-bytes =
    { $count ->
        [one] { $count } byte
        [many] { $count } de bytes
       *[other] { $count } bytes
    }
size-kb = { $value } kB
size-mb = { $value } MB
size-gb = { $value } GB
size-tb = { $value } TB
date =
    { $day ->
        [1] 1º
       *[other] { $day }
    } de { $month ->
        [1] janeiro
        [2] fevereiro
        [3] março
        [4] abril
        [5] maio
        [6] junho
        [7] julho
        [8] agosto
        [9] setembro
        [10] outubro
        [11] novembro
       *[12] dezembro
    } de { $year }
date-unknown = um dia desconhecido
session-end-same-day = O servidor encerra esta sessão às { $time }.
session-end = O servidor encerra esta sessão às { $time } de { $date }.
session-end-unknown = O servidor encerra esta sessão quando ele quiser.
# Things in a row, two at a time.
list-pair = { $before }, { $next }
