# Texts of the window itself. Failures, states and reports come finished from the shell (the other files).
# Two sentences at most: what happened, and what to do. No codes, no exclamation marks.

app-name = Adit

## Header and menu

header-import = Importer
header-import-label = Importer des profils
import-way-files = Choisir des fichiers…
import-way-folder = Choisir un dossier…
import-way-text = Coller un texte…
import-way-link = Coller un lien…
header-menu = Menu
menu-log = Journal
menu-guide = Guide
menu-about = À propos d’Adit
menu-quit = Quitter Adit

## Starting

starting = Recherche de vos profils…

## Notices above the card

helper-searching = Recherche du service d’Adit…
helper-log = Voir la cause dans le journal
notice-dismiss = Fermer
helper-doctor = Vérifier l’ordinateur
helper-way-look = Revérifier
helper-way-enable = Activer
helper-way-start = Démarrer
helper-way-start-again = Redémarrer
helper-way-restart = Redémarrer
helper-way-quit = Quitter Adit
helper-way-wait = Démarrage…

## First start

setup-title = Adit étend les fonctions VPN de cet ordinateur.
setup-question = Voulez-vous activer cela ?
setup-text = OK démarre le service d’Adit, maintenant et à chaque démarrage de l’ordinateur. Le système peut demander le mot de passe d’un administrateur.
setup-decline = Ne pas autoriser
setup-accept = OK
setup-details = Ce qui change
setup-detail-engine = Le service « aditd » communique avec les serveurs VPN. Il n’a aucun droit sur cet ordinateur.
setup-detail-broker = Le service « adit-netd » configure les tunnels, les routes et le DNS. Il peut modifier le réseau, et rien d’autre.
setup-detail-start = Tous deux démarrent avec l’ordinateur et ne font rien avant que vous vous connectiez. Ils ne bloquent le trafic que si vous l’avez choisi.
setup-detail-undo = « sudo systemctl disable --now aditd adit-netd » annule cela, tout comme la désinstallation d’Adit.

## Checking this computer

menu-doctor = Vérifier l’ordinateur
doctor-title = Vérification de l’ordinateur
doctor-back = Retour
doctor-looking = Vérification…
doctor-troubles =
    { $count ->
        [0] Aucun problème
        [one] Un problème
        [many] { $count } de problèmes
       *[other] { $count } problèmes
    }
doctor-again = Revérifier
doctor-copy = Copier
doctor-level-ok = Bon
doctor-level-notice = À savoir
doctor-level-problem = Problème

## Holding traffic back

protection-question = Quand le trafic doit-il être bloqué sur cet ordinateur ?
protection-lan = Les appareils du réseau local restent accessibles
protection-lan-hint = Imprimantes, routeurs, etc., pendant que le trafic est bloqué.
protection-check = Détecter si un réseau demande une identification
protection-check-hint = Si aucun serveur ne répond, une courte requête sans cookies est envoyée à une page de test, hors du tunnel.
protection-unknown = Le service d’Adit conserve ce choix et n’est pas disponible pour le moment.
protection-let-out = Laisser passer
protection-reconnect = Se reconnecter
protection-hold-again = Bloquer à nouveau
protection-portal-open = S’identifier sur ce réseau…
protection-portal-done = Terminé

## In which network a profile is connected

network-sign-in-open = Ouvrir la page d’identification
network-title = Réseaux pour { $name }
network-question = Où faut-il se connecter ?
network-everywhere = Partout
network-not-on = Sauf sur un réseau que je connais
network-not-on-hint = Désactivé au bureau ou à la maison, activé partout ailleurs.
network-only-on = Seulement sur un réseau que je connais
network-only-on-hint = Activé sur celui-ci, désactivé partout ailleurs.
network-server = Un serveur de ce réseau
network-server-hint = Une adresse privée qui n’est joignable que dans ce réseau, comme celle de son routeur : 192.168.1.1.
network-learn = Mémoriser ce réseau
network-learning = Interrogation du serveur…
network-key = Clé de { $server }
network-key-hint = Le réseau est reconnu à cette clé. Le nom d’un réseau sans fil, n’importe qui peut l’utiliser.
network-save = Enregistrer
network-cancel = Annuler

