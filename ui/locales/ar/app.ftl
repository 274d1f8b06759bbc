# Texts of the window itself. Failures, states and reports come finished from the shell (the other files).
# Two sentences at most: what happened, and what to do. No codes, no exclamation marks.

app-name = Adit

## Header and menu

header-import = استيراد
header-import-label = استيراد ملفات تعريف
import-way-files = اختيار ملفات…
import-way-folder = اختيار مجلد…
import-way-text = لصق نص…
import-way-link = لصق رابط…
header-menu = القائمة
menu-log = السجل
menu-guide = الدليل
menu-about = حول Adit
menu-quit = إنهاء Adit

## Starting

starting = جارٍ البحث عن ملفات التعريف…

## Notices above the card

helper-searching = جارٍ البحث عن خدمة Adit…
helper-log = معرفة السبب في السجل
notice-dismiss = تجاهل
helper-doctor = فحص هذا الحاسوب
helper-way-look = إعادة الفحص
helper-way-enable = تفعيل
helper-way-start = بدء
helper-way-start-again = إعادة البدء
helper-way-restart = إعادة التشغيل
helper-way-quit = إنهاء Adit
helper-way-wait = جارٍ البدء…

## First start

setup-title = يضيف Adit إمكانات VPN إلى هذا الحاسوب.
setup-question = هل تريد تفعيل ذلك؟
setup-text = يؤدي الضغط على «موافق» إلى بدء خدمة Adit الآن وعند كل تشغيل للحاسوب. قد يطلب النظام كلمة مرور المسؤول.
setup-decline = عدم السماح
setup-accept = موافق
setup-details = ما الذي يتغير
setup-detail-engine = الخدمة «aditd» تتواصل مع خوادم VPN، وليست لها أي صلاحيات على هذا الحاسوب.
setup-detail-broker = الخدمة «adit-netd» تُعدّ الأنفاق والمسارات وDNS. يمكنها تغيير الشبكة ولا شيء غيرها.
setup-detail-start = تبدأ الخدمتان مع الحاسوب ولا تفعلان شيئًا حتى تتصل. ولا تحجبان البيانات إلا إذا اخترت ذلك.
setup-detail-undo = للتراجع استخدم «sudo systemctl disable --now aditd adit-netd» أو أزِل Adit.

## Checking this computer

menu-doctor = فحص هذا الحاسوب
doctor-title = فحص هذا الحاسوب
doctor-back = رجوع
doctor-looking = جارٍ الفحص…
doctor-troubles =
    { $count ->
        [0] لا مشكلات
        [zero] لا مشكلات
        [one] مشكلة واحدة
        [two] مشكلتان
        [few] { $count } مشكلات
        [many] { $count } مشكلة
       *[other] { $count } مشكلة
    }
doctor-again = إعادة الفحص
doctor-copy = نسخ
doctor-level-ok = سليم
doctor-level-notice = للعلم
doctor-level-problem = مشكلة

## Holding traffic back

protection-question = متى تُحجب البيانات على هذا الحاسوب؟
protection-lan = إتاحة أجهزة الشبكة المحلية
protection-lan-hint = الطابعات والموجّهات وما شابهها، أثناء حجب البيانات.
protection-check = اكتشاف ما إذا كانت الشبكة تطلب تسجيل الدخول
protection-check-hint = عندما لا يجيب أي خادم، يُرسل طلب قصير دون ملفات تعريف ارتباط إلى صفحة فحص خارج النفق.
protection-unknown = تحتفظ خدمة Adit بهذا الخيار، وهي غير متاحة حاليًا.
protection-let-out = السماح بالمرور
protection-reconnect = إعادة الاتصال
protection-hold-again = إعادة الحجب
protection-portal-open = تسجيل الدخول إلى هذه الشبكة…
protection-portal-done = تم

## In which network a profile is connected

