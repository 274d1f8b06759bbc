# The list of profiles: sections, order, several at once, groups.

section-connected = Actifs · { $count }
section-favourites = Favoris · { $count }
section-group = { $name } · { $count }
section-rest = Tous · { $count }
sort-title = Tri
sort-label = Tri : { $order }
sort-last-used = Dernière utilisation
sort-name = Nom
sort-added = Plus récents
bar-count =
    { $count ->
        [0] Aucun sélectionné
        [one] Un sélectionné
        [many] { $count } de sélectionnés
       *[other] { $count } sélectionnés
    }
bar-favourite = Ajouter aux favoris
bar-unfavourite = Retirer des favoris
bar-group = Placer dans un groupe
bar-remove = Supprimer
bar-close = Terminer la sélection
group-title =
    { $count ->
        [one] Groupe de { $name }
        [many] Groupe de { $count } de profils
       *[other] Groupe de { $count } profils
    }
group-rename-title = Renommer { $name }
group-question = Dans quel groupe ?
group-none = Aucun groupe
group-new = Un nouveau groupe
group-name = Nom du groupe
group-save = Enregistrer
group-cancel = Annuler
key-delete = Suppr
row-switch = Connecter { $name }
row-networks =
    { $more ->
        [0] { $first }
        [one] { $first } et un autre
        [many] { $first } et { $more } d’autres
       *[other] { $first } et { $more } autres
    }
row-rate = { $rate }
row-favourite = Ajouter aux favoris
row-unfavourite = Retirer des favoris
row-group = Placer dans un groupe…
row-select = Sélection multiple
row-select-group = Sélectionner tout { $name }
row-rename-group = Renommer le groupe { $name }…
row-forget-group = Oublier les identifiants de { $name }
prompt-group =
    { $count ->
        [one] Pour le groupe { $name }
        [many] Pour les { $count } de profils de { $name }
       *[other] Pour les { $count } profils de { $name }
    }
