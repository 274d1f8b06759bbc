# Settings: what the shell says of them, and the page.

setting-wrong = 该设置不能为此值。
setting-not-saved = 设置未保存：无法写入 { $path }。
    .advice = 请检查该文件夹是否属于您，以及磁盘是否已满。
settings-damaged = 无法读取某些设置。将使用默认值。
    .advice = 损坏的文件已保留为 { $kept }。
