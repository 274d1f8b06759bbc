# Sizes, times and dates.

# The name of this language in itself.
language-name = Français
# Between the whole and its tenths.
decimal-separator = ,
size-bytes =
    { $count ->
        [one] { $count } octet
        [many] { $count } octets
       *[other] { $count } octets
    }
size-kb = { $value } ko
size-mb = { $value } Mo
size-gb = { $value } Go
size-tb = { $value } To
date =
    { $day ->
        [1] 1er
       *[other] { $day }
    } { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    } { $year }
date-unknown = jour inconnu
session-end-same-day = Le serveur met fin à cette session à { $time }.
session-end = Le serveur met fin à cette session à { $time } le { $date }.
session-end-unknown = Le serveur met fin à cette session à une heure qu’il choisit.
# Things in a row, two at a time.
list-pair = { $before }, { $next }
