# What aditctl asks for and says of what it did. $wanted is what was typed for a connection or a profile.

aditctl-cancelled = أُلغي.
aditctl-input-unreadable = الإدخال القياسي: { $problem }.

## Questions, each followed by what is typed

aditctl-ask-username = اسم المستخدم:
aditctl-ask-username-known = اسم المستخدم [{ $known }]:
aditctl-ask-password = كلمة المرور:
aditctl-ask-passphrase = عبارة مرور المفتاح الخاص:
aditctl-ask-browser = سجّل الدخول في { $url } ثم اضغط على مفتاح الإدخال هنا.
aditctl-ask-accept = اكتب «yes» للقبول:
aditctl-ask-proxy-username = اسم المستخدم للوكيل { $proxy }:
aditctl-ask-proxy-username-known = اسم المستخدم للوكيل { $proxy } [{ $known }]:
aditctl-ask-proxy-password = كلمة مرور الوكيل:
aditctl-ask-field = الحقل { $number }
aditctl-ask-optional = { $label } (اختياري)
aditctl-ask-number = اكتب رقمًا من 1 إلى { $count }.
aditctl-ask-needed = هذا الحقل مطلوب.
aditctl-no-answer = لا إجابة عن «{ $label }».

## What was done

aditctl-connecting = جارٍ توصيل { $name }. يعرض «aditctl status» مدى التقدم.
aditctl-not-connected-in-time = { $seconds ->
    [zero] لم يتم الاتصال فورًا؛ أُلغي.
    [one] لم يتم الاتصال خلال ثانية واحدة؛ أُلغي.
    [two] لم يتم الاتصال خلال ثانيتين؛ أُلغي.
    [few] لم يتم الاتصال خلال { $seconds } ثوانٍ؛ أُلغي.
    [many] لم يتم الاتصال خلال { $seconds } ثانية؛ أُلغي.
   *[other] لم يتم الاتصال خلال { $seconds } ثانية؛ أُلغي.
}
aditctl-given-up = توقفت المحاولة. مع --timeout يواصل Adit المحاولة طوال تلك المدة.
aditctl-disconnecting = جارٍ قطع اتصال { $connection }.
aditctl-nothing-to-disconnect = لا يوجد ما يُقطع اتصاله.
aditctl-no-connection = لا يوجد اتصال.
aditctl-answered = تمت الإجابة.
aditctl-let-out = كل حركة البيانات مسموح بخروجها، ولم يبق شيء من Adit في شبكة هذا الكمبيوتر.
aditctl-let-out-setting = يبقى إعداد الحجب كما هو؛ والخدمة التي تُشغَّل من جديد تتبعه.
aditctl-not-undone = تعذّر التراجع عن: { $problem }
aditctl-nothing-at-start = لا يُوصَل شيء عند بدء تشغيل هذا الكمبيوتر.

## What cannot be done

aditctl-unexpected-answer = أجابت الخدمة بغير ما سُئلت عنه.
aditctl-nothing-asked = لا يوجد سؤال مطروح.
aditctl-several-ask = تطرح عدة اتصالات أسئلة. حدّد واحدًا منها.
aditctl-several-up = عدة اتصالات قائمة: { $ids }. حدّد واحدًا منها أو استخدم --all.
aditctl-no-such-connection = لا يوجد اتصال باسم «{ $wanted }».
aditctl-several-such-connections = عدة اتصالات تحمل الاسم «{ $wanted }». حدّد واحدًا بمعرّفه: { $ids }.
aditctl-no-such-connection-here = لا يوجد اتصال «{ $wanted }» هنا.
aditctl-no-such-user = لا يوجد مستخدم { $user } على هذا الكمبيوتر.
aditctl-no-home = لا يوجد مجلد منزلي فيه ملفات تعريف.
aditctl-profile-too-large = ملف التعريف هذا أكبر مما تقبله الخدمة.
aditctl-several-such-profiles = عدة ملفات تعريف تحمل الاسم «{ $wanted }». حدّد واحدًا بمعرّفه:
aditctl-no-such-profile = لا يوجد ملف ولا ملف تعريف باسم «{ $wanted }».
aditctl-no-profiles = ليس لديك ملفات تعريف: استورد واحدًا في نافذة Adit أو حدّد ملفًا.
aditctl-your-profiles = ملفات التعريف لديك: { $names }.
aditctl-your-profiles-and-more = ملفات التعريف لديك: { $names } و{ $count } غيرها.
aditctl-more-lines = … و{ $count } غيرها.
aditctl-lint-tells = يعرض «aditctl lint { $file }» كل شيء.
