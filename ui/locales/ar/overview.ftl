# What goes where with several tunnels, whether it really does, what two tunnels both want, and how much went through them.
# $name and $other are connections.


## What goes through one tunnel while others are up

sentence-all-but-one = تمر كل البيانات عبر { $name } ما عدا { $network } التي تمر عبر { $other }.
sentence-all-but-some =
    تمر كل البيانات عبر { $name } ما عدا { $count ->
        [zero] { $count } شبكة
        [one] شبكة واحدة
        [two] شبكتين
        [few] { $count } شبكات
        [many] { $count } شبكة
       *[other] { $count } شبكة
    } تمر عبر أنفاق أخرى.
sentence-rest-elsewhere =
    { $count ->
        [zero] تمر { $count } شبكة عبر { $name }.
        [one] تمر شبكة واحدة عبر { $name }.
        [two] تمر شبكتان عبر { $name }.
        [few] تمر { $count } شبكات عبر { $name }.
        [many] تمر { $count } شبكة عبر { $name }.
       *[other] تمر { $count } شبكة عبر { $name }.
    } ويمر كل ما عداها عبر { $other } الذي اتصل أولًا.
sentence-nothing-all-taken = لا يمر شيء عبر { $name }: اتصل { $other } أولًا ويأخذ كل البيانات.
sentence-nothing-taken = لا يمر شيء عبر { $name }: شبكاته لدى { $other }.
sentence-some-lost =
    { $count ->
        [zero] تمر { $count } شبكة عبر { $name }
        [one] تمر شبكة واحدة عبر { $name }
        [two] تمر شبكتان عبر { $name }
        [few] تمر { $count } شبكات عبر { $name }
        [many] تمر { $count } شبكة عبر { $name }
       *[other] تمر { $count } شبكة عبر { $name }
    }، { $lost ->
        [zero] وتمر { $lost } أخرى عبر أنفاق أخرى.
        [one] وتمر واحدة أخرى عبر { $other }.
        [two] وتمر اثنتان أخريان عبر أنفاق أخرى.
        [few] وتمر { $lost } أخرى عبر أنفاق أخرى.
        [many] وتمر { $lost } أخرى عبر أنفاق أخرى.
       *[other] وتمر { $lost } أخرى عبر أنفاق أخرى.
    }

## What goes where

ways-title = ما يمر وأين
ways-names = الأسماء
ways-everything = كل شيء
ways-everything-else = كل ما عدا ذلك
ways-ipv6 = IPv6
ways-ipv6-else = بقية IPv6
ways-all-names = كل الأسماء
ways-other-names = بقية الأسماء
ways-below = ⁦*.{ $domain }⁩
ways-direct = مباشرة
ways-held = محجوبة
ways-as-without = كما دون نفق
ways-servers = { $servers } عبر { $name }
ways-server = { $server } ({ $name })
ways-more =
    { $count ->
        [zero] { $count } شبكة أخرى
        [one] شبكة أخرى
        [two] شبكتان أخريان
        [few] { $count } شبكات أخرى
        [many] { $count } شبكة أخرى
       *[other] { $count } شبكة أخرى
    }
ways-later = يريدها { $other } أيضًا. اتصل { $name } أولًا.
ways-wider = يريد { $other } ‏{ $network } التي تشملها. الشبكة الأصغر لها الأولوية.
ways-one-list = يسأل هذا الحاسوب هذه الخوادم واحدًا بعد الآخر عن كل اسم.
ways-other-user = نفق لمستخدم آخر

## What was looked at

check-title-ago =
    { $unit ->
        [seconds] فُحص قبل { $count } ث
        [minutes] فُحص قبل { $count } د
       *[now] فُحص للتو
    }
check-waiting = لم يُفحص بعد
check-running = جارٍ الفحص…
check-now = الفحص الآن
check-again = إعادة الاتصال
check-routes = المسارات كما خُطط لها
check-routes-astray =
    { $count ->
        [zero] { $count } شبكة لا تمر عبر النفق، منها { $network }
        [one] لا تمر { $network } عبر النفق
        [two] شبكتان لا تمران عبر النفق، منهما { $network }
        [few] { $count } شبكات لا تمر عبر النفق، منها { $network }
        [many] { $count } شبكة لا تمر عبر النفق، منها { $network }
       *[other] { $count } شبكة لا تمر عبر النفق، منها { $network }
    }
    .advice =
        { $by ->
            [nowhere] لا تذهب البيانات إلى أي مكان. غيّر برنامج آخر مسارات هذا الحاسوب.
           *[other] تخرج البيانات عبر { $by }. غيّر برنامج آخر مسارات هذا الحاسوب.
        }
