# Texts that the window, the tray and the notifications share. Failures are in failures.ftl, reports on profiles in lint.ftl.


## State

state-disconnected = غير متصل
state-connecting = جارٍ الاتصال
state-other-network = متوقف في هذه الشبكة
state-connected = متصل
state-reconnecting = جارٍ إعادة الاتصال
state-disconnecting = جارٍ قطع الاتصال
state-offline = دون شبكة
state-waiting = في الانتظار
state-failed = تعذر الاتصال
state-blocked = محجوب
state-asking = في انتظارك
state-unknown = غير معروف
sentence-disconnected = { $name } متوقف. لا يمر شيء عبره.
sentence-disconnected-held = لا تخرج أي بيانات حتى يتصل { $name } أو نفق آخر.
sentence-preparing = جارٍ فتح { $name }. قد تطلب حلقة المفاتيح فتح قفلها.
sentence-resolving = جارٍ البحث عن { $host }.
sentence-contacting = جارٍ التواصل مع { $host }، { $transport } { $port }.
sentence-securing = جارٍ التحقق من أن هذا هو { $host }.
sentence-authenticating = جارٍ تسجيل الدخول إلى { $host }.
sentence-configuring = جارٍ إعداد النفق.
sentence-connecting = جارٍ البحث عن خادم.
sentence-asking = يحتاج { $name } إلى إجابة منك.
sentence-all-traffic = تمر كل البيانات عبر { $name }.
sentence-all-traffic-ipv4 = تمر كل بيانات IPv4 عبر { $name }.
sentence-all-traffic-ipv6-held = تمر كل البيانات عبر { $name }، وتُحجب بيانات IPv6 التي لا ينقلها.
sentence-some-traffic =
    { $count ->
        [zero] { $count } شبكة فقط تمر عبر { $name }.
        [one] شبكة واحدة فقط تمر عبر { $name }.
        [two] شبكتان فقط تمران عبر { $name }.
        [few] { $count } شبكات فقط تمر عبر { $name }.
        [many] { $count } شبكة فقط تمر عبر { $name }.
       *[other] { $count } شبكة فقط تمر عبر { $name }.
    }
sentence-no-traffic = لا يمر عبر { $name } إلا شبكة النفق نفسه.
sentence-reconnecting = انقطع الاتصال. تُحجب بيانات { $name } حتى يعود.
sentence-still-trying = فشلت المحاولات وعددها { $count }. يستمر Adit حتى يتصل { $name } أو تلغي.
sentence-still-reconnecting = فشلت المحاولات وعددها { $count }. بيانات { $name } محجوبة، اقطع الاتصال للسماح بمرورها.
sentence-disconnecting = جارٍ إعادة الشبكة كما كانت.
sentence-failed = تعذر الاتصال بـ { $name }.
sentence-blocked = بيانات { $name } محجوبة. اقطع الاتصال للسماح بمرورها.
sentence-unknown = لا يستطيع Adit معرفة ذلك دون خدمته.

## Waiting

waiting-next-try =
    { $seconds ->
        [0] المحاولة التالية الآن: { $plan }.
       *[other] المحاولة التالية بعد { $seconds } ث: { $plan }.
    }
waiting-for-next-try = في انتظار المحاولة التالية: { $plan }.
waiting-plan = { $host } عبر { $transport } ({ $try })
waiting-try-number =
    { $number ->
        [1] المحاولة الأولى
        [2] المحاولة الثانية
        [3] المحاولة الثالثة
       *[other] المحاولة { $number }
    }