network-sign-in-open = فتح صفحة تسجيل الدخول
network-title = شبكات { $name }
network-question = أين يجب الاتصال؟
network-everywhere = في كل مكان
network-not-on = إلا في شبكة أعرفها
network-not-on-hint = متوقف في المكتب أو المنزل، ويعمل في كل مكان آخر.
network-only-on = فقط في شبكة أعرفها
network-only-on-hint = يعمل فيها، ومتوقف في كل مكان آخر.
network-server = خادم في تلك الشبكة
network-server-hint = عنوان خاص لا يمكن الوصول إليه إلا في تلك الشبكة، كعنوان الموجّه: 192.168.1.1.
network-learn = تذكّر هذه الشبكة
network-learning = جارٍ سؤال الخادم…
network-key = مفتاح { $server }
network-key-hint = تُعرف الشبكة بهذا المفتاح. أما اسم الشبكة اللاسلكية فيمكن لأي أحد استخدامه.
network-save = حفظ
network-cancel = إلغاء

## What comes back after a restart

restore-question = ما الذي يعيد Adit الاتصال به تلقائيًا؟
restore-nothing = لا شيء
restore-was-connected = ما كان متصلًا (مستحسن)
restore-at-login = تشغيل Adit في علبة النظام عند تسجيل الدخول إلى النظام
restore-was-connected-hint = كما كان قبل إعادة تشغيل الحاسوب أو خدمة Adit.
restore-chosen = ملفات التعريف هذه
restore-chosen-hint = في كل مرة تسجّل الدخول إلى النظام.
restore-profiles = ملفات تعريف تتصل عند تسجيل الدخول إلى النظام
restore-none = لا توجد ملفات تعريف بعد.
restore-note = يبدأ Adit مع جلستك ما دام هناك ما يُعاد الاتصال به، ويبقى في علبة النظام. تسجيل الدخول الذي يحتاج إليك ينتظر حتى تفتح النافذة.

## The card

card-label = الاتصال
action-connect = اتصال
action-cancel = إلغاء
action-disconnect = قطع الاتصال
action-try-again = إعادة المحاولة
action-wait = لحظة…
action-try-now = المحاولة الآن
next-try-in =
    { $seconds ->
        [0] المحاولة التالية الآن: { $plan }.
       *[other] المحاولة التالية بعد { $seconds } ث: { $plan }.
    }
steps-label = الخطوات
step-done = تمت
step-active = جارية
step-ahead = لاحقة
connected-for = مدة الاتصال
cautions-title =
    { $count ->
        [zero] { $count } أمر في هذا النفق ليست كما ينبغي.
        [one] أمر واحد في هذا النفق ليس كما ينبغي.
        [two] أمران في هذا النفق ليسا كما ينبغي.
        [few] { $count } أمور في هذا النفق ليست كما ينبغي.
        [many] { $count } أمرًا في هذا النفق ليست كما ينبغي.
       *[other] { $count } أمر في هذا النفق ليست كما ينبغي.
    }
cautions-more =
    { $count ->
        [zero] يوجد { $count } أمر آخر ضمن التفاصيل.
        [one] يوجد أمر آخر ضمن التفاصيل.
        [two] يوجد أمران آخران ضمن التفاصيل.
        [few] توجد { $count } أمور أخرى ضمن التفاصيل.
        [many] يوجد { $count } أمرًا آخر ضمن التفاصيل.
       *[other] يوجد { $count } أمر آخر ضمن التفاصيل.
    }
received-total = المستلَم
sent-total = المرسَل
rate-received = الاستلام
rate-sent = الإرسال
graph-label = حركة البيانات في آخر 60 ثانية: الاستلام { $received }، الإرسال { $sent }
graph-quiet = في انتظار الأرقام الأولى

## Panels of a tunnel, and the way to one link by link

panel-traffic = حركة البيانات
panel-connection = الاتصال
panel-chain = ما يراه Adit
panel-profile = ملف التعريف
panel-sign-in = تسجيل الدخول
panel-last-used = آخر اتصال
chain-is-holds = سليم
chain-is-broken = منقطع
chain-is-unknown = غير معروف
chain-way-edit = تحرير ملف التعريف

## Details of a tunnel

details = التفاصيل
details-server = الخادم
details-addresses =
    { $count ->
        [zero] العناوين
        [one] العنوان
        [two] العنوانان
        [few] العناوين
        [many] العناوين
       *[other] العناوين
    }
