# The list of profiles: sections, order, several at once, groups.

section-connected = قيد الاستخدام · { $count }
section-favourites = المفضلة · { $count }
section-group = { $name } · { $count }
section-rest = الكل · { $count }
sort-title = الترتيب
sort-label = الترتيب: { $order }
sort-last-used = آخر استخدام
sort-name = الاسم
sort-added = الأحدث
bar-count =
    { $count ->
        [0] لا شيء محدد
        [zero] لا شيء محدد
        [one] واحد محدد
        [two] اثنان محددان
        [few] { $count } محددة
        [many] { $count } محددًا
       *[other] { $count } محدد
    }
bar-favourite = إضافة إلى المفضلة
bar-unfavourite = إزالة من المفضلة
bar-group = وضع في مجموعة
bar-remove = إزالة
bar-close = إنهاء التحديد
group-title =
    { $count ->
        [zero] مجموعة { $count } ملف تعريف
        [one] مجموعة { $name }
        [two] مجموعة ملفي تعريف
        [few] مجموعة { $count } ملفات تعريف
        [many] مجموعة { $count } ملف تعريف
       *[other] مجموعة { $count } ملف تعريف
    }
group-rename-title = إعادة تسمية { $name }
group-question = في أي مجموعة؟
group-none = دون مجموعة
group-new = مجموعة جديدة
group-name = اسم المجموعة
group-save = حفظ
group-cancel = إلغاء
key-delete = Del
row-switch = الاتصال بـ { $name }
row-networks =
    { $more ->
        [0] { $first }
        [zero] { $first }
        [one] { $first } وواحدة أخرى
        [two] { $first } واثنتان أخريان
        [few] { $first } و{ $more } أخرى
        [many] { $first } و{ $more } أخرى
       *[other] { $first } و{ $more } أخرى
    }
row-rate = { $rate }
row-favourite = إضافة إلى المفضلة
row-unfavourite = إزالة من المفضلة
row-group = وضع في مجموعة…
row-select = تحديد عدة ملفات
row-select-group = تحديد كل ما في { $name }
row-rename-group = إعادة تسمية المجموعة { $name }…
row-forget-group = نسيان تسجيل الدخول إلى { $name }
prompt-group =
    { $count ->
        [zero] لكل ملفات التعريف في { $name } وعددها { $count }
        [one] للمجموعة { $name }
        [two] لملفي التعريف في { $name }
        [few] لكل ملفات التعريف في { $name } وعددها { $count }
        [many] لكل ملفات التعريف في { $name } وعددها { $count }
       *[other] لكل ملفات التعريف في { $name } وعددها { $count }
    }