check-names =
    { $count ->
        [zero] خوادم الأسماء تجيب عبر النفق
        [one] خادم الأسماء يجيب عبر النفق
        [two] خادما الأسماء يجيبان عبر النفق
        [few] خوادم الأسماء تجيب عبر النفق
        [many] خوادم الأسماء تجيب عبر النفق
       *[other] خوادم الأسماء تجيب عبر النفق
    }
check-names-silent = خادم الأسماء { $server } لا يجيب
    .advice = قد لا يُعثر على أسماء هذا النفق. إن لم تُفِد إعادة الاتصال فأخبر مسؤول الخادم.
check-names-refused = خادم الأسماء { $server } يرفض الإجابة
    .advice = قد لا يُعثر على أسماء هذا النفق. أخبر مسؤول الخادم.
check-names-beside = لا يُسأل خادم الأسماء { $server } عبر النفق
    .advice =
        { $by ->
            [nowhere] لا طريق إليه. غيّر برنامج آخر مسارات هذا الحاسوب.
           *[other] سيُسأل عبر { $by }. غيّر برنامج آخر مسارات هذا الحاسوب.
        }
check-names-unused = يسأل هذا الحاسوب خوادم أسماء أخرى
    .advice = استبدل برنامج آخر خوادم أسماء النفق.
check-ipv6-carried = يمر IPv6 عبر النفق
check-ipv6-held = IPv6 محجوب
check-ipv6-astray = يخرج IPv6 خارج النفق
    .advice = يخرج عبر { $by }. غيّر برنامج آخر مسارات هذا الحاسوب.
check-round-trip = الذهاب إلى الخادم والعودة
check-round-trip-value = { $ms } م.ث
check-round-trip-short = أقل من 1 م.ث

## What two tunnels both want

overlap-title = يريد { $name } و{ $other } الشبكات نفسها
overlap-title-all = يأخذ كل من { $name } و{ $other } كل البيانات
overlap-stays = تبقى { $network } لدى { $other } المتصل بالفعل.
overlap-goes = تمر { $network } عبر { $name } الذي يطلب الشبكة الأصغر.
overlap-stays-wider = تبقى { $network } الواقعة ضمنها لدى { $other } الذي يطلب الشبكة الأصغر.
overlap-all-stays = تبقى كل البيانات لدى { $other } المتصل بالفعل.
overlap-more =
    { $count ->
        [zero] { $count } شبكة أخرى يريدها كلاهما.
        [one] شبكة أخرى يريدها كلاهما.
        [two] شبكتان أخريان يريدهما كلاهما.
        [few] { $count } شبكات أخرى يريدها كلاهما.
        [many] { $count } شبكة أخرى يريدها كلاهما.
       *[other] { $count } شبكة أخرى يريدها كلاهما.
    }
overlap-both = الاتصال بكليهما
overlap-instead = قطع { $other } أولًا
overlap-cancel = إلغاء

## The end of a session

session-soon = ينهي الخادم هذه الجلسة في الساعة { $time }.
    .advice = اتصل من جديد قبل ذلك إن احتجت إليها مدة أطول.
notify-session-end = ينتهي { $name } في الساعة { $time }
    .advice = ينهي الخادم هذه الجلسة حينها. اتصل من جديد قبل ذلك إن احتجت إليها مدة أطول.

## How much went through

history-minute = 60 ث
history-hour = ساعة
history-today = اليوم
history-month = الشهر
history-span = المدة
history-off = لا تُسجَّل حركة البيانات. يمكنك تفعيل ذلك في الإعدادات.
history-none = لا شيء بعد.
history-clear = مسح السجل
history-sum = الاستلام { $received }، الإرسال { $sent }
history-month-table = حركة بيانات هذا الشهر حسب ملف التعريف
history-profile = ملف التعريف
history-received = المستلَم
history-sent = المرسَل
history-dropped = المسقَطة: { $causes }