details-protocol = البروتوكول
details-cipher = التشفير
details-tls = TLS
details-dns = DNS
details-networks = عبر النفق
details-interface = الواجهة
details-interface-value = { $name }، ‏MTU ‏{ $mtu }
details-packets = الحزم
details-dropped = المسقَطة
details-path = مسار البيانات
details-notes = ملاحظات
details-session = الجلسة
details-pac = نص الوكيل
details-banner = رسالة الخادم
details-none = لا شيء
details-copy = نسخ { $what }
details-copy-all = نسخ الكل
copied = تم النسخ
failure-detail = التفاصيل
failure-copy = نسخ التفاصيل

## Profiles

profiles-label = ملفات التعريف
profiles-search = البحث في ملفات التعريف
profiles-search-count = البحث في ملفات التعريف ({ $count })
profiles-search-clear = مسح البحث
profiles-none-found = لا يوجد ملف تعريف يطابق «{ $query }».
profiles-show-all = عرض كل ملفات التعريف
profiles-drop-hint = أفلت ملفات ⁦.ovpn⁩ في أي مكان لاستيرادها
strip-state = { $name }: { $state }
row-menu = إجراءات { $name }
row-connect = اتصال
row-disconnect = قطع الاتصال
row-cancel = إلغاء
row-try-again = إعادة المحاولة
row-edit = تحرير
row-rename = إعادة تسمية
row-duplicate = تكرار
row-export = تصدير…
row-network = الشبكات…
row-forget = نسيان تسجيل الدخول
row-remove = إزالة
row-rename-label = اسم جديد لـ { $name }
row-never-used = لم يُستخدم قط
row-temporary = يزول عند إنهاء Adit
row-managed = من مؤسستك
others-label = على هذا الحاسوب أيضًا
other-connection = { $name } ({ $owner })

## No profile yet

empty-title = أضِف أول ملف تعريف
empty-text = أفلت ملفات ⁦.ovpn⁩ هنا أو اخترها. ويمكنك أيضًا لصق نص ملف تعريف أو رابط.

## Drag and drop, paste

drop-title = أفلت للاستيراد
drop-text = يقرأ Adit الملفات ويعرض ما وجده. لا يُحفظ شيء قبل أن تؤكد.
pasted-profile = ملف تعريف ملصق

## Import sheet

import-title =
    { $count ->
        [zero] { $count } ملف للاستيراد
        [one] استيراد ملف تعريف
        [two] ملفان للاستيراد
        [few] { $count } ملفات للاستيراد
        [many] { $count } ملفًا للاستيراد
       *[other] { $count } ملف للاستيراد
    }
import-place = { $number } من { $count }
import-back = العودة إلى القائمة
import-previous = السابق
import-next = التالي
import-found-label = ما تم العثور عليه
import-detail = ما تم العثور عليه في الملف
import-row =
    { $taken ->
        [yes] { $name }: { $headline } سيُستورد.
       *[no] { $name }: { $headline } لن يُستورد.
    }
import-take = استيراد { $name }
import-name = الاسم
import-from = من { $file }
import-second = { $name } ({ $number })
import-servers =
    { $count ->
        [zero] الخوادم
        [one] الخادم
        [two] الخادمان
        [few] الخوادم
        [many] الخوادم
       *[other] الخوادم
    }
import-more-servers =
    { $count ->
        [zero] { $count } خادم آخر
        [one] خادم آخر
        [two] خادمان آخران
        [few] { $count } خوادم أخرى
        [many] { $count } خادمًا آخر
       *[other] { $count } خادم آخر
    }
import-sign-in = تسجيل الدخول
import-traffic = حركة البيانات
import-dns = DNS
import-existing = «{ $name }» موجود بالفعل، وهذا مختلف عنه
import-same = «{ $name }» موجود بالفعل، ولم يتغير فيه شيء
place-new = الاحتفاظ بكليهما
place-replace = استبدال «{ $name }»
place-skip = استبعاد هذا
place-all =
    { $count ->
        [zero] فعل الشيء نفسه لعدد { $count } ملف آخر موجود بالفعل
        [one] فعل الشيء نفسه لملف آخر موجود بالفعل
        [two] فعل الشيء نفسه لملفين آخرين موجودين بالفعل
        [few] فعل الشيء نفسه لعدد { $count } ملفات أخرى موجودة بالفعل
        [many] فعل الشيء نفسه لعدد { $count } ملفًا آخر موجودًا بالفعل
       *[other] فعل الشيء نفسه لعدد { $count } ملف آخر موجود بالفعل
    }
