# Failures: one sentence for what happened, the cause first, and `.advice` for what to do.
# No codes, no exclamation marks, and not the word “error”.

failure-name-not-resolved = لا يوجد عنوان للاسم { $host }.
    .advice = ربما كان الاسم في ملف التعريف خاطئًا أو قديمًا، أو معروفًا في شبكة أخرى فقط. تواصل مع من زوّدك بملف التعريف.
failure-no-answer = لا يجيب { $host } على { $transport } { $port }.
    .advice = ربما تحجبه شبكتك، أو لا يكون مفتاح التحكم في ملف التعريف («tls-auth» أو «tls-crypt») مفتاح الخادم، فالخوادم لا تجيب حينها. جرّب شبكة أخرى، أو اسأل من زوّدك بملف التعريف عما إذا كان لا يزال صالحًا.
failure-no-answer-yet = لم يُجب { $host } بعد على { $transport } { $port }.
    .advice = يستمر Adit في المحاولة. إن لم يأتِ شيء فربما تحجبه شبكتك: جرّب شبكة أخرى، أو اسأل مسؤول الخادم عما إذا كان يعمل.
failure-connection-refused = يرفض { $host } الاتصالات على { $transport } { $port }.
    .advice = ربما تكون خدمة VPN متوقفة، أو المنفذ في ملف التعريف خاطئًا. أعد المحاولة لاحقًا، أو تواصل مع مسؤول الخادم.
failure-connection-lost = انقطع الاتصال بالخادم.
    .advice = تحقق من أن هذا الحاسوب لا يزال متصلًا بالشبكة. يتصل Adit من جديد بأسرع ما يمكن.
    .advice-ended = تحقق من أن هذا الحاسوب لا يزال متصلًا بالشبكة، ثم اتصل من جديد.
failure-keepalive-timeout =
    { $seconds ->
        [zero] صمت الخادم { $seconds } ثانية.
        [one] صمت الخادم ثانية واحدة.
        [two] صمت الخادم ثانيتين.
        [few] صمت الخادم { $seconds } ثوانٍ.
        [many] صمت الخادم { $seconds } ثانية.
       *[other] صمت الخادم { $seconds } ثانية.
    }
    .advice = ربما تغيرت شبكتك، أو لم يعد الخادم موجودًا. يتصل Adit من جديد بأسرع ما يمكن.
    .advice-ended = ينتهي الاتصال عندما يصمت الخادم هذه المدة. اتصل من جديد عندما تكون متصلًا بالشبكة.
failure-no-network = لا توجد شبكة لهذا الحاسوب.
    .advice = اتصل بشبكة. يتابع Adit بعدها تلقائيًا.
    .advice-ended = اتصل بشبكة، ثم أعد الاتصال.
failure-handshake-timeout = بدأ الخادم يجيب ثم توقف.
    .advice = ربما تُسقط شبكة في الطريق الحزم الكبيرة. جرّب شبكة أخرى، أو خادم TCP إن وُجد في ملف التعريف.
failure-control-key-mismatch = مفتاح التحكم في ملف التعريف هذا لا يناسب الخادم.
    .advice = اطلب جديدًا ممن زوّدك بملف التعريف.
failure-unknown-authority = شهادة الخادم من مرجع لا يثق به ملف التعريف هذا.
    .advice = لا تسجّل الدخول هناك. اسأل من زوّدك بملف التعريف عما إذا كانت للخادم شهادة جديدة.
failure-server-certificate-expired = انتهت صلاحية شهادة الخادم في { $date }.
    .advice = تحقق من تاريخ هذا الحاسوب. إن كان صحيحًا فاطلب من مسؤول الخادم تجديد الشهادة.
failure-server-certificate-not-yet-valid = شهادة الخادم صالحة ابتداءً من { $date } فقط.
    .advice = تحقق من تاريخ هذا الحاسوب. ربما كان متأخرًا.
failure-server-name-mismatch = الخادم هو { $found }، لكن ملف التعريف يتوقع { $expected }.
    .advice = لا تسجّل الدخول هناك. اسأل من زوّدك بملف التعريف عما إذا كان اسم الخادم قد تغير.
