# Sizes, times and dates.

# The name of this language in itself.
language-name = Español
# Between the whole and its tenths.
decimal-separator = ,

size-bytes = { $count ->
    [one] { $count } byte
    [many] { $count } de bytes
   *[other] { $count } bytes
}
size-kb = { $value } kB
size-mb = { $value } MB
size-gb = { $value } GB
size-tb = { $value } TB

date = { $day } de { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
} de { $year }
date-unknown = un día desconocido

session-end-same-day = El servidor finaliza esta sesión a las { $time }.
session-end = El servidor finaliza esta sesión el { $date } a las { $time }.
session-end-unknown = El servidor finaliza esta sesión cuando él decida.
# Things in a row, two at a time.
list-pair = { $before }, { $next }
