# Settings: what the shell says of them, and the page.

setting-wrong = Le réglage ne peut pas avoir cette valeur.
setting-not-saved = Le réglage n’a pas été enregistré : { $path } ne peut pas être écrit.
    .advice = Vérifiez que le dossier est à vous et que le disque n’est pas plein.
settings-damaged = Certains réglages n’ont pas pu être lus. Les valeurs par défaut s’appliquent.
    .advice = Le fichier endommagé est conservé sous { $kept }.
text-not-saved = Le fichier n’a pas été enregistré : { $path } ne peut pas être écrit.
    .advice = Choisissez un autre dossier.
diagnostics-save-title = Enregistrer le diagnostic
log-save-title = Enregistrer le journal

## The page

menu-settings = Paramètres
settings-title = Paramètres
settings-back = Retour
settings-search = Rechercher un paramètre
settings-search-clear = Effacer la recherche
settings-none-found = Aucun paramètre ne correspond à « { $query } ».
settings-show-all = Afficher tous les paramètres
settings-section-general = Général
settings-section-start = Démarrage et veille
settings-section-protection = Protection
settings-section-networks = Réseaux
settings-section-notices = Notifications et zone de notification
settings-section-profiles = Profils et mots de passe
settings-section-checks = Vérifications et historique
settings-section-help = Aide
setting-language = Langue
setting-language-system = Comme cet ordinateur
setting-appearance = Apparence
setting-appearance-system = Comme cet ordinateur
setting-appearance-light = Clair
setting-appearance-dark = Sombre
setting-after-sleep = À la sortie de veille
setting-after-sleep-hint = Tant qu’Adit est ouvert.
setting-after-sleep-reconnect = Se reconnecter
setting-after-sleep-disconnect = Rester déconnecté
setting-desktop-proxy = Utiliser le proxy de cet ordinateur
setting-desktop-proxy-hint = Seulement si un serveur n’est pas joignable directement.
setting-known-networks = Réseaux connus
setting-known-networks-none = Tous les profils peuvent être connectés sur tous les réseaux. Choisissez « Réseaux… » dans le menu d’un profil pour changer cela.
setting-known-network-change = Modifier les réseaux de { $name }
setting-notifications = Notifications
setting-notifications-all = Toutes
setting-notifications-not-mine = Seulement ce que je n’ai pas fait
setting-notifications-none = Aucune
setting-tray-click = Un clic sur l’icône de notification
setting-tray-click-toggle-last = Connecte ou déconnecte
setting-tray-click-open-window = Ouvre cette fenêtre
setting-sort = Tri des profils
setting-sort-last-used = Derniers utilisés d’abord
setting-sort-name = Par nom
setting-sort-added = Derniers ajoutés d’abord
setting-remember = Proposer de mémoriser les mots de passe
setting-remember-hint = Dans le trousseau de cet ordinateur. Ce qui est déjà mémorisé le reste jusqu’à ce que vous l’oubliiez.
setting-forget = Mots de passe mémorisés
setting-forget-count =
    { $count ->
        [0] Rien n’est mémorisé.
        [one] Un profil a quelque chose de mémorisé.
        [many] { $count } de profils ont quelque chose de mémorisé.
       *[other] { $count } profils ont quelque chose de mémorisé.
    }
setting-forget-all = Tout oublier…
setting-forget-question = Oublier tous les mots de passe mémorisés ?
setting-forget-text = Ils vous seront demandés à la prochaine connexion.
setting-forget-confirm = Tout oublier
setting-live-check = Vérifier les tunnels chaque minute
setting-live-check-hint = Tant que cette fenêtre est ouverte. Seuls le serveur du VPN et ses serveurs de noms sont interrogés.
setting-history = Garder un historique du trafic
setting-history-hint = Ce qui est passé par chaque profil, sur cet ordinateur seulement.
setting-update-check = Rechercher de nouvelles versions
setting-update-check-hint = Une fois par jour. Rien n’est téléchargé ni installé automatiquement.
setting-diagnostics = Diagnostic
setting-diagnostics-hint = Ce que doit savoir la personne qui vous aide, dans un fichier que vous pouvez lire d’abord.
setting-diagnostics-open = Afficher…
setting-log = Journal
setting-log-hint = Ce qu’a fait le service d’Adit.
setting-log-open = Ouvrir
setting-reset = Réinitialiser
setting-reset-hint = Rétablit tout sur cette page, sauf ce qui vaut pour l’ordinateur entier. Les profils et mots de passe restent.
setting-reset-all = Réinitialiser…
setting-reset-question = Réinitialiser tous les paramètres ?
setting-reset-text = Les profils, les mots de passe et la protection de cet ordinateur restent tels quels.
setting-reset-confirm = Réinitialiser
settings-cancel = Annuler

## Diagnostics

diagnostics-title = Diagnostic
diagnostics-back = Retour
diagnostics-text = Rien n’est envoyé. Voici toutes les lignes que contiendra le fichier. Les clés et mots de passe n’y figurent jamais.
diagnostics-names = Inclure les noms de profils, de serveurs et d’utilisateurs
diagnostics-addresses = Inclure les adresses
diagnostics-save = Enregistrer…
diagnostics-copy = Tout copier
diagnostics-lines =
    { $count ->
        [one] { $count } ligne
        [many] { $count } de lignes
       *[other] { $count } lignes
    }
diagnostics-looking = Recherche…
text-saved = Enregistré.

## The log page

log-levels = Afficher
log-levels-error = Échecs
log-levels-warn = Échecs et avertissements
log-levels-info = Sans les détails
log-levels-debug = Tout
log-save = Enregistrer…