waiting-no-carrier = دون اتصال: لا توجد شبكة. يُستأنف تلقائيًا عند توفر شبكة.
waiting-no-address = دون اتصال: لم تمنح الشبكة هذا الحاسوب عنوانًا بعد. يُستأنف تلقائيًا عندما تمنحه.
waiting-no-route = دون اتصال: هذه الشبكة لا تؤدي إلى الخادم. يُستأنف تلقائيًا عندما تؤدي شبكة إليه.
waiting-not-here = لا يُستخدم في الشبكة التي يوجد فيها هذا الحاسوب. يُعاد الاتصال به في غيرها.
waiting-only-elsewhere = يُستخدم في شبكة واحدة فقط، وليست هذه. يتصل هناك.
waiting-sign-in = تطلب هذه الشبكة تسجيل الدخول أولًا. يُستأنف تلقائيًا بعد ذلك.

## Steps

step-resolving = البحث
step-contacting = التواصل
step-securing = التحقق
step-authenticating = تسجيل الدخول
step-configuring = الإعداد

## The way to a tunnel, link by link

chain-helper = الخدمة
chain-helper-holds = تعمل
chain-helper-broken = لا تعمل
chain-helper-refused = لا تسمح بذلك
chain-network = الشبكة
chain-network-holds = متصلة
chain-network-broken = غير متصلة
chain-network-signs-in = تطلب تسجيل الدخول
chain-names = اسم الخادم
chain-names-holds = عُثر عليه
chain-names-broken = لم يُعثر عليه
chain-names-silent = خوادم الأسماء لا تجيب
chain-server = الخادم
chain-server-holds = يجيب
chain-server-silent = لا يجيب
chain-server-lost = توقف عن الإجابة
chain-server-proxy = لا يمكن الوصول إليه عبر الوكيل
chain-server-untrusted = لم يستطع إثبات أنه الخادم الصحيح
chain-server-other = يجيب، لكن ليس كما يتوقع ملف التعريف هذا
chain-sign-in = تسجيل الدخول
chain-sign-in-holds = مقبول
chain-sign-in-broken = غير مقبول
chain-computer = الإعداد
chain-computer-holds = تم
chain-computer-broken = غير ممكن على هذا الحاسوب
chain-computer-options = ما يريده الخادم لا يناسب
chain-computer-clock = ساعة هذا الحاسوب خاطئة
chain-unknown = لم يُجرَّب بعد

## Profiles

servers-many =
    { $count ->
        [zero] { $count } خادم
        [one] خادم واحد
        [two] خادمان
        [few] { $count } خوادم
        [many] { $count } خادمًا
       *[other] { $count } خادم
    }
sign-in-certificate = شهادة
sign-in-password = كلمة مرور
sign-in-both = شهادة وكلمة مرور
sign-in-browser = متصفح
sign-in-certificate-browser = شهادة ومتصفح
sign-in-none = دون تسجيل دخول
details-all-traffic = كل البيانات
details-all-ipv4 = كل بيانات IPv4
details-all-ipv6 = كل بيانات IPv6
details-server-value = { $host }، { $transport } { $port }
details-server-address-value = { $host } ({ $address })، { $transport } { $port }
other-user = المستخدم { $uid }
other-connection = اتصال

## Keychain and storage

keychain-missing = لا توجد حلقة مفاتيح تستجيب على سطح المكتب هذا.
    .advice = تبقى ملفات التعريف وكلمات المرور في الذاكرة حتى إنهاء Adit. شغّل حلقة مفاتيح، مثل GNOME Keyring أو KWallet، للاحتفاظ بها.
network-sign-in = تطلب هذه الشبكة تسجيل الدخول أولًا.
    .advice = افتح صفحتها وسجّل الدخول، وسيتصل Adit تلقائيًا. أثناء حجب البيانات يمكن لمتصفحك الوصول إلى الصفحة لخمس دقائق على الأكثر.
network-no-server = هذا ليس عنوان خادم.
    .advice = أدخل عنوانًا مثل 192.168.1.1، مع المنفذ إن لم يكن 443.
keychain-locked = بقيت حلقة المفاتيح مقفلة.
    .advice = افتح قفلها ثم أعد المحاولة. حتى ذلك الحين تبقى ملفات التعريف وكلمات المرور في الذاكرة فقط.