import-note-refused =
    { $count ->
        [zero] { $count } ملف لا يمكن استخدامها وتُستبعد.
        [one] ملف واحد لا يمكن استخدامه ويُستبعد.
        [two] ملفان لا يمكن استخدامهما ويُستبعدان.
        [few] { $count } ملفات لا يمكن استخدامها وتُستبعد.
        [many] { $count } ملفًا لا يمكن استخدامها وتُستبعد.
       *[other] { $count } ملف لا يمكن استخدامها وتُستبعد.
    }
import-note-needs =
    { $count ->
        [zero] { $count } ملف ينقصها شيء وتُستبعد.
        [one] ملف واحد ينقصه شيء ويُستبعد.
        [two] ملفان ينقصهما شيء ويُستبعدان.
        [few] { $count } ملفات ينقصها شيء وتُستبعد.
        [many] { $count } ملفًا ينقصها شيء وتُستبعد.
       *[other] { $count } ملف ينقصها شيء وتُستبعد.
    }
import-note-skipped =
    { $count ->
        [zero] { $count } ملف تُستبعد حسب اختيارك.
        [one] ملف واحد يُستبعد حسب اختيارك.
        [two] ملفان يُستبعدان حسب اختيارك.
        [few] { $count } ملفات تُستبعد حسب اختيارك.
        [many] { $count } ملفًا تُستبعد حسب اختيارك.
       *[other] { $count } ملف تُستبعد حسب اختيارك.
    }
import-confirm =
    { $count ->
        [0] استيراد
        [zero] استيراد
        [one] استيراد ملف التعريف
        [two] استيراد ملفي تعريف
        [few] استيراد { $count } ملفات تعريف
        [many] استيراد { $count } ملف تعريف
       *[other] استيراد { $count } ملف تعريف
    }
import-cancel = إلغاء
import-close = إغلاق
import-leave-title = المغادرة دون استيراد؟
import-leave-text = ستُفقد تغييراتك هنا. تبقى الملفات في مكانها.
import-leave-stay = بقاء
import-leave-leave = مغادرة
import-connect = اتصال

## What is missing before something can be imported

needs-title = ما ينقص
need-find = البحث عن الملف…
need-address = عنوان الخادم
need-use = استخدام
need-fetch = تنزيل
need-browser = تسجيل الدخول بالمتصفح

## Fixes

fixes-title =
    { $count ->
        [zero] { $count } اقتراح
        [one] اقتراح واحد
        [two] اقتراحان
        [few] { $count } اقتراحات
        [many] { $count } اقتراحًا
       *[other] { $count } اقتراح
    }
fixes-all = تطبيق الكل
fixes-diff = ما الذي يتغير
fixes-diff-label = ما الذي يتغير: { $title }
diff-removed = أزيل:
diff-added = أضيف:

## What each line does

report-title = ما يفعله كل سطر
report-whole = حول الملف كله
report-filter = الأسطر المعروضة
report-lines-label = الأسطر
report-line = السطر { NUMBER($line, useGrouping: "false") }
report-lines = الأسطر من { NUMBER($first, useGrouping: "false") } إلى { NUMBER($last, useGrouping: "false") }
report-more =
    { $count ->
        [zero] عرض { $count } سطر آخر
        [one] عرض سطر آخر
        [two] عرض سطرين آخرين
        [few] عرض { $count } أسطر أخرى
        [many] عرض { $count } سطرًا آخر
       *[other] عرض { $count } سطر آخر
    }
verdict-used = مستخدم
verdict-replaced = مستبدل
verdict-ignored = متجاهَل
verdict-warning = تحذير
verdict-refused = مرفوض

## Pasting a text or a link

paste-text-title = لصق ملف تعريف
paste-text-label = نص ملف التعريف
paste-text-submit = عرض المحتوى
paste-link-title = استيراد من رابط
paste-link-label = الرابط
paste-link-hint = عنوان يبدأ بـ ⁦https://⁩
paste-link-host = سينزّل Adit ملف التعريف من { $host }.
paste-link-submit = تنزيل
link-fetching = جارٍ التنزيل من { $host }…
link-stop = إيقاف

