# The list of profiles: sections, order, several at once, groups.

section-connected = In Benutzung · { $count }
section-favourites = Favoriten · { $count }
section-group = { $name } · { $count }
section-rest = Alle · { $count }
sort-title = Reihenfolge
sort-label = Reihenfolge: { $order }
sort-last-used = Zuletzt benutzt
sort-name = Name
sort-added = Neueste
bar-count = { $count ->
    [0] Nichts ausgewählt
    [one] Eines ausgewählt
   *[other] { $count } ausgewählt
}
bar-favourite = Zu den Favoriten
bar-unfavourite = Aus den Favoriten entfernen
bar-group = In eine Gruppe
bar-remove = Entfernen
bar-close = Auswahl beenden
group-title = { $count ->
    [one] Gruppe von { $name }
   *[other] Gruppe von { $count } Profilen
}
group-rename-title = { $name } umbenennen
group-question = In welche Gruppe?
group-none = Keine Gruppe
group-new = Eine neue Gruppe
group-name = Name der Gruppe
group-save = Speichern
group-cancel = Abbrechen
key-delete = Entf
row-switch = { $name } verbinden
row-networks = { $more ->
    [0] { $first }
    [one] { $first } und ein weiteres
   *[other] { $first } und { $more } weitere
}
row-rate = { $rate }
row-favourite = Zu den Favoriten
row-unfavourite = Aus Favoriten entfernen
row-group = In eine Gruppe …
row-select = Mehrere auswählen
row-select-group = Alle von { $name } auswählen
row-rename-group = Gruppe { $name } umbenennen …
row-forget-group = Anmeldung von { $name } vergessen
prompt-group = { $count ->
    [one] Für die Gruppe { $name }
   *[other] Für alle { $count } Profile von { $name }
}