keychain-profile = { $name } مشفّر، ومفتاحه في حلقة المفاتيح.
    .advice = شغّل حلقة المفاتيح وافتح قفلها ثم أعد المحاولة. إن ضاع المفتاح فاستورد ملف التعريف من جديد.
profile-sealed = لا يُفتح { $name } بالمفتاح الموجود في حلقة المفاتيح.
    .advice = استورد ملف التعريف من جديد.
profile-damaged =
    { $count ->
        [zero] تتعذر قراءة { $count } ملف تعريف محفوظ.
        [one] تتعذر قراءة ملف تعريف محفوظ.
        [two] تتعذر قراءة ملفي تعريف محفوظين.
        [few] تتعذر قراءة { $count } ملفات تعريف محفوظة.
        [many] تتعذر قراءة { $count } ملف تعريف محفوظ.
       *[other] تتعذر قراءة { $count } ملف تعريف محفوظ.
    }
    .advice =
        { $count ->
            [zero] تُترك في مكانها. استوردها من جديد أو انقلها.
            [one] يُترك في مكانه. استورده من جديد أو انقله.
            [two] يُتركان في مكانهما. استوردهما من جديد أو انقلهما.
            [few] تُترك في مكانها. استوردها من جديد أو انقلها.
            [many] تُترك في مكانها. استوردها من جديد أو انقلها.
           *[other] تُترك في مكانها. استوردها من جديد أو انقلها.
        }
profile-not-written = تعذرت كتابة { $name } على القرص.
    .advice = يبقى في الذاكرة حتى إنهاء Adit. تحقق من المساحة الحرة وأذونات المجلد.
arrangement-not-written = تعذرت كتابة المفضلة والمجموعات على القرص.
    .advice = تسري حتى إنهاء Adit. تحقق من المساحة الحرة وأذونات المجلد.
arrangement-damaged = تتعذر قراءة المفضلة والمجموعات.
    .advice = كل ملفات التعريف موجودة. يُحتفظ بالملف التالف بجانبها.
groups-too-many = توجد 1000 مجموعة، ولا يُحتفظ بأكثر من ذلك.
    .advice = ضع ملفات التعريف في إحداها.
group-name-taken = توجد مجموعة أخرى باسم { $name }.
    .advice = اكتب اسمًا آخر.
group-unknown = هذه المجموعة غير موجودة.
profile-unknown = ملف التعريف هذا غير موجود.
    .advice = ربما أزيل. اختر غيره.
name-empty = يحتاج ملف التعريف إلى اسم.
    .advice = اكتب اسمًا.
prompt-incomplete = ينقص شيء في هذا النموذج.
    .advice = أكمل ما يلزم ثم أعد المحاولة.
prompt-over = لم يعد هذا السؤال مطروحًا.
    .advice = اتصل من جديد ليُطرح عليك مرة أخرى.
browser-signed-in = تم تسجيل دخولك.
    .advice = يمكنك إغلاق هذه الصفحة. يتابع Adit الاتصال.
browser-port-taken = لا يمكن لتسجيل الدخول أن يعود من المتصفح: المنفذ { $port } على هذا الجهاز مستخدم.
    .advice = أكمل تسجيل الدخول الآخر الذي ينتظر المتصفح أو ألغه، أو أغلق برنامج VPN الآخر، ثم افتح المتصفح من جديد.
guide-missing = الدليل غير موجود على هذا الحاسوب.
    .advice = يأتي مع حزمة Adit. وهو في المصدر docs/guide.md.
guide-not-opened = تعذر فتح الدليل.
    .advice = لا يوجد هنا برنامج يفتح مثل هذه الملفات. الدليل في ⁦/usr/share/doc/adit⁩.
browser-not-opened = تعذر فتح المتصفح.
    .advice = انسخ الرابط وافتحه بنفسك في متصفح.