## What comes back after a restart

restore-question = Que doit reconnecter Adit automatiquement ?
restore-nothing = Rien
restore-was-connected = Ce qui était connecté (recommandé)
restore-at-login = Démarrer Adit dans la zone de notification à l’ouverture de session
restore-was-connected-hint = Comme avant le redémarrage de l’ordinateur ou du service d’Adit.
restore-chosen = Ces profils
restore-chosen-hint = À chaque ouverture de session.
restore-profiles = Profils connectés à l’ouverture de session
restore-none = Il n’y a encore aucun profil.
restore-note = Adit démarre avec votre session tant qu’il y a quelque chose à reconnecter, et reste dans la zone de notification. Si une identification vous attend, elle patiente jusqu’à ce que vous ouvriez la fenêtre.

## The card

card-label = Connexion
action-connect = Se connecter
action-cancel = Annuler
action-disconnect = Se déconnecter
action-try-again = Réessayer
action-wait = Un instant…
action-try-now = Essayer
next-try-in =
    { $seconds ->
        [0] Nouvel essai maintenant : { $plan }.
       *[other] Nouvel essai dans { $seconds } s : { $plan }.
    }
steps-label = Étapes
step-done = terminée
step-active = en cours
step-ahead = à venir
connected-for = Connecté depuis
cautions-title =
    { $count ->
        [one] Un point de ce tunnel n’est pas comme il devrait être.
        [many] { $count } de points de ce tunnel ne sont pas comme ils devraient être.
       *[other] { $count } points de ce tunnel ne sont pas comme ils devraient être.
    }
cautions-more =
    { $count ->
        [one] Un autre figure dans les détails.
        [many] { $count } d’autres figurent dans les détails.
       *[other] { $count } autres figurent dans les détails.
    }
received-total = Reçu
sent-total = Envoyé
rate-received = Réception
rate-sent = Envoi
graph-label = Trafic des 60 dernières secondes : réception { $received }, envoi { $sent }
graph-quiet = En attente des premiers chiffres

## Panels of a tunnel, and the way to one link by link

panel-traffic = Trafic
panel-connection = Connexion
panel-chain = Ce que voit Adit
panel-profile = Profil
panel-sign-in = Identification
panel-last-used = Dernière connexion
chain-is-holds = en ordre
chain-is-broken = en panne
chain-is-unknown = inconnu
chain-way-edit = Modifier le profil

## Details of a tunnel

details = Détails
details-server = Serveur
details-addresses =
    { $count ->
        [one] Adresse
        [many] Adresses
       *[other] Adresses
    }
details-protocol = Protocole
details-cipher = Chiffrement
details-tls = TLS
details-dns = DNS
details-networks = Par le tunnel
details-interface = Interface
details-interface-value = { $name }, MTU { $mtu }
details-packets = Paquets
details-dropped = Rejetés
details-path = Transfert
details-notes = Notes
details-session = Session
details-pac = Script de proxy
details-banner = Message du serveur
details-none = aucun
details-copy = Copier : { $what }
details-copy-all = Tout copier
copied = Copié
failure-detail = Détails
failure-copy = Copier les détails

## Profiles

profiles-label = Profils
profiles-search = Rechercher un profil
profiles-search-count = Rechercher parmi { $count } profils
profiles-search-clear = Effacer la recherche
profiles-none-found = Aucun profil ne correspond à « { $query } ».
profiles-show-all = Afficher tous les profils
profiles-drop-hint = Déposez des fichiers .ovpn n’importe où pour les importer
strip-state = { $name } : { $state }
row-menu = Actions pour { $name }
row-connect = Se connecter
row-disconnect = Se déconnecter
row-cancel = Annuler
row-try-again = Réessayer
row-edit = Modifier
row-rename = Renommer
row-duplicate = Dupliquer
row-export = Exporter…
row-network = Réseaux…
row-forget = Oublier les identifiants
row-remove = Supprimer
row-rename-label = Nouveau nom de { $name }
row-never-used = jamais utilisé
row-temporary = perdu à la fermeture d’Adit
row-managed = De votre organisation
others-label = Aussi sur cet ordinateur
other-connection = { $name } ({ $owner })

