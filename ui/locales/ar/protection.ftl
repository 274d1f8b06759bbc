# The lock: whether traffic is held back, what is let out nevertheless, and what can be chosen. $name is a connection, $user a
# user of this computer, $time a time of day.

protection-open = لا تُحجب أي بيانات.
protection-tunnels = تخرج البيانات عبر الأنفاق فقط، ويُحجب كل ما عداها.
protection-held = البيانات محجوبة لأن «{ $name }» غير متصل.
    .advice = اتصل من جديد، أو اسمح بمرور البيانات دون حماية.
protection-held-trying = البيانات محجوبة حتى يتصل «{ $name }».
    .advice = يستمر Adit في المحاولة. يمكنك في هذه الأثناء السماح بمرور البيانات دون حماية.
protection-held-other = البيانات محجوبة لأن نفقًا للمستخدم { $user } غير متصل.
    .advice = يمكن للمستخدم { $user } إعادة الاتصال به. يمكنك في هذه الأثناء السماح بمرور البيانات دون حماية.
protection-held-always = البيانات محجوبة لعدم وجود نفق متصل.
    .advice = هذا ما اختير لهذا الحاسوب. اتصل، أو اسمح بمرور البيانات.
protection-let-out = تخرج البيانات دون حماية لأن أحدهم سمح بمرورها.
    .advice = تُحجب من جديد عندما يتصل نفق، أو فورًا إن أردت.
protection-failed = يجب حجب البيانات، لكن جدار الحماية في هذا الحاسوب لا يفعل ذلك.
    .advice = ربما أزال برنامج آخر قواعد Adit، أو لا يوجد في النظام جدار حماية يستخدمه Adit. افصل الشبكة إن كان يجب ألا يخرج شيء، والتفاصيل في السجل.
protection-exception-sign-in = يمكن لمتصفح { $user } الوصول إلى الإنترنت حتى { $time } لتسجيل الدخول إلى «{ $name }».
protection-exception-portal = يمكن للمستخدم { $user } الوصول إلى صفحة تسجيل الدخول لهذه الشبكة حتى { $time }.
protection-taken-away =
    يزيل برنامج آخر { $what } مرارًا ({ $times ->
        [zero] { $times } مرة
        [one] مرة واحدة
        [two] مرتين
        [few] { $times } مرات
        [many] { $times } مرة
       *[other] { $times } مرة
    } مؤخرًا). يعيدها Adit كل مرة.
    .advice = ابحث عن برنامج VPN أو جدار حماية أو برنامج شبكة آخر على هذا الحاسوب، وأنهِه أو اضبطه ليترك أنفاق Adit وشأنها.
protection-taken-away-by =
    يزيل { $program } باستمرار { $what } ({ $times ->
        [zero] { $times } مرة
        [one] مرة واحدة
        [two] مرتين
        [few] { $times } مرات
        [many] { $times } مرة
       *[other] { $times } مرة
    } مؤخرًا). يعيدها Adit كل مرة.
    .advice = اضبط { $program } ليترك أنفاق Adit وشأنها، أو أنهِه ما دمت تحتاج إلى النفق.
protection-what =
    { $what ->
        [address] عناوين النفق
        [dns] خوادم أسماء النفق
        [firewall] قواعد جدار الحماية الخاصة بـ Adit
        [interface] إعدادات واجهة النفق
        [route] مسارات النفق
        [rule] القواعد التي تقود البيانات إلى النفق
       *[other] أجزاء من إعدادات شبكة النفق
    }
protection-lock-off = عدم حجب البيانات أبدًا
    .advice = عندما ينقطع نفق تخرج البيانات من دونه.
protection-lock-while-wanted = ما دام الاتصال مطلوبًا (مستحسن)
    .advice = من الاتصال حتى قطعه لا يخرج شيء خارج نفق ينقل كل البيانات.
protection-lock-always = دائمًا، حتى دون اتصال
    .advice = منذ بدء تشغيل هذا الحاسوب لا يخرج شيء دون نفق، حتى يسمح أحد بمروره.
protection-lan-yes = يمكن الوصول إلى أجهزة الشبكة المحلية أثناء حجب البيانات.
protection-lan-no = لا يمكن الوصول إلى أجهزة الشبكة المحلية أثناء حجب البيانات.
protection-check-yes = تُسأل الشبكة التي لا يجيب فيها أي خادم عما إذا كانت تطلب تسجيل الدخول.
protection-check-no = لا تُسأل أي شبكة عما إذا كانت تطلب تسجيل الدخول.