link-not-secure = أرسل الخادم رابطًا ليس عنوان https.
    .advice = تواصل مع من زوّدك بملف التعريف. لا يفتح Adit مثل هذه الروابط.

## Import

import-not-file = هذا ليس ملفًا ولا مجلدًا.
    .advice = اختر ملف تعريف أو أرشيفًا أو مجلدًا فيه ملفات تعريف.
import-not-found = الملف غير موجود.
    .advice = اختره من جديد.
import-unreadable = تتعذر قراءة الملف.
    .advice = تحقق من أذوناته ثم اختره من جديد.
import-too-large = هذا أكبر من أن يكون ملف تعريف.
    .advice = اختر ملف ⁦.ovpn⁩ نفسه. الحد الأقصى لملف التعريف { $limit } كيلوبايت.
import-nothing-inside = لا يوجد فيه ملف تعريف.
    .advice = يبحث Adit عن ملفات ⁦.ovpn⁩ و⁦.conf⁩ و⁦.tblk⁩ و⁦.mobileconfig⁩. اسأل من زوّدك به أي ملف هو ملف التعريف.
import-archive-damaged = يتعذر فك ضغط الأرشيف.
    .advice = ربما يكون ناقصًا أو ليس أرشيفًا. نزّله من جديد.
import-archive-large = في هذا الأرشيف أكثر بكثير من ملفات التعريف.
    .advice = فك ضغطه بنفسك واستورد ملفات التعريف الموجودة فيه.
import-archive-escape = صُنع هذا الأرشيف ليكتب خارج مجلده، لذلك لا يفتحه Adit.
    .advice = اطلب غيره ممن زوّدك به.
import-archive-locked = الأرشيف محمي بكلمة مرور.
    .advice = فك ضغطه بنفسك ثم استورد المجلد.
import-archive-unsupported = ضُغط الأرشيف بطريقة لا يعرفها Adit.
    .advice = فك ضغطه بنفسك ثم استورد المجلد.
import-mobileconfig-unreadable = تتعذر قراءة ملف تعريف التكوين.
    .advice = اطلبه بصيغة XML، أو اطلب ملف ⁦.ovpn⁩، ممن زوّدك به.
import-mobileconfig-encrypted = ملف تعريف التكوين مشفّر لجهاز واحد.
    .advice = اطلب ملف ⁦.ovpn⁩ ممن زوّدك به.
import-mobileconfig-other = لا يوجد ملف تعريف OpenVPN في ملف تعريف التكوين هذا.
    .advice = اطلب ملف ⁦.ovpn⁩ ممن زوّدك به.
import-too-many = عدد ملفات التعريف دفعة واحدة كبير جدًا.
    .advice = استورد { $limit } على الأكثر في كل مرة.
import-over = انتهى هذا الاستيراد.
    .advice = استورده من جديد.
import-skipped-file = ليس أي من هذه الملفات هو الملف الناقص.
    .advice = اختر الملفات المذكورة في القائمة.
import-side-large = هذا الملف أكبر من أن يكون جزءًا من ملف تعريف.
    .advice = اختر الشهادة أو المفتاح نفسه. الحد الأقصى { $limit } كيلوبايت.
import-ready = جاهز للاستيراد.
import-ready-warnings = جاهز للاستيراد. هناك ما يجدر معرفته عنه.
import-expired = { $said }
    .advice = يمكنك استيراده، لكن لا يمكنك الاتصال به.
import-fixable = لا يمكن استخدام ملف التعريف هذا كما هو.
    .advice = يستطيع Adit إصلاحه: انظر الإصلاحات أدناه.
import-refused = لا يمكن استخدام ملف التعريف هذا.
    .advice = توضح الأسطر أدناه السبب. اطلب غيره ممن زوّدك به.
