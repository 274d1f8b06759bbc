# The list of profiles: sections, order, several at once, groups.

section-connected = In use · { $count }
section-favourites = Favourites · { $count }
section-group = { $name } · { $count }
section-rest = All · { $count }
sort-title = Order
sort-label = Order: { $order }
sort-last-used = Last used
sort-name = Name
sort-added = Newest
bar-count = { $count ->
    [0] None selected
    [one] One selected
   *[other] { $count } selected
}
bar-favourite = Add to favourites
bar-unfavourite = Remove from favourites
bar-group = Put into a group
bar-remove = Remove
bar-close = End the selection
group-title = { $count ->
    [one] Group of { $name }
   *[other] Group of { $count } profiles
}
group-rename-title = Rename { $name }
group-question = Into which group?
group-none = No group
group-new = A new group
group-name = Name of the group
group-save = Save
group-cancel = Cancel
key-delete = Del
row-switch = Connect { $name }
row-networks = { $more ->
    [0] { $first }
    [one] { $first } and one more
   *[other] { $first } and { $more } more
}
row-rate = { $rate }
row-favourite = Add to favourites
row-unfavourite = Remove from favourites
row-group = Put into a group…
row-select = Select several
row-select-group = Select all of { $name }
row-rename-group = Rename the group { $name }…
row-forget-group = Forget the sign-in of { $name }
prompt-group = { $count ->
    [one] For the group { $name }
   *[other] For all { $count } profiles of { $name }
}
