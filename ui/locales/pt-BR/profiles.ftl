# The list of profiles: sections, order, several at once, groups.

section-connected = Em uso · { $count }
section-favourites = Favoritos · { $count }
section-group = { $name } · { $count }
section-rest = Todos · { $count }
sort-title = Ordem
sort-label = Ordem: { $order }
sort-last-used = Último uso
sort-name = Nome
sort-added = Mais novos
bar-count =
    { $count ->
        [0] Nenhum selecionado
        [one] Um selecionado
        [many] { $count } de selecionados
       *[other] { $count } selecionados
    }
bar-favourite = Adicionar aos favoritos
bar-unfavourite = Remover dos favoritos
bar-group = Colocar em um grupo
bar-remove = Remover
bar-close = Encerrar a seleção
group-title =
    { $count ->
        [one] Grupo de { $name }
        [many] Grupo de { $count } de perfis
       *[other] Grupo de { $count } perfis
    }
group-rename-title = Renomear { $name }
group-question = Em qual grupo?
group-none = Nenhum grupo
group-new = Um novo grupo
group-name = Nome do grupo
group-save = Salvar
group-cancel = Cancelar
key-delete = Del
row-switch = Conectar { $name }
row-networks =
    { $more ->
        [0] { $first }
        [one] { $first } e mais uma
        [many] { $first } e mais { $more }
       *[other] { $first } e mais { $more }
    }
row-rate = { $rate }
row-favourite = Adicionar aos favoritos
row-unfavourite = Remover dos favoritos
row-group = Colocar em um grupo…
row-select = Selecionar vários
row-select-group = Selecionar tudo de { $name }
row-rename-group = Renomear o grupo { $name }…
row-forget-group = Esquecer o login de { $name }
prompt-group =
    { $count ->
        [one] Para o grupo { $name }
        [many] Para todos os { $count } de perfis de { $name }
       *[other] Para todos os { $count } perfis de { $name }
    }