failure-not-a-server-certificate = ليس لدى من أجاب شهادة خادم.
    .advice = ربما كان عميلًا آخر ينتحل صفة الخادم. اطلب من مسؤول الخادم فحص شهادته.
failure-server-certificate-rejected-unreadable = تتعذر قراءة شهادة الخادم.
    .advice = اطلب من مسؤول الخادم فحص شهادته.
failure-server-certificate-rejected-not-an-authority = لم تُقبل شهادة الخادم: في الطريق إلى مرجعها شهادة ليست لمرجع.
    .advice = اطلب من مسؤول الخادم فحص شهادته.
failure-server-certificate-rejected-chain-too-long = لم تُقبل شهادة الخادم: سلسلتها أطول مما يسمح به أحد المراجع.
    .advice = اطلب من مسؤول الخادم فحص شهادته.
failure-server-certificate-rejected-name-not-allowed = لم تُقبل شهادة الخادم: لا يُسمح لأحد المراجع في الطريق بإصدار شهادات لاسمها.
    .advice = اطلب من مسؤول الخادم فحص شهادته.
failure-server-certificate-rejected-extension = لم تُقبل شهادة الخادم: تطلب شيئًا لا يعرفه Adit، أو بنيتها خاطئة.
    .advice = اطلب من مسؤول الخادم فحص شهادته.
failure-server-certificate-rejected-signature-kind = لم تُقبل شهادة الخادم: وُقّعت بطريقة لا يدعمها Adit.
    .advice = اطلب من مسؤول الخادم شهادة بتوقيع RSA أو ECDSA أو Ed25519.
failure-server-certificate-rejected-bad-signature = لم تُقبل شهادة الخادم: أحد التواقيع خاطئ.
    .advice = ربما ينتحل أحد صفة الخادم. اطلب من مسؤول الخادم فحص شهادته.
failure-server-certificate-rejected-usage = لم تُقبل شهادة الخادم: استخدامها ليس ما يطلبه { $directive } في ملف التعريف.
    .advice = اطلب من مسؤول الخادم فحص شهادته، أو ملف تعريف جديدًا.
failure-server-certificate-rejected-other = لم تُقبل شهادة الخادم: تخالف إحدى قواعد الشهادات.
    .advice = اطلب من مسؤول الخادم فحص شهادته.
failure-server-purpose-unknown = لا تذكر شهادة الخادم ({ $name }) أنها لخادم، ولا يذكر ملف التعريف كيف يُعرف الخادم بطريقة أخرى.
    .advice = قد ينتحل عميل آخر صفة الخادم. اطلب من مسؤوله شهادة خادم أو اسم الخادم: مع السطر «⁦verify-x509-name "{ $name }" name⁩» في ملف التعريف لا يقبل Adit إلا شهادة هذا الاسم.
failure-server-certificate-revoked = أبطل المرجع شهادة الخادم.
    .advice = لا تسجّل الدخول هناك. اسأل من زوّدك بملف التعريف عما إذا كانت للخادم شهادة جديدة.
failure-revocation-list-expired = كانت قائمة الشهادات المبطلة في ملف التعريف هذا صالحة حتى { $date }.
    .advice = تحقق من تاريخ هذا الحاسوب. إن كان صحيحًا فاطلب ممن زوّدك بملف التعريف ملفًا بقائمة حديثة.
failure-revocation-list-not-yet-valid = أُنشئت قائمة الشهادات المبطلة في ملف التعريف هذا في { $date }، وهو تاريخ في المستقبل.
    .advice = تحقق من تاريخ هذا الحاسوب. إن كان صحيحًا فاطلب ممن زوّدك بملف التعريف ملفًا بقائمة حديثة.
failure-revocation-list-invalid = قائمة الشهادات المبطلة في ملف التعريف هذا تالفة، أو لم ينشئها مرجعها.
    .advice = لا يتصل Adit دونها، فقد تكون شهادة الخادم فيها. اطلب ممن زوّدك بملف التعريف ملفًا بقائمة حديثة.
failure-server-certificate-not-pinned = شهادة الخادم ليست من الشهادات التي يحددها ملف التعريف هذا ببصمتها.
    .advice = لا تسجّل الدخول هناك. اسأل من زوّدك بملف التعريف عما إذا كانت للخادم شهادة جديدة.