## Editing a profile

edit-title = تحرير { $name }
edit-back = رجوع
edit-tabs = طرق التحرير
edit-tab-form = الإعدادات
edit-tab-text = متقدم: كنص
edit-name = الاسم
edit-servers = الخوادم، بترتيب تجربتها
edit-server-host = الخادم { $place }
edit-server-port = المنفذ
edit-server-transport = البروتوكول
transport-udp = UDP
transport-tcp = TCP
edit-server-up = نقل { $host } لأعلى
edit-server-down = نقل { $host } لأسفل
edit-server-remove = إزالة { $host }
edit-server-add = إضافة خادم
edit-server-moved = { $host } هو الخادم { $place } من { $count }.
edit-server-removed = تمت إزالة { $host }.
edit-random = تجربتها بترتيب عشوائي
edit-username = اسم المستخدم
edit-username-hint = اتركه فارغًا ليُطلب منك.
edit-traffic = ما يمر عبر النفق
edit-traffic-as-server-says = ما يحدده الخادم
edit-traffic-everything = كل شيء
edit-traffic-only-routes = الشبكات أدناه فقط
edit-routes = الشبكات عبر النفق
edit-routes-hint = واحدة في كل سطر، مثل 10.20.0.0/16.
edit-dns = خوادم DNS
edit-dns-hint = عنوان في كل سطر. اتركه فارغًا لاستخدام ما يحدده الخادم.
edit-search = نطاقات البحث
edit-search-hint = واحد في كل سطر. تُكمَل بها الأسماء القصيرة.
edit-reconnect = إعادة المحاولة
edit-reconnect-first = أول توقف، بالثواني
edit-reconnect-largest = أطول توقف، بالثواني
edit-reconnect-own = يحدده Adit
edit-text = نص ملف التعريف
edit-text-hint = تبقى المفاتيح وكلمات المرور في مكانها، وتظهر علامة بدلًا منها.
edit-line = السطر { NUMBER($line, useGrouping: "false") } · { $verdict }
edit-verdict-importable = يمكن استخدام ملف التعريف هذا كما هو.
edit-verdict-importable-with-warnings = يمكن استخدام ملف التعريف هذا. بعض الأسطر تستحق نظرة.
edit-verdict-reject = لا يمكن استخدام ملف التعريف هذا كما هو.
edit-changes = عرض ما تغيّر
edit-cancel = إلغاء
edit-save = حفظ
edit-leave-title = المغادرة دون حفظ؟
edit-leave-text = ستُفقد تغييراتك في ملف التعريف هذا.
edit-leave-stay = بقاء
edit-leave-leave = مغادرة
changes-title = ما تغيّر منذ الاستيراد
changes-label = من الأصل إلى ملف التعريف المحفوظ
changes-text = يُحتفظ بملف التعريف كما استُورد.
changes-none = لا شيء. ملف التعريف كما استُورد.
changes-unsaved = ما كتبته للتو ليس ضمن هذه المقارنة، فهو لم يُحفظ بعد.
changes-restore = العودة إلى الأصل
changes-close = إغلاق
export-title = تصدير { $name }؟
export-text = يحتوي الملف على كل ما يلزم للاتصال، بما فيه المفاتيح. يمكن لكل من لديه الملف استخدامها.
export-export = تصدير…

## Prompts while connecting

