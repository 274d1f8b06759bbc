# Texts of aditctl beside failures (failures.ftl) and reports (lint.ftl); prompts are used by the window as well.

phase-resolving = البحث عن الخادم
phase-contacting = التواصل مع الخادم
phase-securing = التحقق من الخادم
phase-authenticating = تسجيل الدخول
phase-configuring = إعداد النفق
prompt-credentials-title = يطلب الخادم اسم مستخدم وكلمة مرور.
    .advice = اكتبهما، أو أعطهما باستخدام ⁦--username⁩ و⁦--password-stdin⁩.
prompt-password-title = يطلب الخادم كلمة مرور { $username }.
    .advice = اكتبها، أو أعطها باستخدام ⁦--password-stdin⁩.
prompt-credentials-refused-title = رفض الخادم اسم المستخدم أو كلمة المرور.
    .advice = تحقق منهما ثم أعد المحاولة.
prompt-credentials-refused-reason-title = رفض الخادم اسم المستخدم أو كلمة المرور ويقول: «{ $reason }»
    .advice = تحقق منهما ثم أعد المحاولة.
prompt-passphrase-title = المفتاح الخاص في ملف التعريف هذا مقفل.
    .advice = اكتب عبارة مروره.
prompt-passphrase-wrong-title = لا تفتح عبارة المرور هذه المفتاح الخاص.
    .advice = تحقق منها ثم أعد المحاولة.
prompt-challenge-title = يسأل الخادم: «{ $question }»
    .advice = اكتب الإجابة.
prompt-confirm-elsewhere-title = ينتظرك الخادم في مكان آخر ويقول: «{ $text }»
    .advice = افعل ما يقوله. لا حاجة إلى كتابة شيء هنا، ويتابع Adit تلقائيًا.
prompt-proxy-title = يطلب الوكيل { $proxy } اسم مستخدم وكلمة مرور.
    .advice = اكتبهما، أو أعطهما باستخدام «aditctl answer».
prompt-proxy-refused-title = رفض الوكيل { $proxy } اسم المستخدم أو كلمة المرور.
    .advice = اكتبهما من جديد. هما للوكيل وليسا لخادم VPN.
terminal-browser-needs-window = يسجّل ملف التعريف هذا الدخول بالمتصفح، ويحتاج ذلك إلى نافذة Adit.
    .advice = استورد ملف التعريف في Adit إن لم يكن فيه بعد، واتصل به هناك.
prompt-form-title = يطلب الخادم تسجيل الدخول.
    .advice = املأ ما يطلبه هنا أو باستخدام «aditctl answer».
prompt-form-refused-title = رفض الخادم تسجيل الدخول هذا.
    .advice = تحقق مما كُتب ثم أعد المحاولة.
prompt-form-refused-reason-title = رفض الخادم تسجيل الدخول هذا ويقول: «{ $reason }»
    .advice = تحقق مما كُتب ثم أعد المحاولة.
prompt-banner-title = يعرض الخادم نصًا يجب قبوله.
    .advice = اقرأه، واقبله إن كنت توافق عليه.
prompt-browser-title = يريد الخادم أن تسجّل الدخول على { $host } بالمتصفح.
    .advice = افتح الرابط فقط إن كنت تعرف هذا الاسم.
# How to answer: $flags are flags of aditctl, $fields names of the fields of a form.
terminal-answer-with = أجب باستخدام { $flags }.
terminal-answer-with-fields = أجب باستخدام ⁦--answers⁩ الذي يقرأ { $fields }.
terminal-answer-missing = أعطِ ما ينقص باستخدام { $flags }، أو كل شيء باستخدام ⁦--answers⁩.
terminal-answer-missing-fields = أعطِ ما ينقص باستخدام ⁦--answers⁩ الذي يقرأ { $fields }.
terminal-answer-nothing = لا حاجة إلى كتابة شيء، وينهي ⁦--cancel⁩ المحاولة.
terminal-answer-wrong-flag = لا يخص { $flag } هذا السؤال.
terminal-input-ended = انتهى الدخل القياسي قبل سطر { $flag }.
terminal-answers-unreadable = تتعذر قراءة الإجابات في { $file }.
    .advice = تحقق من أنه موجود، وأنه نص لا يتجاوز 64 كيبيبايت، وأنه يُسمح لك بقراءته.
