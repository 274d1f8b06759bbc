update-available = Adit { $version } 已可用；当前版本为 { $own }。
    .advice = 新增内容：{ $page }。Adit 不会自行下载任何内容。请按安装当前版本的方式安装。
update-untrusted = 无法得知是否有更新的 Adit：应答并非来自其开发者。
    .advice = 可能有人更改了应答，或提供了旧的应答。请自行到您获取 Adit 的地方查看。