prompt-credentials = تسجيل الدخول إلى { $name }
prompt-passphrase = فتح قفل مفتاح { $name }
prompt-challenge = يطرح { $name } سؤالًا آخر
prompt-confirm = ينتظر { $name } تأكيدك في مكان آخر
prompt-confirm-waiting = افعل ما يقوله الخادم. سيتصل Adit بعدها تلقائيًا.
prompt-browser = تسجيل الدخول إلى { $name } في المتصفح
prompt-passphrase-text = المفتاح الخاص في ملف التعريف هذا محمي بعبارة مرور.
prompt-browser-text = تُفتح صفحة تسجيل الدخول في متصفحك على { $host }. يتصل Adit عندما تنتهي هناك.
prompt-browser-open = فتح المتصفح
prompt-browser-again = فتح مرة أخرى
prompt-browser-copy = نسخ الرابط
prompt-browser-waiting = في انتظار تسجيل الدخول في المتصفح…
prompt-username = اسم المستخدم
prompt-password = كلمة المرور
prompt-passphrase-field = عبارة المرور
prompt-response = الإجابة
prompt-field = الحقل { $number }
prompt-optional = { $label } (اختياري)
prompt-choose = اختيار…
prompt-form-not-kept = لا يُحفظ ما تكتبه هنا.
prompt-banner = يعرض { $name } رسالة أولًا
prompt-banner-text = يريد الخادم أن تقبل هذا قبل أن يسمح لك بالدخول.
prompt-banner-label = رسالة الخادم
prompt-accept = قبول
prompt-decline = رفض
prompt-show = إظهار ما يُكتب
prompt-hide = إخفاء ما يُكتب
prompt-remember = الحفظ في حلقة المفاتيح
prompt-remember-memory = التذكّر حتى إنهاء Adit
prompt-username-locked = هذا الاسم يحدده ملف التعريف.
prompt-cancel = إلغاء
prompt-submit-credentials = دخول
prompt-submit-passphrase = فتح القفل
prompt-submit-challenge = إرسال

## Log

log-title = السجل
log-back = رجوع
log-filter = ترشيح الأسطر
log-filter-clear = مسح المرشّح
log-follow = متابعة
log-copy = نسخ الكل
log-empty = لم يُسجَّل شيء بعد.
log-none-found = لا يوجد سطر يطابق «{ $query }».
log-lines =
    { $count ->
        [zero] لا أسطر
        [one] سطر واحد
        [two] سطران
        [few] { $count } أسطر
        [many] { $count } سطرًا
       *[other] { $count } سطر
    }
log-level-error = فشل
log-level-warn = تحذير
log-level-info = معلومات
log-level-debug = تنقيح
log-unread = تتعذر قراءة السجل.

## About

about-text = عميل VPN لملفات تعريف OpenVPN.
about-version = الإصدار { $version }
about-licence = { $licence }
about-contract = إصدار واجهة الخدمة { $contract }
about-licences = البرمجيات المستخدمة
about-close = إغلاق

## Quitting

quit-title = إنهاء Adit؟
quit-text =
    { $count ->
        [zero] { $count } نفق متصل. سيؤدي الإنهاء إلى قطع اتصالها.
        [one] { $name } متصل. سيؤدي الإنهاء إلى قطع اتصاله.
        [two] نفقان متصلان. سيؤدي الإنهاء إلى قطع اتصالهما.
        [few] { $count } أنفاق متصلة. سيؤدي الإنهاء إلى قطع اتصالها.
        [many] { $count } نفقًا متصلًا. سيؤدي الإنهاء إلى قطع اتصالها.
       *[other] { $count } نفق متصل. سيؤدي الإنهاء إلى قطع اتصالها.
    }
quit-stay = بقاء
quit-quit = إنهاء

## Toasts

toast-removed =
    { $count ->
        [zero] تمت إزالة { $count } ملف تعريف.
        [one] تمت إزالة { $name }.
        [two] تمت إزالة ملفي تعريف.
        [few] تمت إزالة { $count } ملفات تعريف.
        [many] تمت إزالة { $count } ملف تعريف.
       *[other] تمت إزالة { $count } ملف تعريف.
    }
toast-imported =
    { $count ->
        [zero] تم استيراد { $count } ملف تعريف.
        [one] تم استيراد { $name }.
        [two] تم استيراد ملفي تعريف.
        [few] تم استيراد { $count } ملفات تعريف.
        [many] تم استيراد { $count } ملف تعريف.
       *[other] تم استيراد { $count } ملف تعريف.
    }
toast-duplicated = تم تكرار { $name }.
toast-exported = تم تصدير { $name }.
toast-saved = تم حفظ { $name }.
toast-undo = تراجع
toast-forgotten = تم نسيان تسجيل الدخول إلى { $name }.
toast-failed = لم ينجح ذلك.
toast-close = إغلاق
toasts-label = الرسائل

## For screen readers only

announce-state = { $name }: { $state }. { $sentence }
announce-failure = { $name }: { $title } { $advice }