import-needs-file =
    { $count ->
        [zero] يحتاج ملف التعريف هذا إلى { $count } ملف غير موجود بجانبه.
        [one] يحتاج ملف التعريف هذا إلى ملف غير موجود بجانبه.
        [two] يحتاج ملف التعريف هذا إلى ملفين غير موجودين بجانبه.
        [few] يحتاج ملف التعريف هذا إلى { $count } ملفات غير موجودة بجانبه.
        [many] يحتاج ملف التعريف هذا إلى { $count } ملفًا غير موجود بجانبه.
       *[other] يحتاج ملف التعريف هذا إلى { $count } ملف غير موجود بجانبه.
    }
    .advice = اختر { $file } للمتابعة.
import-needs-address = في ملف التعريف هذا نص مؤقت في موضع عنوان الخادم.
    .advice = اكتب العنوان بدلًا من «{ $placeholder }» في السطر { NUMBER($line, useGrouping: "false") }.
import-package-scripts = تحوي الحزمة برامج كان Tunnelblick سيشغّلها: { $scripts }. لا يشغّل Adit أيًا منها.
import-identity-elsewhere = الشهادة والمفتاح في جزء آخر من ملف تعريف التكوين. إن فشل تسجيل الدخول فاطلب ملف ⁦.ovpn⁩ ممن زوّدك به.
import-redirected = جاء من { $host } الذي قاد إليه الرابط.
import-more-servers = و{ $count } غيرها
import-sign-in-both = تسجّل الدخول بالشهادة الموجودة في ملف التعريف هذا وباسم مستخدم وكلمة مرور.
import-sign-in-certificate = تسجّل الدخول بالشهادة الموجودة في ملف التعريف هذا.
import-sign-in-password = تسجّل الدخول باسم مستخدم وكلمة مرور.
import-sign-in-browser = تسجّل الدخول بالمتصفح.
import-sign-in-certificate-browser = تسجّل الدخول بالشهادة الموجودة في ملف التعريف هذا وبالمتصفح.
import-sign-in-none = لا يذكر ملف التعريف هذا أي طريقة لتسجيل الدخول.
import-sign-in-user = اسم المستخدم هو { $user }.
import-sign-in-passphrase = يطلب المفتاح عبارة مروره.
import-sign-in-challenge = يطرح الخادم سؤالًا آخر في كل مرة.
import-traffic-server = يحدد الخادم ما يمر عبر النفق.
import-traffic-everything = تمر كل البيانات عبر النفق.
import-traffic-nothing = لا يمر عبر النفق إلا شبكة النفق نفسه، مهما حدد الخادم.
import-traffic-only =
    { $count ->
        [zero] تمر { $routes } فقط
        [one] تمر { $routes } فقط
        [two] تمر { $routes } فقط
        [few] تمر { $routes } فقط
        [many] تمر { $routes } فقط
       *[other] تمر { $routes } فقط
    } عبر النفق، مهما حدد الخادم.
import-traffic-routes =
    { $count ->
        [zero] تمر { $routes }
        [one] تمر { $routes }
        [two] تمر { $routes }
        [few] تمر { $routes }
        [many] تمر { $routes }
       *[other] تمر { $routes }
    } عبر النفق مع ما يضيفه الخادم.
import-dns-server = يحدد الخادم خوادم DNS التي تجيب.
import-dns = تجيب { $servers } عن استعلامات DNS، ما لم يحدد الخادم غيرها.

## Links

import-link-asks = طُلب من Adit تنزيل ملف تعريف من { $host }.
    .advice = تابع فقط إن كنت تعرف { $host } وطلبت ذلك بنفسك.
import-need-fetch = تنزيل ملف التعريف من { $host }
import-link-signs-in = يقدم { $host } ملفات تعريف بعد تسجيل الدخول في المتصفح.
    .advice = سجّل الدخول هناك. يُفتح ما تنزّله بعدها في Adit.
import-need-browser = فتح { $host } في المتصفح
import-link-long = هذا الرابط طويل جدًا.
    .advice = نزّل ملف التعريف في المتصفح، ثم استورد الملف.
