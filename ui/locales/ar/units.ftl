# Sizes, times and dates.

# The name of this language in itself.
language-name = العربية
# Between the whole and its tenths.
decimal-separator = .
size-bytes =
    { $count ->
        [zero] { $count } بايت
        [one] { $count } بايت
        [two] { $count } بايت
        [few] { $count } بايت
        [many] { $count } بايت
       *[other] { $count } بايت
    }
size-kb = { $value } كيلوبايت
size-mb = { $value } م.ب
size-gb = { $value } غ.ب
size-tb = { $value } تيرابايت
date =
    { $day } { $month ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    } { $year }
date-unknown = يوم غير معروف
session-end-same-day = ينهي الخادم هذه الجلسة في الساعة { $time }.
session-end = ينهي الخادم هذه الجلسة في الساعة { $time } يوم { $date }.
session-end-unknown = ينهي الخادم هذه الجلسة في وقت يحدده هو.
# Things in a row, two at a time.
list-pair = { $before }، { $next }