## No profile yet

empty-title = Ajoutez votre premier profil
empty-text = Déposez ici des fichiers .ovpn, ou choisissez-les. Vous pouvez aussi coller le texte d’un profil ou un lien.

## Drag and drop, paste

drop-title = Déposer pour importer
drop-text = Adit les lit et montre ce qu’il y trouve. Rien n’est conservé sans votre accord.
pasted-profile = Profil collé

## Import sheet

import-title =
    { $count ->
        [one] Importer un profil
        [many] { $count } de fichiers à importer
       *[other] { $count } fichiers à importer
    }
import-place = { $number } sur { $count }
import-back = Retour à la liste
import-previous = Précédent
import-next = Suivant
import-found-label = Ce qui a été trouvé
import-detail = Ce qui a été trouvé dans le fichier
import-row =
    { $taken ->
        [yes] { $name } : { $headline } Il sera importé.
       *[no] { $name } : { $headline } Il ne sera pas importé.
    }
import-take = Importer { $name }
import-name = Nom
import-from = De { $file }
import-second = { $name } ({ $number })
import-servers =
    { $count ->
        [one] Serveur
        [many] Serveurs
       *[other] Serveurs
    }
import-more-servers =
    { $count ->
        [one] Un autre
        [many] { $count } d’autres
       *[other] { $count } autres
    }
import-sign-in = Identification
import-traffic = Trafic
import-dns = DNS
import-existing = « { $name } » existe déjà, et celui-ci est différent
import-same = « { $name } » existe déjà, sans aucune différence
place-new = Garder les deux
place-replace = Remplacer « { $name } »
place-skip = Ignorer celui-ci
place-all =
    { $count ->
        [one] Faire de même pour l’autre profil déjà présent
        [many] Faire de même pour { $count } d’autres déjà présents
       *[other] Faire de même pour { $count } autres déjà présents
    }
import-note-refused =
    { $count ->
        [one] Un profil inutilisable est ignoré.
        [many] { $count } de profils inutilisables sont ignorés.
       *[other] { $count } profils inutilisables sont ignorés.
    }
import-note-needs =
    { $count ->
        [one] Un profil incomplet est ignoré.
        [many] { $count } de profils incomplets sont ignorés.
       *[other] { $count } profils incomplets sont ignorés.
    }
import-note-skipped =
    { $count ->
        [one] Un profil est ignoré selon votre choix.
        [many] { $count } de profils sont ignorés selon votre choix.
       *[other] { $count } profils sont ignorés selon votre choix.
    }
import-confirm =
    { $count ->
        [0] Importer
        [one] Importer le profil
        [many] Importer { $count } de profils
       *[other] Importer { $count } profils
    }
import-cancel = Annuler
import-close = Fermer
import-leave-title = Quitter sans importer ?
import-leave-text = Vos modifications seront perdues. Les fichiers restent où ils sont.
import-leave-stay = Rester
import-leave-leave = Quitter
import-connect = Se connecter

## What is missing before something can be imported

needs-title = Ce qui manque
need-find = Chercher le fichier…
need-address = Adresse du serveur
need-use = Utiliser
need-fetch = Télécharger
need-browser = S’identifier avec le navigateur

## Fixes

fixes-title =
    { $count ->
        [one] Une suggestion
        [many] { $count } de suggestions
       *[other] { $count } suggestions
    }
fixes-all = Tout appliquer
fixes-diff = Ce qui change
fixes-diff-label = Ce qui change : { $title }
diff-removed = supprimé :
diff-added = ajouté :

## What each line does

