# What the organisation has settled for this computer in /etc/adit/policy.toml. $organisation is its name, $file a file, $line a line
# in it, $what what is wrong.

policy-set = بعض الإعدادات تحددها مؤسستك.
policy-set-by = بعض الإعدادات تحددها { $organisation }.
policy-setting = محدد من مؤسستك.
policy-setting-by = محدد من { $organisation }.
policy-own-profiles =
    لا يمكن استخدام ملفات تعريف خاصة بك: لا تسمح بها { $organisation ->
        [none] مؤسستك
       *[other] { $organisation }
    }.
policy-problem = لا يمكن استخدام سياسة مؤسستك، لذلك لا يُسمح بشيء: { $what }
    .advice = اطلب من مسؤول تصحيح { $file } وتشغيل «aditctl policy apply». حتى ذلك الحين تُحجب البيانات.
policy-problem-line = لا يمكن استخدام سياسة مؤسستك، لذلك لا يُسمح بشيء: السطر { $line } في { $file }: { $what }
    .advice = اطلب من مسؤول تصحيح هذا السطر وتشغيل «aditctl policy apply». حتى ذلك الحين تُحجب البيانات.
policy-none = لم تحدد أي مؤسسة شيئًا.
policy-fault-unreadable = تتعذر قراءتها: { $why }.
policy-fault-owner = ليست مملوكة للمستخدم root.
policy-fault-writable = يمكن لمستخدمين غير root الكتابة فيها أو في مجلدها.
policy-fault-not-a-file = هي رابط أو ليست ملفًا عاديًا.
policy-fault-too-large = حجمها أكبر من { $limit } بايت.
policy-fault-syntax = { $detail }.
policy-fault-value = { $key } هو «{ $value }»، ويمكن أن يكون { $allowed }.
policy-fault-twice = لملفي تعريف المعرّف نفسه «{ $id }».
policy-fault-profile = لا يمكن استخدام ملف التعريف هذا: { $why }
policy-fault-not-applied = لم تُطبَّق.
policy-managed-profile = ملف التعريف هذا لمؤسستك ولا يمكن تغييره هنا.
    .advice = تواصل مع مسؤول.
