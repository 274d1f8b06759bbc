# What a tunnel that is up does without or does differently: a sentence each, and `.advice` where something can be done.
# $origin is server or profile.

notice-name-server-not-used =
    { $origin ->
        [profile] لا يُستخدم خادم الأسماء { $server } من ملف التعريف هذا: إنه { address-kind }.
       *[server] لا يُستخدم خادم الأسماء { $server } من هذا الخادم: إنه { address-kind }.
    }
notice-route-not-used =
    { $origin ->
        [profile] لا يُستخدم المسار إلى { $route } من ملف التعريف هذا{ route-kind }.
       *[server] لا يُستخدم المسار إلى { $route } من هذا الخادم{ route-kind }.
    }
notice-address-not-used =
    { $origin ->
        [profile] لا يُستخدم عنوان النفق { $address } الذي يذكره ملف التعريف.
       *[server] لا يُستخدم عنوان النفق { $address } الذي منحه الخادم.
    }
notice-domain-not-used =
    { $origin ->
        [profile] لا يُستخدم النطاق { $domain } من ملف التعريف هذا: إنه ليس اسم نطاق.
       *[server] لا يُستخدم النطاق { $domain } من هذا الخادم: إنه ليس اسم نطاق.
    }
notice-domains-without-server =
    { $origin ->
        [profile] يذكر ملف التعريف هذا نطاقات دون خادم أسماء يجيب عنها.
       *[server] يذكر هذا الخادم نطاقات دون خادم أسماء يجيب عنها.
    }
notice-too-many =
    { $what ->
        [name-servers]
            { $left-out ->
                [zero] لا يُستخدم { $left-out } خادم أسماء: الحد الأقصى للنفق { $used }.
                [one] لا يُستخدم خادم أسماء واحد: الحد الأقصى للنفق { $used }.
                [two] لا يُستخدم خادما أسماء: الحد الأقصى للنفق { $used }.
                [few] لا تُستخدم { $left-out } خوادم أسماء: الحد الأقصى للنفق { $used }.
                [many] لا يُستخدم { $left-out } خادم أسماء: الحد الأقصى للنفق { $used }.
               *[other] لا يُستخدم { $left-out } خادم أسماء: الحد الأقصى للنفق { $used }.
            }
        [domains]
            { $left-out ->
                [zero] لا يُستخدم { $left-out } نطاق: الحد الأقصى للنفق { $used }.
                [one] لا يُستخدم نطاق واحد: الحد الأقصى للنفق { $used }.
                [two] لا يُستخدم نطاقان: الحد الأقصى للنفق { $used }.
                [few] لا تُستخدم { $left-out } نطاقات: الحد الأقصى للنفق { $used }.
                [many] لا يُستخدم { $left-out } نطاقًا: الحد الأقصى للنفق { $used }.
               *[other] لا يُستخدم { $left-out } نطاق: الحد الأقصى للنفق { $used }.
            }
        [addresses]
            { $left-out ->
                [zero] لا يُستخدم { $left-out } عنوان: الحد الأقصى للنفق { $used }.
                [one] لا يُستخدم عنوان واحد: الحد الأقصى للنفق { $used }.
                [two] لا يُستخدم عنوانان: الحد الأقصى للنفق { $used }.
                [few] لا تُستخدم { $left-out } عناوين: الحد الأقصى للنفق { $used }.
                [many] لا يُستخدم { $left-out } عنوانًا: الحد الأقصى للنفق { $used }.
               *[other] لا يُستخدم { $left-out } عنوان: الحد الأقصى للنفق { $used }.
            }
       *[routes]
            { $left-out ->
                [zero] لا تُستخدم { $left-out } شبكة: الحد الأقصى للنفق { $used }.
                [one] لا تُستخدم شبكة واحدة: الحد الأقصى للنفق { $used }.
                [two] لا تُستخدم شبكتان: الحد الأقصى للنفق { $used }.
                [few] لا تُستخدم { $left-out } شبكات: الحد الأقصى للنفق { $used }.
                [many] لا تُستخدم { $left-out } شبكة: الحد الأقصى للنفق { $used }.
               *[other] لا تُستخدم { $left-out } شبكة: الحد الأقصى للنفق { $used }.
            }
    }
notice-route-is-local-network = شبكة VPN ‏{ $route } هي أيضًا الشبكة التي يوجد فيها هذا الحاسوب ({ $interface }).
    .advice = للأجهزة القريبة منك، كالطابعة أو الموجّه، ولأجهزة VPN العناوين نفسها. استخدم شبكة محلية أخرى إن افتقدت أحدها.
notice-option-not-used =
    { $origin ->
        [profile] لا يُستخدم الخيار «{ $option }» من ملف التعريف هذا.
       *[server] لا يُستخدم الخيار «{ $option }» من هذا الخادم.
    }
notice-server-compresses = يضغط الخادم ما يرسله، وقد يكشف ذلك محتوى النفق.
    .advice = يقرأه Adit ولا يضغط هو شيئًا. اطلب من مسؤول الخادم إيقاف الضغط.
notice-option-differs = «{ $option }» هو { $ours } في ملف التعريف و{ $theirs } لدى الخادم، لذلك قد لا تصل بعض الحزم.
    .advice = اطلب من مسؤول الخادم ملف تعريف يناسبه.
notice-taken-away =
    { $known ->
        [yes] أزال { $program } { $what } من هذا الحاسوب، وأعادها Adit.
       *[no] أزال برنامج آخر { $what } من هذا الحاسوب، وأعادها Adit.
    }
    .advice = يعمل النفق كما كان. إن تكرر ذلك فسيخبرك Adit.
# Why a route is not used, behind “is not used”.
route-kind =
    { $range ->
        [none] { "" }
       *[other] : يقود إلى { address-kind }
    }
address-kind =
    { $range ->
        [loopback] عنوان لهذا الحاسوب
        [multicast] عنوان لمجموعة
        [broadcast] عنوان لكل من في الشبكة
        [embedded] عنوان IPv4 داخل عنوان IPv6
        [link-local] عنوان صالح على وصلة واحدة فقط
       *[unspecified] عنوان لا يخص أي مضيف
    }