import-link-not-secure = ينزّل Adit ملفات التعريف عبر https فقط.
    .advice = اطلب ممن أعطاك الرابط رابطًا يبدأ بـ ⁦https://⁩.
import-link-malformed = لا يستطيع Adit اتباع هذا الرابط.
    .advice = انسخه من جديد، أو نزّل ملف التعريف في المتصفح واستورد الملف.
import-link-credentials = في هذا الرابط اسم مستخدم أو كلمة مرور.
    .advice = نزّل ملف التعريف في المتصفح، ثم استورد الملف.
import-link-local = يقود هذا الرابط إلى حاسوبك أو شبكتك، وهو ما لا يُسمح به لرابط.
    .advice = إن كان ذلك مقصودًا فنزّل ملف التعريف في المتصفح، ثم استورد الملف.
import-fetch-no-address = لا يوجد خادم باسم { $host }.
    .advice = تحقق من الرابط والشبكة ثم أعد المحاولة.
import-fetch-unreachable = تعذر الوصول إلى { $host }، أو لم يستطع إثبات أنه { $host }.
    .advice = تحقق من الشبكة ثم أعد المحاولة. إن لم تكن شهادته من مرجع معروف فنزّل ملف التعريف في المتصفح.
import-fetch-status = لا يقدم { $host } ملف التعريف هذا.
    .advice = ربما يعمل الرابط مرة واحدة فقط، أو هو قديم جدًا. اطلب رابطًا جديدًا.
import-fetch-redirects = يقود { $host } من عنوان إلى آخر بلا نهاية.
    .advice = نزّل ملف التعريف في المتصفح، ثم استورد الملف.
import-fetch-no-profile = ما أرسله { $host } ليس ملف تعريف.
    .advice = ربما يقود الرابط إلى صفحة تسجيل دخول. نزّل ملف التعريف في المتصفح، ثم استورد الملف.
import-fetch-no-sign-in = يقدم { $host } ملفات التعريف على صفحته فقط.
    .advice = سجّل الدخول هناك في المتصفح ونزّل ملف التعريف، ثم استورد الملف.
import-fetch-slow = استغرق { $host } وقتًا طويلًا.
    .advice = تحقق من الشبكة ثم أعد المحاولة.
import-temporary = يبقى { $name } في الذاكرة فقط لعدم وجود حلقة مفاتيح لتشفيره.
    .advice = شغّل حلقة مفاتيح، مثل GNOME Keyring أو KWallet، للاحتفاظ به.
import-temporary-many = تبقى ملفات تعريف عددها { $count } في الذاكرة فقط لعدم وجود حلقة مفاتيح لتشفيرها.
    .advice = شغّل حلقة مفاتيح، مثل GNOME Keyring أو KWallet، للاحتفاظ بها.

## Editor

edit-closed = ملف التعريف هذا غير مفتوح في المحرر.
    .advice = افتحه من جديد.
edit-no-text = لا يمكن كتابة ملف التعريف هذا كنص.
    .advice = استورده من جديد لتغييره.
edit-mark = تغيّر سطر يمثل مفتاحًا أو كلمة مرور.
    .advice = أعده كما كان أو احذفه، في السطر { NUMBER($line, useGrouping: "false") }.
edit-refused = لا يمكن حفظ ملف التعريف هكذا.
    .advice = توضح الأسطر أدناه السبب.
edit-form = لا يمكن كتابة { $value } في ملف التعريف.
edit-form-empty = لا يمكن كتابة هذا في ملف التعريف.
edit-next-time = { $name } متصل كما كان. يسري التغيير من الاتصال التالي.
    .advice = اقطع الاتصال ثم اتصل من جديد لاستخدامه فورًا.
export-title = حفظ { $name }. يحتوي الملف على مفاتيحه، فاحتفظ به لنفسك.
export-failed = تعذرت كتابة الملف.
    .advice = اختر مجلدًا آخر، أو تحقق من المساحة الحرة.
