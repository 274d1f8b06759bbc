# The list of profiles: sections, order, several at once, groups.

section-connected = En uso · { $count }
section-favourites = Favoritos · { $count }
section-group = { $name } · { $count }
section-rest = Todos · { $count }
sort-title = Orden
sort-label = Orden: { $order }
sort-last-used = Uso más reciente
sort-name = Nombre
sort-added = Más nuevos
bar-count = { $count ->
    [0] Ninguno seleccionado
    [one] Uno seleccionado
    [many] { $count } seleccionados
   *[other] { $count } seleccionados
}
bar-favourite = Añadir a favoritos
bar-unfavourite = Quitar de favoritos
bar-group = Poner en un grupo
bar-remove = Eliminar
bar-close = Terminar la selección
group-title = { $count ->
    [one] Grupo de { $name }
    [many] Grupo de { $count } de perfiles
   *[other] Grupo de { $count } perfiles
}
group-rename-title = Cambiar el nombre de { $name }
group-question = ¿En qué grupo?
group-none = Ningún grupo
group-new = Un grupo nuevo
group-name = Nombre del grupo
group-save = Guardar
group-cancel = Cancelar
key-delete = Supr
row-switch = Conectar { $name }
row-networks = { $more ->
    [0] { $first }
    [one] { $first } y una más
    [many] { $first } y { $more } más
   *[other] { $first } y { $more } más
}
row-rate = { $rate }
row-favourite = Añadir a favoritos
row-unfavourite = Quitar de favoritos
row-group = Poner en un grupo…
row-select = Seleccionar varios
row-select-group = Seleccionar todo { $name }
row-rename-group = Cambiar nombre del grupo { $name }…
row-forget-group = Olvidar la identificación de { $name }
prompt-group = { $count ->
    [one] Para el grupo { $name }
    [many] Para los { $count } de perfiles de { $name }
   *[other] Para los { $count } perfiles de { $name }
}