terminal-answers-no-name = السطر { $line } من الإجابات ليس على الصيغة NAME=VALUE.
    .advice = يسرد «aditctl connect --help» الأسماء.
terminal-answers-unknown-name = يبدأ السطر { $line } من الإجابات باسم لا يعرفه Adit.
    .advice = يسرد «aditctl connect --help» الأسماء.
terminal-answers-unknown-json-name = في الإجابات اسم لا يعرفه Adit.
    .advice = يسرد «aditctl connect --help» الأسماء.
terminal-answers-not-json = تبدأ الإجابات مثل JSON لكنها ليست كائن JSON.
terminal-answers-not-text = إحدى قيم الإجابات ليست نصًا بين علامتي اقتباس ولا قائمة نصوص.
    .advice = ضع الأرقام أيضًا بين علامتي اقتباس، وإلا ضاعت الأصفار في بداية الرمز.
terminal-answers-too-large = الإجابات أطول أو أكثر من اللازم.
    .advice = الحد الأقصى للقيمة 16 كيبيبايت، ولعدد القيم 256.
# Files beside a profile, with what would be typed otherwise.
terminal-login-from = يأتي اسم المستخدم وكلمة المرور من { $file } الذي يذكره ملف التعريف.
terminal-passphrase-from = تأتي عبارة المرور من { $file } الذي يذكره ملف التعريف.
terminal-file-exposed = يمكن لمستخدمين آخرين على هذا الحاسوب قراءة { $file }.
    .advice = يمنعهم «chmod 600» من ذلك.
terminal-login-file-other = { $file } ليس ملفًا في سطره الأول اسم مستخدم وفي الثاني كلمة مرور.
terminal-passphrase-file-other = { $file } ليس ملفًا في سطره الأول عبارة مرور.
terminal-secret-file-missing = { $file } الذي يذكره ملف التعريف لتسجيل الدخول ليس بجانبه.
terminal-secret-file-elsewhere = لا يُقرأ { $file } الذي يذكره ملف التعريف لتسجيل الدخول: إنه مخفي، أو ليس في مجلد ملف التعريف.
    .advice = سيُرسل محتواه إلى خادم ملف التعريف. أعطه باستخدام ⁦--answers⁩ إن كان ذلك مقصودًا.
terminal-secret-file-unreadable = تتعذر قراءة { $file } الذي يذكره ملف التعريف لتسجيل الدخول.
verdict-importable = جاهز للاستخدام.
verdict-importable-with-warnings = صالح للاستخدام، مع ما يجدر معرفته.
verdict-incomplete =
    { $count ->
        [zero] صالح للاستخدام بعد إضافة { $count } شيء.
        [one] صالح للاستخدام بعد إضافة شيء واحد.
        [two] صالح للاستخدام بعد إضافة شيئين.
        [few] صالح للاستخدام بعد إضافة { $count } أشياء.
        [many] صالح للاستخدام بعد إضافة { $count } شيئًا.
       *[other] صالح للاستخدام بعد إضافة { $count } شيء.
    }
verdict-reject = غير صالح للاستخدام كما هو.
verdict-used = مستخدم
verdict-ignored = متجاهَل
verdict-replaced = مستبدل
verdict-warning = ملاحظة
verdict-needed = مطلوب
verdict-refused = مرفوض

## Settings

terminal-setting-none = لا يوجد إعداد باسم «{ $name }».
    .advice = كل الإعدادات: aditctl settings list
terminal-setting-wrong = لا يمكن أن يأخذ الإعداد «{ $name }» هذه القيمة.
    .advice = يمكن أن يكون: { $choices }
terminal-setting-unknown = غير معروف: الخدمة لا تعمل
terminal-setting-managed = حددته مؤسستك
terminal-settings-damaged = تتعذر قراءة بعض الإعدادات في { $path }. تسري قيمها الافتراضية.
terminal-settings-no-folder = لا يوجد مجلد للإعدادات: لم يُحدد HOME.