failure-server-certificate-weak = يمكن تزوير شهادة الخادم، فهي تعتمد على { $weakness }.
    .advice =
        { $weakness ->
            [MD5] اطلب شهادة جديدة من مسؤول الخادم.
           *[other] اطلب شهادة جديدة من مسؤول الخادم. حتى ذلك الحين يقبل السطر «tls-cert-profile insecure» في ملف التعريف هذه الشهادة.
        }
failure-clock-wrong = تاريخ هذا الحاسوب خاطئ: { $date }.
    .advice = يعيد Adit المحاولة تلقائيًا، فالحاسوب الذي بدأ للتو يحصل غالبًا على تاريخه من الشبكة. إن لم يحدث ذلك فاضبطه.
    .advice-ended = اضبط تاريخ هذا الحاسوب ووقته، ثم اتصل من جديد.
failure-client-key-too-short = المفتاح الخاص في ملف التعريف هذا بطول { $bits } بت فقط، وهو أقصر من أن يكون آمنًا، ولا يوقّع به Adit.
    .advice = اطلب ممن زوّدك بملف التعريف شهادة ومفتاحًا جديدين، بمفتاح RSA من 2048 بت أو أكثر.
failure-client-certificate-expired = انتهت صلاحية شهادة ملف التعريف هذا في { $date }.
    .advice = اطلب جديدًا ممن زوّدك بملف التعريف.
failure-client-certificate-refused = لا يقبل الخادم شهادة ملف التعريف هذا.
    .advice = ربما أُبطلت، أو كانت ناقصة من ملف التعريف. اطلب جديدًا ممن زوّدك بملف التعريف.
failure-tls-not-compatible = لا توجد طريقة تشفير مشتركة بين الخادم وAdit.
    .advice = يصر الخادم على طرق لم تعد آمنة، أو ليست لدى Adit مثل X448. اطلب من مسؤوله السماح بـ TLS 1.3 مع X25519 أو P-256، أو TLS 1.2 مع ECDHE وAES-GCM.
failure-server-tls-too-old = لا يعرف الخادم ما هو أحدث من TLS 1.1 الذي لم يعد آمنًا.
    .advice = اطلب من مسؤول الخادم السماح بـ TLS 1.2 أو أحدث (يجب ألا يقل «tls-version-max» عن 1.2).
failure-server-silent-at-hello = أجاب الخادم ثم لم يبدأ التشفير.
    .advice = ربما لا يعرف إلا طرقًا لا يستخدمها Adit: إصدار TLS أقل من 1.2، أو دون ECDHE، أو مع CBC، أو مفتاحًا على منحنى brainpool. اطلب من مسؤوله السماح بـ TLS 1.3، أو TLS 1.2 مع ECDHE وAES-GCM. إن عمل من شبكة أخرى فإن هذه الشبكة تُسقط الحزم الكبيرة.
failure-server-silent-after-certificate = صمت الخادم عندما كان عليه قبول شهادة ملف التعريف هذا.
    .advice = ربما رفضها لأنها منتهية أو مبطلة أو مجهولة، أو لا توجد شهادة في ملف التعريف. اطلب جديدًا ممن زوّدك بملف التعريف. إن عمل من شبكة أخرى فإن هذه الشبكة تُسقط الحزم الكبيرة.
failure-tls-failed = تعذر إنشاء الاتصال المشفّر بالخادم.
    .advice = أعد المحاولة. إن تكرر ذلك فأرسل التفاصيل إلى مسؤول الخادم.
failure-credentials-needed = يطلب الخادم اسم مستخدم وكلمة مرور.
    .advice = اتصل من جديد واكتبهما.
failure-credentials-refused = رفض الخادم اسم المستخدم أو كلمة المرور.
    .advice = تحقق منهما ثم أعد المحاولة.
failure-credentials-refused-with-reason = رفض الخادم اسم المستخدم أو كلمة المرور ويقول: «{ $reason }»
    .advice = تحقق منهما ثم أعد المحاولة.
failure-sign-in-unfinished = لم يكتمل تسجيل الدخول في الوقت المحدد.
    .advice = ينتظره الخادم مدة محدودة فقط. اتصل من جديد، وأكّد فور أن يُطلب منك.