report-title = Ce que fait chaque ligne
report-whole = À propos du fichier entier
report-filter = Lignes affichées
report-lines-label = Lignes
report-line = Ligne { NUMBER($line, useGrouping: "false") }
report-lines = Lignes { NUMBER($first, useGrouping: "false") } à { NUMBER($last, useGrouping: "false") }
report-more =
    { $count ->
        [one] Afficher une ligne de plus
        [many] Afficher { $count } de lignes de plus
       *[other] Afficher { $count } lignes de plus
    }
verdict-used = Utilisé
verdict-replaced = Remplacé
verdict-ignored = Ignoré
verdict-warning = Attention
verdict-refused = Refusé

## Pasting a text or a link

paste-text-title = Coller un profil
paste-text-label = Texte du profil
paste-text-submit = Afficher le contenu
paste-link-title = Importer depuis un lien
paste-link-label = Lien
paste-link-hint = Une adresse qui commence par https://
paste-link-host = Adit téléchargera le profil depuis { $host }.
paste-link-submit = Télécharger
link-fetching = Téléchargement depuis { $host }…
link-stop = Arrêter

## Editing a profile

edit-title = Modifier { $name }
edit-back = Retour
edit-tabs = Modes d’édition
edit-tab-form = Paramètres
edit-tab-text = Avancé : en texte
edit-name = Nom
edit-servers = Serveurs, dans l’ordre où ils sont essayés
edit-server-host = Serveur { $place }
edit-server-port = Port
edit-server-transport = Protocole
transport-udp = UDP
transport-tcp = TCP
edit-server-up = Monter { $host }
edit-server-down = Descendre { $host }
edit-server-remove = Supprimer { $host }
edit-server-add = Ajouter un serveur
edit-server-moved = { $host } est le serveur { $place } sur { $count }.
edit-server-removed = { $host } a été supprimé.
edit-random = Les essayer dans un ordre aléatoire
edit-username = Nom d’utilisateur
edit-username-hint = Vide : demandé à la connexion.
edit-traffic = Ce qui passe par le tunnel
edit-traffic-as-server-says = Ce que dit le serveur
edit-traffic-everything = Tout
edit-traffic-only-routes = Seulement les réseaux ci-dessous
edit-routes = Réseaux passant par le tunnel
edit-routes-hint = Un par ligne, par exemple 10.20.0.0/16.
edit-dns = Serveurs DNS
edit-dns-hint = Une adresse par ligne. Laissez vide pour suivre le serveur.
edit-search = Domaines de recherche
edit-search-hint = Un par ligne. Les noms courts y sont recherchés.
edit-reconnect = Nouveaux essais
edit-reconnect-first = Première pause, en secondes
edit-reconnect-largest = Pause la plus longue, en secondes
edit-reconnect-own = Choix d’Adit
edit-text = Texte du profil
edit-text-hint = Les clés et mots de passe restent en place ; une marque les remplace ici.
edit-line = Ligne { NUMBER($line, useGrouping: "false") } · { $verdict }
edit-verdict-importable = Ce profil est utilisable tel quel.
edit-verdict-importable-with-warnings = Ce profil est utilisable. Quelques lignes méritent un coup d’œil.
edit-verdict-reject = Ce profil n’est pas utilisable tel quel.
edit-changes = Voir ce qui a changé
edit-cancel = Annuler
edit-save = Enregistrer
edit-leave-title = Quitter sans enregistrer ?
edit-leave-text = Vos modifications de ce profil seront perdues.
edit-leave-stay = Rester
edit-leave-leave = Quitter
changes-title = Ce qui a changé depuis l’importation
changes-label = De l’original au profil enregistré
changes-text = Le profil tel qu’il a été importé est conservé.
changes-none = Rien. Le profil est tel qu’il a été importé.
changes-unsaved = Ce que vous venez de saisir n’est pas dans cette comparaison : ce n’est pas encore enregistré.
changes-restore = Revenir à l’original
changes-close = Fermer
export-title = Exporter { $name } ?
export-text = Le fichier contient tout ce qu’il faut pour se connecter, clés comprises. Quiconque a ce fichier peut les utiliser.
export-export = Exporter…

