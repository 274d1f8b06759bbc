# What aditctl asks for and says of what it did. $wanted is what was typed for a connection or a profile.

aditctl-cancelled = أُلغي.
aditctl-input-unreadable = الدخل القياسي: { $problem }.

## Questions, each followed by what is typed

aditctl-ask-username = اسم المستخدم:
aditctl-ask-username-known = اسم المستخدم [{ $known }]:
aditctl-ask-password = كلمة المرور:
aditctl-ask-passphrase = عبارة مرور المفتاح الخاص:
aditctl-ask-browser = سجّل الدخول على { $url } واضغط Enter هنا.
aditctl-ask-accept = اكتب «yes» للقبول:
aditctl-ask-proxy-username = اسم مستخدم الوكيل { $proxy }:
aditctl-ask-proxy-username-known = اسم مستخدم الوكيل { $proxy } [{ $known }]:
aditctl-ask-proxy-password = كلمة مرور الوكيل:
aditctl-ask-field = الحقل { $number }
aditctl-ask-optional = { $label } (اختياري)
aditctl-ask-number = اكتب رقمًا من 1 إلى { $count }.
aditctl-ask-needed = هذا مطلوب.
aditctl-no-answer = لا إجابة عن «{ $label }».

## What was done

aditctl-connecting = جارٍ الاتصال بـ { $name }. يبيّن «aditctl status» مدى التقدم.
aditctl-not-connected-in-time =
    { $seconds ->
        [zero] لم يتم الاتصال خلال { $seconds } ثانية، فأُلغي.
        [one] لم يتم الاتصال خلال ثانية واحدة، فأُلغي.
        [two] لم يتم الاتصال خلال ثانيتين، فأُلغي.
        [few] لم يتم الاتصال خلال { $seconds } ثوانٍ، فأُلغي.
        [many] لم يتم الاتصال خلال { $seconds } ثانية، فأُلغي.
       *[other] لم يتم الاتصال خلال { $seconds } ثانية، فأُلغي.
    }
aditctl-given-up = توقفت المحاولة. مع ⁦--timeout⁩ يستمر Adit في المحاولة تلك المدة.
aditctl-disconnecting = جارٍ قطع { $connection }.
aditctl-nothing-to-disconnect = لا شيء لقطعه.
aditctl-no-connection = لا يوجد اتصال.
aditctl-answered = تمت الإجابة.
aditctl-let-out = سُمح بمرور كل شيء، ولم يبقَ شيء من Adit في شبكة هذا الحاسوب.
aditctl-let-out-setting = يبقى إعداد الحجب، وتعمل به الخدمة إذا بدأت من جديد.
aditctl-not-undone = لم يتم التراجع: { $problem }
aditctl-nothing-at-start = لا يتصل شيء عند بدء تشغيل هذا الحاسوب.

## What cannot be done

aditctl-unexpected-answer = أجابت الخدمة بغير ما سُئلت عنه.
aditctl-nothing-asked = لا يُسأل عن شيء.
aditctl-several-ask = عدة اتصالات تسأل عن شيء. حدد أحدها.
aditctl-several-up = عدة اتصالات قائمة: { $ids }. حدد أحدها، أو استخدم ⁦--all⁩.
aditctl-no-such-connection = لا يوجد اتصال باسم «{ $wanted }».
aditctl-several-such-connections = توجد عدة اتصالات باسم «{ $wanted }». حدد أحدها بمعرّفه: { $ids }.
aditctl-no-such-connection-here = لا يوجد هنا اتصال «{ $wanted }».
aditctl-no-such-user = لا يوجد مستخدم { $user } على هذا الحاسوب.
aditctl-no-home = لا يوجد مجلد منزل فيه ملفات تعريف.
aditctl-profile-too-large = ملف التعريف هذا أكبر مما تقبله الخدمة.
aditctl-several-such-profiles = توجد عدة ملفات تعريف باسم «{ $wanted }». حدد أحدها بمعرّفه:
aditctl-no-such-profile = لا يوجد ملف ولا ملف تعريف باسم «{ $wanted }».
aditctl-no-profiles = ليست لديك ملفات تعريف: استورد واحدًا في نافذة Adit أو اذكر ملفًا.
aditctl-your-profiles = ملفات تعريفك: { $names }.
aditctl-your-profiles-and-more = ملفات تعريفك: { $names }، و{ $count } غيرها.
aditctl-more-lines = … و{ $count } غيرها.
aditctl-lint-tells = يبيّن «aditctl lint { $file }» كل شيء.