failure-not-let-in = لا يسمح الخادم بدخول ملف التعريف هذا.
    .advice = اسأل مسؤول الخادم عما إذا كان يُسمح لشهادة ملف التعريف هذا باستخدامه، أو كان يلزم اسم مستخدم وكلمة مرور.
failure-not-let-in-with-reason = لا يسمح الخادم بدخول ملف التعريف هذا ويقول: «{ $reason }»
    .advice = اسأل مسؤول الخادم عما إذا كان يُسمح لشهادة ملف التعريف هذا باستخدامه، أو كان يلزم اسم مستخدم وكلمة مرور.
failure-browser-sign-in-refused = لم يقبل الخادم تسجيل الدخول بالمتصفح.
    .advice = اتصل من جديد وسجّل الدخول مرة أخرى. إن لم يُفِد ذلك فاسأل مسؤول الخادم عما إذا كان يُسمح لك باستخدامه.
failure-browser-sign-in-refused-with-reason = لم يقبل الخادم تسجيل الدخول بالمتصفح ويقول: «{ $reason }»
    .advice = اتصل من جديد وسجّل الدخول مرة أخرى. إن لم يُفِد ذلك فاسأل مسؤول الخادم عما إذا كان يُسمح لك باستخدامه.
failure-sign-in-page-refused = يريد الخادم فتح صفحة تسجيل دخول عنوانها غير آمن.
    .advice = أخبر مسؤول الخادم: يجب أن يبدأ العنوان بـ ⁦https://⁩ ويذكر مضيفًا ولا يتجاوز 1024 محرفًا.
failure-sign-in-postponed = لا يسمح الخادم بدخول أحد في الوقت الحالي.
    .advice = يعيد Adit المحاولة تلقائيًا دون إكثار، حتى لا يُقفل حسابك.
    .advice-ended = اتصل من جديد لاحقًا.
failure-sign-in-postponed-with-message = لا يسمح الخادم بدخول أحد في الوقت الحالي ويقول: «{ $message }»
    .advice = يعيد Adit المحاولة تلقائيًا دون إكثار، حتى لا يُقفل حسابك.
    .advice-ended = اتصل من جديد لاحقًا.
failure-passphrase-needed = المفتاح الخاص في ملف التعريف هذا مقفل.
    .advice = اتصل من جديد واكتب عبارة مروره.
failure-passphrase-wrong = لا تفتح عبارة المرور هذه المفتاح الخاص.
    .advice = تحقق منها ثم أعد المحاولة.
failure-challenge-needed = يطرح الخادم سؤالًا آخر.
    .advice = اتصل من جديد وأجب عنه.
failure-confirm-elsewhere = ينتظرك الخادم في مكان آخر ويقول: «{ $text }»
    .advice = افعل ما يقوله. يسجّل Adit الدخول من جديد تلقائيًا.
    .advice-ended = افعل ما يقوله، ثم اتصل من جديد.
failure-cipher-not-shared = ليس لدى الخادم أي من خوارزميات التشفير التي يسمح بها ملف التعريف هذا ({ $offered }).
    .advice = اسأل مسؤول الخادم عن خوارزميات التشفير التي يقبلها («data-ciphers»)، واطلب ملف تعريف يسمح بإحداها.
failure-cipher-too-old = يصر الخادم على خوارزمية التشفير { $cipher } التي لم تعد آمنة وليست لدى Adit.
    .advice = اطلب من مسؤول الخادم إضافة AES-256-GCM إلى «data-ciphers»، أو AES-256-CBC إن كان أقدم من ذلك.
failure-server-compresses = يضغط الخادم ما يرسله، وقد يكشف ذلك محتوى النفق.
    .advice = اطلب من مسؤول الخادم إزالة «comp-lzo» و«compress». إن تعذر ذلك فإن السطر «allow-compression asym» في ملف التعريف يتيح لـ Adit قراءته.
failure-server-option-refused = يطلب الخادم شيئًا لا يفعله Adit: { $option }.
    .advice = اسأل مسؤول الخادم عما إذا كان يمكن إيقافه.
failure-server-halted = أنهى الخادم الاتصال.
    .advice = تواصل مع مسؤول الخادم قبل أن تتصل من جديد.