duplicate-name = { $name } (نسخة)

## Tray

tray-title = Adit
tray-none = لا توجد ملفات تعريف بعد
tray-helper = الخدمة لا تعمل
tray-several =
    { $count ->
        [zero] { $count } اتصال
        [one] اتصال واحد
        [two] اتصالان
        [few] { $count } اتصالات
        [many] { $count } اتصالًا
       *[other] { $count } اتصال
    }
tray-left-out =
    { $count ->
        [zero] { $count } غيرها في النافذة…
        [one] واحد آخر في النافذة…
        [two] اثنان آخران في النافذة…
        [few] { $count } غيرها في النافذة…
        [many] { $count } غيرها في النافذة…
       *[other] { $count } غيرها في النافذة…
    }
tray-profile = { $name }: { $state }
tray-let-out = السماح بمرور البيانات
tray-open = فتح Adit
tray-quit = إنهاء

## Notifications

notify-connected = متصل بـ { $name }
notify-ended = انقطع اتصال { $name }
notify-failed = تعذر الاتصال بـ { $name }
notify-blocked = يحتاج { $name } إليك
notify-reconnecting = فقد { $name } اتصاله
notify-asking = يحتاج { $name } إلى إجابة منك
    .advice = افتح Adit للإجابة.
notify-background = يستمر Adit في الخلفية
    .advice = افتح Adit من جديد لرؤية نافذته. ينهيه «إنهاء Adit» في القائمة.
notify-helper = توقفت خدمة Adit
    .advice = ربما انقطعت الأنفاق. يتصل Adit بها من جديد فور عودتها.

## File chooser

import-choose = استيراد ملفات تعريف
import-filter = ملفات تعريف VPN
import-filter-all = كل الملفات
import-choose-folder = استيراد مجلد من ملفات التعريف
import-choose-side = اختيار الملفات التي يحتاج إليها { $name }

## The helper as a service of the system

helper-asking = في انتظار الإذن…
helper-starting = جارٍ بدء الخدمة…
helper-not-installed = خدمة Adit غير مثبتة في هذا النظام.
    .advice = ثبّت حزمة Adit. إن بنيت Adit بنفسك فإن «make run» يبدأ الاثنين.
helper-off = يحتاج الاتصال إلى خدمة Adit، وهي غير مفعّلة.
    .advice = يعمل الاستيراد والتحرير دونها.
helper-stopped = أُوقفت خدمة Adit.
    .advice = لا يمكن إنشاء أنفاق دونها.
helper-starts = خدمة Adit قيد البدء.
    .advice = يستغرق هذا لحظة.
helper-silent = خدمة Adit تعمل ولا تستجيب.
    .advice = إعادة بدئها تفيد في معظم الحالات.
helper-failing = انتهت خدمة Adit من تلقاء نفسها.
    .advice = ابدأها من جديد. إن انتهت مرة أخرى فقد يبيّن «فحص هذا الحاسوب» في القائمة السبب.
helper-blocked = منع مسؤول خدمة Adit على هذا الحاسوب.
    .advice = يمكن لمسؤول السماح بها باستخدام «sudo systemctl unmask aditd adit-netd».
helper-refused = لا يُسمح لك ببدء خدمة Adit على هذا الحاسوب.
    .advice = اطلب ذلك من مسؤول الحاسوب، أو أعد المحاولة بكلمة مرور مسؤول.
helper-nobody-to-ask = يجب أن يأذن مسؤول بذلك، ولا يستطيع سطح المكتب هذا طلب كلمة المرور.
    .advice = يمكن لمسؤول فعل ذلك باستخدام «sudo systemctl enable --now aditd adit-netd».
helper-not-started = تعذر بدء خدمة Adit.
    .advice = أعد المحاولة، أو انظر «فحص هذا الحاسوب» في القائمة.
