# Packets of a tunnel: how many, how many were dropped and why, and how they are moved.

traffic-packets = { $received } مستلَمة، { $sent } مرسَلة
traffic-packets-each = { $each } في كل مرة

## Dropped packets by cause: in a list of their own, or after their sum

drops =
    { $count ->
        [zero] { $count } حزمة
        [one] حزمة واحدة
        [two] حزمتان
        [few] { $count } حزم
        [many] { $count } حزمة
       *[other] { $count } حزمة
    }: { $causes }
drop = { $count } { $what }
drop-malformed = سيئة البنية
drop-no-key = بمفتاح غير معروف
drop-not-authentic = ليست من الخادم أو تالفة
drop-replayed = مكررة أو متأخرة
drop-compressed = بضغط غير مسموح به
drop-fragment = بأجزاء لا تتوافق
drop-not-ip = دون حزمة IP داخلها
drop-before-tunnel = قبل جاهزية النفق
drop-interface-refused = رفضتها واجهة النفق
drop-stale = منتظرة منذ ما قبل إعادة الاتصال
drop-unsendable = لا يمكن إرسالها
drop-loop = من النفق نفسه وأُعيدت إليه
drop-too-big = أكبر مما يتسع له المسار
drop-no-room = أكبر من أي إطار
drop-no-send-key = دون مفتاح لتشفيرها
drop-key-used-up = بين مفتاحين
drop-send-refused = رفضتها الشبكة

## How packets are moved

path-single = { $transport }، حزمة في كل مرة
path-batches = { $transport }، على دفعات
path-segments = { $transport }، على دفعات كبيرة
path-stream = { $transport }، على قطع كبيرة
fallback-interface-offload-refused = تعالج واجهة النفق الحزم واحدة واحدة: رفض النظام أكثر من ذلك.
fallback-interface-udp-missing = تجمع واجهة النفق حزم TCP فقط: يحتاج UDP إلى Linux 6.2.
fallback-interface-offload-off = تعالج واجهة النفق الحزم واحدة واحدة.
fallback-segments-refused = تُرسل الدفعات حزمة حزمة: رفض النظام أو بطاقة الشبكة أكثر من ذلك.
fallback-segments-too-long = تُرسل الحزم الممتلئة وحدها: هي أطول مما يتسع له المسار.
fallback-merging-refused = تصل الحزم المستلَمة واحدة واحدة: رفض النظام جمعها.
fallback-batches-off = الدفعات إلى الخادم أصغر مما يمكن.
fallback-proxied = تسير الحزم واحدة واحدة: يوجد وكيل في الطريق.
fallback-batches-unknown = تسير الحزم واحدة واحدة: لا يعرف هذا النظام الدفعات.
fallback-two-passes = تُعالج كل حزمة مرتين: تحتاج خوارزمية التشفير إلى ذلك.
fallback-pieces = تُقسّم الحزم: في ملف التعريف «fragment».
fallback-compression-frame = تحمل الحزم ترويسة ضغط: يريدها الخادم.
kernel-offload-absent = لا تتضمن نواة هذا النظام OpenVPN.
kernel-offload-not-loaded = تتضمن نواة هذا النظام OpenVPN في الوحدة { $module }. لا يستخدمه Adit.
kernel-offload-present = تتضمن نواة هذا النظام OpenVPN ‏({ $family }). لا يستخدمه Adit.