failure-server-halted-with-message = أنهى الخادم الاتصال ويقول: «{ $message }»
    .advice = تواصل مع مسؤول الخادم قبل أن تتصل من جديد.
failure-server-restarting = الخادم يعيد التشغيل.
    .advice = يتصل Adit من جديد بعد لحظة.
    .advice-ended = اتصل من جديد بعد لحظة.
failure-server-restarting-with-message = الخادم يعيد التشغيل ويقول: «{ $message }»
    .advice = يتصل Adit من جديد بعد لحظة.
    .advice-ended = اتصل من جديد بعد لحظة.
failure-tunnel-idle =
    { $minutes ->
        [zero] لم يستخدم أحد النفق { $minutes } دقيقة، فينهيه هذا الخادم عندئذ.
        [one] لم يستخدم أحد النفق دقيقة واحدة، فينهيه هذا الخادم عندئذ.
        [two] لم يستخدم أحد النفق دقيقتين، فينهيه هذا الخادم عندئذ.
        [few] لم يستخدم أحد النفق { $minutes } دقائق، فينهيه هذا الخادم عندئذ.
        [many] لم يستخدم أحد النفق { $minutes } دقيقة، فينهيه هذا الخادم عندئذ.
       *[other] لم يستخدم أحد النفق { $minutes } دقيقة، فينهيه هذا الخادم عندئذ.
    }
    .advice = اتصل من جديد عندما تحتاج إليه.
failure-session-time-over =
    { $minutes ->
        [zero] يسمح هذا الخادم باتصال مدته { $minutes } دقيقة، وقد انتهت.
        [one] يسمح هذا الخادم باتصال مدته دقيقة واحدة، وقد انتهت.
        [two] يسمح هذا الخادم باتصال مدته دقيقتان، وقد انتهتا.
        [few] يسمح هذا الخادم باتصال مدته { $minutes } دقائق، وقد انتهت.
        [many] يسمح هذا الخادم باتصال مدته { $minutes } دقيقة، وقد انتهت.
       *[other] يسمح هذا الخادم باتصال مدته { $minutes } دقيقة، وقد انتهت.
    }
    .advice = اتصل من جديد إن احتجت إليه مدة أطول.
failure-profile-refused = لا يمكن استخدام ملف التعريف هذا بسبب { $what }.
    .advice = استورده من جديد لمعرفة السبب، أو اطلب غيره ممن زوّدك به.
failure-tunnel-device = تعذر إنشاء جهاز النفق.
    .advice = تحقق من وجود الوحدة tun في النظام، ثم أعد تشغيل خدمة Adit.
failure-network-setup = تعذر إعداد شبكة هذا الحاسوب ({ network-step }).
    .advice = أُعيد كل شيء كما كان. ربما يعيق ذلك برنامج شبكة آخر، أغلقه ثم أعد المحاولة.
failure-network-setup-not-permitted = لا يُسمح لخدمة Adit بإعداد شبكة هذا الحاسوب ({ network-step }).
    .advice = ابدأ الخدمة كخدمة نظام، أو بصلاحية المسؤول.
failure-network-setup-timed-out = استغرق إعداد شبكة هذا الحاسوب وقتًا طويلًا ({ network-step }).
    .advice = أُعيد كل شيء كما كان أو سيُعاد. أعد المحاولة، وإن تكرر ذلك كل مرة فأعد تشغيل هذا الحاسوب.
failure-network-setup-not-kept = غيّر برنامج آخر شبكة هذا الحاسوب أثناء إعدادها.
    .advice = أغلق برامج الشبكة الأخرى، أو اضبطها لتترك واجهات Adit وشأنها، ثم أعد المحاولة.
failure-network-setup-unsupported = لا يمكن إعداد هذا النظام كما يحتاج هذا النفق ({ network-step }).
    .advice = تذكر وثائق Adit ما يستطيعه كل نظام.
# Which part of it, in brackets behind what happened.
network-step =
    { $step ->
        [plan] تقييم الخطة
        [look] الفحص
        [journal] سجل التغييرات
        [firewall] جدار الحماية
        [interface] واجهة النفق
        [address] عنوان النفق
        [route] مسار
        [rule] القاعدة المؤدية إلى النفق
        [path-filter] مرشّح مسارات العودة
        [dns] خوادم الأسماء
        [read-back] إعادة القراءة
        [watch] المراقبة
        [bypass] مقبس خارج النفق
        [apply] التطبيق
        [undo] الإعادة كما كانت
       *[other] جزء آخر
    }
