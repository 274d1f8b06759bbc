# Settings: what the shell says of them, and the page.

setting-wrong = لا يمكن أن يأخذ الإعداد هذه القيمة.
setting-not-saved = لم يُحفظ الإعداد: تتعذر الكتابة في { $path }.
    .advice = تحقق من أن المجلد لك ومن أن القرص ليس ممتلئًا.
settings-damaged = تعذرت قراءة بعض الإعدادات. تسري قيمها الافتراضية.
    .advice = احتُفظ بالملف التالف باسم { $kept }.
