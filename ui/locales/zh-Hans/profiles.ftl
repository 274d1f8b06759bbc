# The list of profiles: sections, order, several at once, groups.

section-connected = 使用中 · { $count }
section-favourites = 收藏 · { $count }
section-group = { $name } · { $count }
section-rest = 全部 · { $count }
sort-title = 排序
sort-label = 排序：{ $order }
sort-last-used = 最近使用
sort-name = 名称
sort-added = 最新添加
bar-count =
    { $count ->
        [0] 未选择
       *[other] 已选择 { $count } 个
    }
bar-favourite = 添加到收藏
bar-unfavourite = 从收藏中移除
bar-group = 放入分组
bar-remove = 移除
bar-close = 结束选择
group-title =
    { $count ->
        [1] { $name } 的分组
       *[other] { $count } 个配置文件的分组
    }
group-rename-title = 重命名 { $name }
group-question = 放入哪个分组？
group-none = 无分组
group-new = 新建分组
group-name = 分组名称
group-save = 保存
group-cancel = 取消
key-delete = Del
row-switch = 连接 { $name }
row-networks =
    { $more ->
        [0] { $first }
       *[other] { $first } 及另外 { $more } 个
    }
row-rate = { $rate }
row-favourite = 添加到收藏
row-unfavourite = 从收藏中移除
row-group = 放入分组…
row-select = 选择多个
row-select-group = 选择 { $name } 中的全部
row-rename-group = 重命名分组 { $name }…
row-forget-group = 忘记 { $name } 的登录信息
prompt-group =
    { $count ->
        [1] 用于分组 { $name }
       *[other] 用于 { $name } 的全部 { $count } 个配置文件
    }