failure-network-setup-bad-plan = وضع Adit للشبكة خطة لا يستطيع تطبيقها.
    .advice = هذا خلل في Adit. يُرجى الإبلاغ عنه مع السجل.
failure-not-permitted = هذا الاتصال لمستخدم آخر على هذا الحاسوب.
    .advice = اطلب منه قطع الاتصال.
failure-not-permitted-owner = هذا الاتصال للمستخدم { $owner } على هذا الحاسوب.
    .advice = اطلب منه قطع الاتصال.
failure-not-authorized = لا يُسمح لك باستخدام اتصالات VPN على هذا الحاسوب.
    .advice = يمكن لمسؤول السماح بذلك: عبر المجموعة «adit» أو في الملف ⁦/etc/adit/access.conf⁩.
failure-not-allowed-lock = حددت مؤسستك متى تُحجب البيانات.
    .advice = يمكن لمسؤول تغيير ذلك في ⁦/etc/adit/policy.toml⁩.
failure-not-allowed-let-out = لا تسمح مؤسستك بمرور البيانات دون حماية.
    .advice = اتصل، أو تواصل مع مسؤول.
failure-not-allowed-own-profile = لا تسمح مؤسستك باتصالات VPN بملفات تعريف خاصة بك.
    .advice = استخدم أحد ملفات تعريف مؤسستك، أو تواصل مع مسؤول.
failure-not-allowed-managed-profile = ليس لدى مؤسستك ملف تعريف كهذا لك.
    .advice = اسأل مسؤولًا عما إذا كان لا يزال موجودًا، ولمن هو.
failure-network-in-use = شبكة هذا الحاسوب يستخدمها اتصال VPN للمستخدم { $owner }.
    .advice = اطلب منه قطع الاتصال. يمكن لمسؤول إنهاؤه باستخدام «aditctl disconnect --of { $owner }».
failure-not-brought-back = انتهت خدمة Adit بينما كان هذا الاتصال مطلوبًا، ولا تستطيع إعادته دونك.
    .advice = اتصل من جديد. إن لم تعد بحاجة إليه فاقطعه.
failure-unknown-connection = لا يوجد اتصال كهذا.
    .advice = ربما انتهى بالفعل. انظر قائمة الاتصالات.
failure-helper-not-running = خدمة Adit لا تعمل.
    .advice = ابدأها، أو انظر في سجلها لمعرفة سبب توقفها.
failure-helper-older = خدمة Adit أقدم من هذا البرنامج.
    .advice = أعد تشغيل الخدمة. إن لم يُفِد ذلك فثبّت Adit من جديد.
failure-helper-newer = خدمة Adit أحدث من هذا البرنامج.
    .advice = أعد تشغيل Adit. إن لم يُفِد ذلك فثبّته من جديد.
failure-bad-request-frame-too-large = ملف التعريف هذا أكبر مما تقبله خدمة Adit.
    .advice = الحد الأقصى نحو 700 كيبيبايت مع كل مفاتيحه وقوائمه. اطلب ملفًا أصغر ممن أعدّه.
failure-bad-request-not-a-message = لم تفهم خدمة Adit الطلب.
    .advice = حدّث Adit وخدمته إلى الإصدار نفسه.
failure-bad-request-hello-missing = طُلب شيء من خدمة Adit قبل التحية.
    .advice = حدّث Adit وخدمته إلى الإصدار نفسه.
failure-bad-request-hello-repeated = وصلت التحية إلى خدمة Adit مرتين.
    .advice = حدّث Adit وخدمته إلى الإصدار نفسه.
failure-bad-request-too-many-clients = عدد كبير جدًا من البرامج يستخدم خدمة Adit.
    .advice = أغلق بعضها ثم أعد المحاولة.
failure-bad-request-too-many-clients-of-user = عدد كبير جدًا من برامجك يستخدم خدمة Adit.
    .advice = أغلق بعضها ثم أعد المحاولة.
