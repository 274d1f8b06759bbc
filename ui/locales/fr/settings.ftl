# Settings: what the shell says of them, and the page.

setting-wrong = Le réglage ne peut pas avoir cette valeur.
setting-not-saved = Le réglage n’a pas été enregistré : { $path } ne peut pas être écrit.
    .advice = Vérifiez que le dossier est à vous et que le disque n’est pas plein.
settings-damaged = Certains réglages n’ont pas pu être lus. Les valeurs par défaut s’appliquent.
    .advice = Le fichier endommagé est conservé sous { $kept }.
