# Settings: what the shell says of them, and the page.

setting-wrong = لا يمكن أن يأخذ الإعداد هذه القيمة.
setting-not-saved = لم يُحفظ الإعداد: تتعذر الكتابة في { $path }.
    .advice = تحقق من أن المجلد لك ومن أن القرص ليس ممتلئًا.
settings-damaged = تعذرت قراءة بعض الإعدادات. تسري قيمها الافتراضية.
    .advice = احتُفظ بالملف التالف باسم { $kept }.
text-not-saved = لم يُحفظ الملف: تتعذر الكتابة في { $path }.
    .advice = اختر مجلدًا آخر.
diagnostics-save-title = حفظ التشخيص
log-save-title = حفظ السجل

## The page

menu-settings = الإعدادات
settings-title = الإعدادات
settings-back = رجوع
settings-search = البحث عن إعداد
settings-search-clear = مسح البحث
settings-none-found = لا يوجد إعداد يطابق «{ $query }».
settings-show-all = عرض كل الإعدادات
settings-section-general = عام
settings-section-start = البدء والسكون
settings-section-protection = الحماية
settings-section-networks = الشبكات
settings-section-notices = الإشعارات وعلبة النظام
settings-section-profiles = ملفات التعريف وكلمات المرور
settings-section-checks = الفحص والسجل
settings-section-help = المساعدة
setting-language = اللغة
setting-language-system = كما في هذا الحاسوب
setting-appearance = المظهر
setting-appearance-system = كما في هذا الحاسوب
setting-appearance-light = فاتح
setting-appearance-dark = داكن
setting-after-sleep = عند استيقاظ هذا الحاسوب
setting-after-sleep-hint = أثناء عمل Adit.
setting-after-sleep-reconnect = إعادة الاتصال
setting-after-sleep-disconnect = البقاء دون اتصال
setting-desktop-proxy = استخدام وكيل هذا الحاسوب
setting-desktop-proxy-hint = فقط عندما يتعذر الوصول إلى خادم مباشرة.
setting-known-networks = الشبكات المعروفة
setting-known-networks-none = يمكن الاتصال بكل ملف تعريف في كل الشبكات. لتغيير ذلك اختر «الشبكات…» في قائمة ملف التعريف.
setting-known-network-change = تغيير شبكات { $name }
setting-notifications = الإشعارات
setting-notifications-all = كل شيء
setting-notifications-not-mine = ما لم أفعله بنفسي فقط
setting-notifications-none = لا شيء
setting-tray-click = النقر على أيقونة علبة النظام
setting-tray-click-toggle-last = يتصل أو يقطع الاتصال
setting-tray-click-open-window = يفتح هذه النافذة
setting-sort = ترتيب ملفات التعريف
setting-sort-last-used = آخر ما استُخدم أولًا
setting-sort-name = حسب الاسم
setting-sort-added = آخر ما أُضيف أولًا
setting-remember = عرض تذكّر كلمات المرور
setting-remember-hint = في حلقة مفاتيح هذا الحاسوب. ما سبق تذكّره يبقى حتى تنساه.
setting-forget = كلمات المرور المحفوظة
setting-forget-count =
    { $count ->
        [0] لا شيء محفوظ.
        [zero] لا شيء محفوظ.
        [one] ملف تعريف واحد له شيء محفوظ.
        [two] ملفا تعريف لهما شيء محفوظ.
        [few] { $count } ملفات تعريف لها شيء محفوظ.
        [many] { $count } ملف تعريف لها شيء محفوظ.
       *[other] { $count } ملف تعريف لها شيء محفوظ.
    }
setting-forget-all = نسيان الكل…
setting-forget-question = نسيان كل كلمات المرور المحفوظة؟
setting-forget-text = ستُطلب منك عند اتصالك في المرة القادمة.
setting-forget-confirm = نسيان الكل
setting-live-check = فحص الأنفاق كل دقيقة
setting-live-check-hint = أثناء فتح هذه النافذة. لا يُسأل إلا خادم VPN نفسه وخوادم أسمائه.
setting-history = الاحتفاظ بسجل لحركة البيانات
setting-history-hint = مقدار ما مر عبر كل ملف تعريف، على هذا الحاسوب فقط.
setting-update-check = البحث عن إصدارات جديدة
setting-update-check-hint = مرة في اليوم. لا يُنزَّل أو يُثبَّت شيء تلقائيًا.
setting-diagnostics = التشخيص
setting-diagnostics-hint = ما يحتاج إلى معرفته من يساعدك، في ملف يمكنك قراءته أولًا.
setting-diagnostics-open = عرض…
setting-log = السجل
setting-log-hint = ما فعلته خدمة Adit.
setting-log-open = فتح
setting-reset = إعادة الضبط
setting-reset-hint = تعيد كل ما في هذه الصفحة كما كان، ما عدا ما يسري على الحاسوب كله. تبقى ملفات التعريف وكلمات المرور.
setting-reset-all = إعادة ضبط الإعدادات…
setting-reset-question = إعادة ضبط كل الإعدادات؟
setting-reset-text = تبقى ملفات التعريف وكلمات المرور وحماية هذا الحاسوب كما هي.
setting-reset-confirm = إعادة الضبط
settings-cancel = إلغاء

## Diagnostics

diagnostics-title = التشخيص
diagnostics-back = رجوع
diagnostics-text = لا يُرسل شيء. هذه كل الأسطر التي سيحتويها الملف. لا توجد فيه أبدًا مفاتيح أو كلمات مرور.
diagnostics-names = تضمين أسماء ملفات التعريف والخوادم والمستخدمين
diagnostics-addresses = تضمين العناوين
diagnostics-save = حفظ…
diagnostics-copy = نسخ الكل
diagnostics-lines =
    { $count ->
        [zero] { $count } سطر
        [one] سطر واحد
        [two] سطران
        [few] { $count } أسطر
        [many] { $count } سطرًا
       *[other] { $count } سطر
    }
diagnostics-looking = جارٍ الفحص…
text-saved = تم الحفظ.

## The log page

log-levels = العرض
log-levels-error = حالات الفشل
log-levels-warn = حالات الفشل والتحذيرات
log-levels-info = دون التفاصيل
log-levels-debug = كل شيء
log-save = حفظ…