failure-bad-request-too-many-tunnels = لهذا الحاسوب عدد كبير جدًا من الأنفاق في وقت واحد.
    .advice = اقطع اتصال أحدها ثم أعد المحاولة.
failure-bad-request-too-many-tunnels-of-user = لديك عدد كبير جدًا من الأنفاق في وقت واحد.
    .advice = اقطع اتصال أحدها ثم أعد المحاولة.
failure-bad-request-too-many-connections = عدد الاتصالات كبير جدًا.
    .advice = اقطع اتصال أحدها ثم أعد المحاولة.
failure-bad-request-busy = لا يزال هذا الاتصال مشغولًا بما طُلب منه سابقًا.
    .advice = انتظر لحظة ثم أعد المحاولة.
failure-bad-request-ending = خدمة Adit قيد الإنهاء.
    .advice = أعد المحاولة بعد أن تبدأ من جديد.
failure-bad-request-name = اسم ملف التعريف طويل جدًا أو لا يمكن عرضه.
    .advice = أعطِ ملف التعريف اسمًا آخر.
failure-bad-request-unknown-protocol = لا تعرف خدمة Adit بروتوكول ملف التعريف هذا ({ $protocol }).
    .advice = حدّث Adit وخدمته إلى الإصدار نفسه.
failure-bad-request-proxies = لا يمكن استخدام الوكلاء المحددين في إعدادات هذا الحاسوب.
    .advice = تحقق من الوكلاء في إعدادات النظام.
failure-bad-request-credentials-too-long = اسم المستخدم أو كلمة المرور أطول من اللازم.
    .advice = تحقق منهما ثم أعد المحاولة.
failure-bad-request-public-address = الخادم الذي يمكن الوصول إليه من كل مكان لا يبيّن في أي شبكة يوجد هذا الحاسوب.
    .advice = أدخل عنوان خادم موجود في هذه الشبكة فقط: عنوانًا خاصًا كعنوان الموجّه.
failure-bad-request-answer-of-other-kind = هذه الإجابة ليست عن السؤال المطروح.
    .advice = انظر ما يُسأل عنه الآن وأجب عنه.
failure-proxy-not-reachable = يتعذر الوصول إلى الوكيل { $proxy }.
    .advice = تحقق من شبكة هذا الحاسوب، ومن اسم الوكيل ومنفذه في ملف التعريف أو في إعدادات النظام.
failure-proxy-no-answer = لا يجيب الوكيل { $proxy }.
    .advice = أعد المحاولة لاحقًا، أو تواصل مع مسؤول الوكيل.
failure-proxy-not-a-proxy = ما يجيب على { $proxy } ليس وكيلًا من هذا النوع.
    .advice = تحقق من المنفذ، ومما إذا كان وكيل HTTP أو SOCKS 5.
failure-proxy-credentials-needed = يطلب الوكيل { $proxy } اسم مستخدم وكلمة مرور.
    .advice = اتصل من جديد واكتبهما.
failure-proxy-credentials-refused = رفض الوكيل { $proxy } اسم المستخدم أو كلمة المرور.
    .advice = تحقق منهما ثم أعد المحاولة. هما للوكيل وليسا لخادم VPN.
failure-proxy-sign-in-not-supported = يريد الوكيل { $proxy } طريقة تسجيل دخول ليست لدى Adit ({ $offered }).
    .advice = اطلب من مسؤول الوكيل السماح بطريقة Basic أو Digest، أو باسم مستخدم وكلمة مرور مع SOCKS.
failure-proxy-not-allowed = لا يسمح الوكيل { $proxy } بالاتصال بهذا الخادم على المنفذ { $port }.
    .advice = كثير من الوكلاء لا يسمحون إلا بالمنفذ 443. اطلب ممن زوّدك بملف التعريف خادمًا على منفذ TCP رقم 443.
failure-proxy-server-not-reached = لا يستطيع الوكيل { $proxy } الوصول إلى { $host }.
    .advice = ربما يكون الخادم متوقفًا، أو لا يعرف الوكيل اسمه. أعد المحاولة لاحقًا، أو جرّب خادمًا آخر.
failure-proxy-no-datagrams = لا ينقل الوكيل { $proxy } بيانات UDP.
    .advice = استخدم ملف تعريف بخادم TCP، أو وكيلًا آخر.
