# What the desktop's agent asks for a connection in NetworkManager.
agent-title = تسجيل الدخول إلى { $name }
agent-username = اسم المستخدم
agent-password = كلمة المرور
agent-passphrase = عبارة مرور المفتاح الخاص
agent-response = الإجابة
agent-accept = اكتب «yes» للقبول
agent-proxy-username = اسم مستخدم الوكيل
agent-proxy-password = كلمة مرور الوكيل