## Prompts while connecting

prompt-credentials = S’identifier sur { $name }
prompt-passphrase = Déverrouiller la clé de { $name }
prompt-challenge = { $name } pose une question de plus
prompt-confirm = { $name } attend votre confirmation ailleurs
prompt-confirm-waiting = Faites ce que dit le serveur. Adit se connecte ensuite automatiquement.
prompt-browser = S’identifier sur { $name } dans le navigateur
prompt-passphrase-text = La clé privée de ce profil est protégée par une phrase secrète.
prompt-browser-text = La page d’identification s’ouvre dans votre navigateur, sur { $host }. Adit se connecte quand vous y avez terminé.
prompt-browser-open = Ouvrir le navigateur
prompt-browser-again = Rouvrir
prompt-browser-copy = Copier le lien
prompt-browser-waiting = En attente de l’identification dans le navigateur…
prompt-username = Nom d’utilisateur
prompt-password = Mot de passe
prompt-passphrase-field = Phrase secrète
prompt-response = Réponse
prompt-field = Champ { $number }
prompt-optional = { $label } (facultatif)
prompt-choose = Choisir…
prompt-form-not-kept = Ce que vous saisissez ici n’est pas mémorisé.
prompt-banner = { $name } affiche d’abord un message
prompt-banner-text = Le serveur vous demande d’accepter ceci avant de vous laisser entrer.
prompt-banner-label = Message du serveur
prompt-accept = Accepter
prompt-decline = Refuser
prompt-show = Afficher la saisie
prompt-hide = Masquer la saisie
prompt-remember = Mémoriser dans le trousseau
prompt-remember-memory = Mémoriser jusqu’à la fermeture d’Adit
prompt-username-locked = Ce nom est défini par le profil.
prompt-cancel = Annuler
prompt-submit-credentials = S’identifier
prompt-submit-passphrase = Déverrouiller
prompt-submit-challenge = Envoyer

## Log

log-title = Journal
log-back = Retour
log-filter = Filtrer les lignes
log-filter-clear = Effacer le filtre
log-follow = Suivre
log-copy = Tout copier
log-empty = Le journal est encore vide.
log-none-found = Aucune ligne ne correspond à « { $query } ».
log-lines =
    { $count ->
        [one] { $count } ligne
        [many] { $count } de lignes
       *[other] { $count } lignes
    }
log-level-error = échec
log-level-warn = attention
log-level-info = info
log-level-debug = débogage
log-unread = Impossible de lire le journal.

## About

about-text = Un client VPN pour les profils OpenVPN.
about-version = Version { $version }
about-licence = { $licence }
about-contract = Contrat du service { $contract }
about-licences = Logiciels utilisés
about-close = Fermer

## Quitting

quit-title = Quitter Adit ?
quit-text =
    { $count ->
        [one] { $name } est connecté. Quitter le déconnecte.
        [many] { $count } de tunnels sont connectés. Quitter les déconnecte.
       *[other] { $count } tunnels sont connectés. Quitter les déconnecte.
    }
quit-stay = Rester
quit-quit = Quitter

## Toasts

toast-removed =
    { $count ->
        [one] { $name } a été supprimé.
        [many] { $count } de profils ont été supprimés.
       *[other] { $count } profils ont été supprimés.
    }
toast-imported =
    { $count ->
        [one] { $name } a été importé.
        [many] { $count } de profils ont été importés.
       *[other] { $count } profils ont été importés.
    }
toast-duplicated = { $name } a été dupliqué.
toast-exported = { $name } a été exporté.
toast-saved = { $name } a été enregistré.
toast-undo = Annuler
toast-forgotten = Les identifiants de { $name } ont été oubliés.
toast-failed = Cela n’a pas fonctionné.
toast-close = Fermer
toasts-label = Messages

## For screen readers only

announce-state = { $name } : { $state }. { $sentence }
announce-failure = { $name } : { $title } { $advice }