failure-proxy-refused = رفض الوكيل { $proxy } الاتصال ويقول: «{ $answer }»
    .advice = تواصل مع مسؤول الوكيل.
failure-name-servers-silent = يتعذر البحث عن عنوان { $host }: لا تجيب خوادم الأسماء في هذه الشبكة.
    .advice = تحقق من أن هذا الحاسوب متصل بالشبكة ومن أن صفحات أخرى تُفتح. يعيد Adit المحاولة تلقائيًا.
    .advice-ended = تحقق من أن هذا الحاسوب متصل بالشبكة ومن أن صفحات أخرى تُفتح، ثم اتصل من جديد.
failure-no-ipv4 = لا يمكن الوصول إلى { $host } إلا عبر IPv4، وهذه الشبكة فيها IPv6 فقط.
    .advice = جرّب شبكة أخرى، أو اطلب من مسؤول الخادم عنوان IPv6.
failure-no-address-given = لم يمنح الخادم هذا الحاسوب عنوانًا.
    .advice = اطلب من مسؤول الخادم تخصيص عنوان: يفعل خادم OpenVPN ذلك باستخدام «server» أو «ifconfig-push».
failure-address-unusable = لا يمكن استخدام العنوان الذي منحه الخادم: { $address }.
    .advice = اطلب من مسؤول الخادم تخصيص عنوان آخر.
failure-server-key-unsupported = مفتاح شهادة الخادم من النوع { $algorithm } الذي لا يستطيع Adit التحقق منه.
    .advice = اطلب من مسؤول الخادم شهادة بمفتاح RSA أو ECDSA أو Ed25519.
failure-session-token-refused = نسي الخادم تسجيل الدخول هذا.
    .advice = يسجّل Adit الدخول من جديد تلقائيًا.
    .advice-ended = سجّل الدخول من جديد.
failure-other-service-http = ما يجيب على { $host } في المنفذ { $port } خادم ويب وليس شبكة VPN هذه.
    .advice = ربما كان العنوان أو المنفذ في ملف التعريف خاطئًا، أو تعترض صفحة تسجيل دخول لهذه الشبكة الطريق. افتح صفحة ويب، وإن لم تطلب منك تسجيل الدخول فتواصل مع مسؤول الخادم.
failure-other-service-tls = ما يجيب على { $host } في المنفذ { $port } خدمة عبر TLS وليس شبكة VPN هذه.
    .advice = ربما كان العنوان أو المنفذ في ملف التعريف خاطئًا، أو الخادم من نوع آخر. تواصل مع من زوّدك بملف التعريف.
failure-other-service-ssh = ما يجيب على { $host } في المنفذ { $port } خادم SSH وليس شبكة VPN هذه.
    .advice = ربما كان العنوان أو المنفذ في ملف التعريف خاطئًا. تواصل مع من زوّدك بملف التعريف.
failure-other-service-unknown = ما يجيب على { $host } في المنفذ { $port } ليس شبكة VPN هذه.
    .advice = ربما كان العنوان أو المنفذ في ملف التعريف خاطئًا. تواصل مع من زوّدك بملف التعريف.
# In place of an option’s value.
option-not-set = غير محدد
failure-nothing-readable = أُنشئ النفق، لكن تتعذر قراءة أي شيء يرسله الخادم عبره.
    .advice = يختلف ملف التعريف عن الخادم في خيار مثل «cipher» أو «auth» أو «comp-lzo» أو «fragment». اطلب من مسؤول الخادم ملف تعريف يناسبه.
failure-nothing-readable-differs = أُنشئ النفق، لكن تتعذر قراءة أي شيء يرسله الخادم عبره: «{ $option }» هو { $ours } في ملف التعريف و{ $theirs } لدى الخادم.
    .advice = اطلب من مسؤول الخادم ملف تعريف يناسبه، أو تغيير ذلك لدى الخادم.
failure-cancelled = لقد ألغيت.
    .advice = اتصل من جديد متى شئت.
failure-internal = حدث خلل في Adit.
    .advice = أعد المحاولة، ويُرجى الإبلاغ عن التفاصيل حتى يمكن إصلاحه.
