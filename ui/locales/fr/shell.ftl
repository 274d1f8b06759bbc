# Texts that the window, the tray and the notifications share. Failures are in failures.ftl, reports on profiles in lint.ftl.


## State

state-disconnected = Déconnecté
state-connecting = Connexion
state-other-network = Inactif sur ce réseau
state-connected = Connecté
state-reconnecting = Reconnexion
state-disconnecting = Déconnexion
state-offline = Hors ligne
state-waiting = En attente
state-failed = Non connecté
state-blocked = Bloqué
state-asking = Vous attend
state-unknown = Inconnu
sentence-disconnected = { $name } est désactivé. Rien ne passe par lui.
sentence-disconnected-held = Aucun trafic ne sort tant que { $name } ou un autre tunnel n’est pas connecté.
sentence-preparing = Ouverture de { $name }. Le trousseau peut demander à être déverrouillé.
sentence-resolving = Recherche de { $host }.
sentence-contacting = Contact de { $host }, { $transport } { $port }.
sentence-securing = Vérification qu’il s’agit bien de { $host }.
sentence-authenticating = Identification auprès de { $host }.
sentence-configuring = Configuration du tunnel.
sentence-connecting = Recherche d’un serveur.
sentence-asking = { $name } attend une réponse de votre part.
sentence-all-traffic = Tout le trafic passe par { $name }.
sentence-all-traffic-ipv4 = Tout le trafic IPv4 passe par { $name }.
sentence-all-traffic-ipv6-held = Tout le trafic passe par { $name } ; l’IPv6, qu’il ne transporte pas, est bloqué.
sentence-some-traffic =
    { $count ->
        [one] Un seul réseau passe par { $name }.
        [many] Seuls { $count } de réseaux passent par { $name }.
       *[other] Seuls { $count } réseaux passent par { $name }.
    }
sentence-no-traffic = Seul le réseau du tunnel passe par { $name }.
sentence-reconnecting = La connexion a été interrompue. Le trafic de { $name } est bloqué jusqu’à son rétablissement.
sentence-still-trying = { $count } essais ont échoué. Adit continue jusqu’à ce que { $name } soit connecté ou que vous annuliez.
sentence-still-reconnecting = { $count } essais ont échoué. Le trafic de { $name } est bloqué ; déconnectez pour le laisser passer.
sentence-disconnecting = Rétablissement du réseau tel qu’il était.
sentence-failed = { $name } n’a pas pu être connecté.
sentence-blocked = Le trafic de { $name } est bloqué. Déconnectez pour le laisser passer.
sentence-unknown = Adit ne peut pas le savoir sans son service.

## Waiting

waiting-next-try =
    { $seconds ->
        [0] Nouvel essai maintenant : { $plan }.
       *[other] Nouvel essai dans { $seconds } s : { $plan }.
    }
waiting-for-next-try = En attente du prochain essai : { $plan }.
waiting-plan = { $host } en { $transport } ({ $try })
waiting-try-number =
    { $number ->
        [1] premier essai
        [2] deuxième essai
        [3] troisième essai
       *[other] essai { $number }
    }
waiting-no-carrier = Hors ligne : aucun réseau. Reprend automatiquement dès qu’il y en a un.
waiting-no-address = Hors ligne : le réseau n’a pas encore donné d’adresse à cet ordinateur. Reprend automatiquement dès que c’est fait.
waiting-no-route = Hors ligne : ce réseau ne mène pas au serveur. Reprend automatiquement dès qu’un réseau y mène.
waiting-not-here = Non utilisé sur le réseau où se trouve cet ordinateur. Reconnecté ailleurs.
waiting-only-elsewhere = Utilisé sur un seul réseau, et ce n’est pas celui-ci. Connecté là-bas.
waiting-sign-in = Ce réseau demande d’abord une identification. Reprend automatiquement ensuite.

## Steps

step-resolving = Recherche
step-contacting = Contact
step-securing = Vérification
step-authenticating = Identification
step-configuring = Configuration

## The way to a tunnel, link by link

chain-helper = Service
chain-helper-holds = En marche
chain-helper-broken = Arrêté
chain-helper-refused = Ne le permet pas
chain-network = Réseau
chain-network-holds = Connecté
chain-network-broken = Non connecté
chain-network-signs-in = Demande une identification
chain-names = Nom du serveur
chain-names-holds = Trouvé
chain-names-broken = Introuvable
chain-names-silent = Les serveurs de noms ne répondent pas
chain-server = Serveur
chain-server-holds = Répond
chain-server-silent = Aucune réponse
chain-server-lost = Ne répond plus
chain-server-proxy = Injoignable par le proxy
chain-server-untrusted = N’a pas pu prouver qu’il est le bon
chain-server-other = Répond, mais pas comme l’attend ce profil
chain-sign-in = Identification
chain-sign-in-holds = Acceptée
chain-sign-in-broken = Refusée
chain-computer = Configuration
chain-computer-holds = Terminée
chain-computer-broken = Impossible sur cet ordinateur
chain-computer-options = Ce que veut le serveur ne convient pas
chain-computer-clock = L’horloge de cet ordinateur est fausse
chain-unknown = Pas encore essayé

## Profiles

servers-many =
    { $count ->
        [one] Un serveur
        [many] { $count } de serveurs
       *[other] { $count } serveurs
    }
sign-in-certificate = Certificat
sign-in-password = Mot de passe
sign-in-both = Certificat et mot de passe
sign-in-browser = Navigateur
sign-in-certificate-browser = Certificat et navigateur
sign-in-none = Sans identification
details-all-traffic = Tout le trafic
details-all-ipv4 = Tout le trafic IPv4
details-all-ipv6 = Tout le trafic IPv6
details-server-value = { $host }, { $transport } { $port }
details-server-address-value = { $host } ({ $address }), { $transport } { $port }
other-user = utilisateur { $uid }
other-connection = Une connexion

## Keychain and storage

keychain-missing = Aucun trousseau ne répond sur ce bureau.
    .advice = Les profils et mots de passe sont gardés en mémoire jusqu’à la fermeture d’Adit. Démarrez un trousseau, comme GNOME Keyring ou KWallet, pour les conserver.
network-sign-in = Ce réseau demande d’abord une identification.
    .advice = Ouvrez sa page et identifiez-vous : Adit se connecte ensuite automatiquement. Pendant que le trafic est bloqué, votre navigateur peut accéder à la page cinq minutes au plus.
network-no-server = Ce n’est pas l’adresse d’un serveur.
    .advice = Indiquez une adresse comme 192.168.1.1, avec un port si ce n’est pas 443.
keychain-locked = Le trousseau est resté verrouillé.
    .advice = Déverrouillez-le, puis réessayez. D’ici là, les profils et mots de passe ne sont gardés qu’en mémoire.
keychain-profile = { $name } est chiffré, et sa clé est dans le trousseau.
    .advice = Démarrez et déverrouillez le trousseau, puis réessayez. Si la clé est perdue, importez à nouveau le profil.
profile-sealed = { $name } ne s’ouvre pas avec la clé du trousseau.
    .advice = Importez à nouveau le profil.
profile-damaged =
    { $count ->
        [one] Un profil enregistré est illisible.
        [many] { $count } de profils enregistrés sont illisibles.
       *[other] { $count } profils enregistrés sont illisibles.
    }
    .advice =
        { $count ->
            [one] Il est laissé où il est. Importez-le à nouveau, ou déplacez-le.
            [many] Ils sont laissés où ils sont. Importez-les à nouveau, ou déplacez-les.
           *[other] Ils sont laissés où ils sont. Importez-les à nouveau, ou déplacez-les.
        }
profile-not-written = { $name } n’a pas pu être écrit sur le disque.
    .advice = Il est gardé en mémoire jusqu’à la fermeture d’Adit. Vérifiez l’espace libre et les droits du dossier.
arrangement-not-written = Les favoris et les groupes n’ont pas pu être écrits sur le disque.
    .advice = Ils valent jusqu’à la fermeture d’Adit. Vérifiez l’espace libre et les droits du dossier.
arrangement-damaged = Les favoris et les groupes sont illisibles.
    .advice = Tous les profils sont là. Le fichier endommagé est conservé à côté.
groups-too-many = Il y a 1 000 groupes ; il n’en est pas gardé davantage.
    .advice = Placez les profils dans l’un d’eux.
group-name-taken = Un autre groupe s’appelle { $name }.
    .advice = Saisissez un autre nom.
group-unknown = Ce groupe n’existe pas.
profile-unknown = Ce profil n’existe pas.
    .advice = Il a peut-être été supprimé. Choisissez-en un autre.
name-empty = Un profil doit avoir un nom.
    .advice = Saisissez-en un.
prompt-incomplete = Il manque quelque chose dans ce formulaire.
    .advice = Complétez-le et réessayez.
prompt-over = Cette question n’est plus posée.
    .advice = Reconnectez-vous pour qu’elle soit posée à nouveau.
browser-signed-in = Vous êtes identifié.
    .advice = Vous pouvez fermer cette page. Adit poursuit la connexion.
browser-port-taken = Le navigateur ne peut pas transmettre l’identification : le port { $port } de cette machine est occupé.
    .advice = Terminez ou annulez l’autre identification en attente dans le navigateur, ou fermez l’autre programme VPN, puis rouvrez le navigateur.
guide-missing = Le guide n’est pas sur cet ordinateur.
    .advice = Il est fourni avec le paquet d’Adit. Dans les sources, c’est docs/guide.md.
guide-not-opened = Le guide n’a pas pu être ouvert.
    .advice = Aucun programme n’ouvre ce type de fichier ici. Il se trouve dans /usr/share/doc/adit.
browser-not-opened = Le navigateur n’a pas pu être ouvert.
    .advice = Copiez le lien et ouvrez-le vous-même dans un navigateur.
link-not-secure = Le serveur a envoyé un lien qui n’est pas une adresse https.
    .advice = Adressez-vous à la personne qui vous a fourni le profil. Adit n’ouvre pas ces liens.

## Import

import-not-file = Ce n’est ni un fichier ni un dossier.
    .advice = Choisissez un profil, une archive ou un dossier contenant des profils.
import-not-found = Le fichier n’existe pas.
    .advice = Choisissez-le à nouveau.
import-unreadable = Le fichier est illisible.
    .advice = Vérifiez ses permissions, puis choisissez-le à nouveau.
import-too-large = C’est trop volumineux pour un profil.
    .advice = Choisissez le fichier .ovpn lui-même. Un profil fait au plus { $limit } ko.
import-nothing-inside = Il ne contient aucun profil.
    .advice = Adit recherche les fichiers .ovpn, .conf, .tblk et .mobileconfig. Demandez à la personne qui vous l’a fourni quel fichier est le profil.
import-archive-damaged = L’archive ne peut pas être extraite.
    .advice = Elle est peut-être tronquée, ou n’est pas une archive. Téléchargez-la à nouveau.
import-archive-large = Cette archive contient bien plus que des profils.
    .advice = Extrayez-la vous-même et importez les profils qu’elle contient.
import-archive-escape = Cette archive est conçue pour écrire hors de son propre dossier ; Adit ne l’ouvre donc pas.
    .advice = Demandez-en une autre à la personne qui vous l’a fournie.
import-archive-locked = L’archive est protégée par un mot de passe.
    .advice = Extrayez-la vous-même, puis importez le dossier.
import-archive-unsupported = L’archive utilise un format qu’Adit ne connaît pas.
    .advice = Extrayez-la vous-même, puis importez le dossier.
import-mobileconfig-unreadable = Le profil de configuration est illisible.
    .advice = Demandez-le en XML, ou un fichier .ovpn, à la personne qui vous l’a fourni.
import-mobileconfig-encrypted = Le profil de configuration est chiffré pour un seul appareil.
    .advice = Demandez un fichier .ovpn à la personne qui vous l’a fourni.
import-mobileconfig-other = Ce profil de configuration ne contient aucun profil OpenVPN.
    .advice = Demandez un fichier .ovpn à la personne qui vous l’a fourni.
import-too-many = Trop de profils à la fois.
    .advice = Importez-en { $limit } au plus à la fois.
import-over = Cette importation est terminée.
    .advice = Importez-le à nouveau.
import-skipped-file = Aucun de ces fichiers ne manque.
    .advice = Choisissez les fichiers nommés dans la liste.
import-side-large = Ce fichier est trop volumineux pour faire partie d’un profil.
    .advice = Choisissez le certificat ou la clé elle-même. La taille maximale est de { $limit } ko.
import-ready = Prêt à importer.
import-ready-warnings = Prêt à importer. Il y a quelque chose à savoir.
import-expired = { $said }
    .advice = Vous pouvez l’importer, mais pas vous connecter avec.
import-fixable = Ce profil n’est pas utilisable tel quel.
    .advice = Adit peut le réparer : voyez les corrections ci-dessous.
import-refused = Ce profil n’est pas utilisable.
    .advice = Les lignes ci-dessous expliquent pourquoi. Demandez-en un autre à la personne qui vous l’a fourni.
import-needs-file =
    { $count ->
        [one] Ce profil a besoin d’un fichier qui n’est pas à côté de lui.
        [many] Ce profil a besoin de { $count } de fichiers qui ne sont pas à côté de lui.
       *[other] Ce profil a besoin de { $count } fichiers qui ne sont pas à côté de lui.
    }
    .advice = Choisissez { $file } pour continuer.
import-needs-address = Ce profil contient un texte provisoire à la place de l’adresse du serveur.
    .advice = Saisissez l’adresse à la place de « { $placeholder } » à la ligne { NUMBER($line, useGrouping: "false") }.
import-package-scripts = Le paquet contient des programmes que Tunnelblick lancerait : { $scripts }. Adit n’en lance aucun.
import-identity-elsewhere = Le certificat et la clé sont dans une autre partie du profil de configuration. Si l’identification échoue, demandez un fichier .ovpn à la personne qui vous l’a fourni.
import-redirected = Il vient de { $host }, où menait le lien.
import-more-servers = et { $count } autres
import-sign-in-both = Vous vous identifiez avec le certificat de ce profil, un nom d’utilisateur et un mot de passe.
import-sign-in-certificate = Vous vous identifiez avec le certificat de ce profil.
import-sign-in-password = Vous vous identifiez avec un nom d’utilisateur et un mot de passe.
import-sign-in-browser = Vous vous identifiez dans le navigateur.
import-sign-in-certificate-browser = Vous vous identifiez avec le certificat de ce profil et dans le navigateur.
import-sign-in-none = Ce profil n’indique aucune façon de s’identifier.
import-sign-in-user = Le nom d’utilisateur est { $user }.
import-sign-in-passphrase = La clé demande sa phrase secrète.
import-sign-in-challenge = Le serveur pose chaque fois une question de plus.
import-traffic-server = Le serveur décide de ce qui passe par le tunnel.
import-traffic-everything = Tout le trafic passe par le tunnel.
import-traffic-nothing = Seul le réseau du tunnel passe par le tunnel, quoi que dise le serveur.
import-traffic-only =
    { $count ->
        [one] Seul { $routes } passe
        [many] Seuls { $routes } passent
       *[other] Seuls { $routes } passent
    } par le tunnel, quoi que dise le serveur.
import-traffic-routes =
    { $routes } { $count ->
        [one] passe
        [many] passent
       *[other] passent
    } par le tunnel, ainsi que ce que le serveur ajoute.
import-dns-server = Le serveur indique quels serveurs DNS répondent.
import-dns = { $servers } répondent aux requêtes DNS, sauf si le serveur en indique d’autres.

## Links

import-link-asks = On demande à Adit de télécharger un profil depuis { $host }.
    .advice = Ne continuez que si vous connaissez { $host } et l’avez demandé vous-même.
import-need-fetch = Télécharger le profil depuis { $host }
import-link-signs-in = { $host } fournit des profils après une identification dans le navigateur.
    .advice = Identifiez-vous sur ce site. Ce que vous téléchargez s’ouvre ensuite dans Adit.
import-need-browser = Ouvrir { $host } dans le navigateur
import-link-long = Ce lien est trop long.
    .advice = Téléchargez le profil dans le navigateur, puis importez le fichier.
import-link-not-secure = Adit ne télécharge les profils que par https.
    .advice = Demandez un lien commençant par https:// à la personne qui vous l’a fourni.
import-link-malformed = Adit ne peut pas suivre ce lien.
    .advice = Copiez-le à nouveau, ou téléchargez le profil dans le navigateur et importez le fichier.
import-link-credentials = Ce lien contient un nom d’utilisateur ou un mot de passe.
    .advice = Téléchargez le profil dans le navigateur, puis importez le fichier.
import-link-local = Ce lien mène à votre ordinateur ou à votre réseau, ce qui n’est pas permis à un lien.
    .advice = Si c’est voulu, téléchargez le profil dans le navigateur, puis importez le fichier.
import-fetch-no-address = Il n’existe aucun serveur nommé { $host }.
    .advice = Vérifiez le lien et le réseau, puis réessayez.
import-fetch-unreachable = { $host } est injoignable, ou n’a pas pu prouver qu’il est { $host }.
    .advice = Vérifiez le réseau, puis réessayez. Si son certificat ne vient pas d’une autorité connue, téléchargez le profil dans le navigateur.
import-fetch-status = { $host } ne fournit pas ce profil.
    .advice = Le lien ne fonctionne peut-être qu’une fois, ou est trop ancien. Demandez-en un nouveau.
import-fetch-redirects = { $host } renvoie sans fin d’une adresse à l’autre.
    .advice = Téléchargez le profil dans le navigateur, puis importez le fichier.
import-fetch-no-profile = Ce que { $host } a envoyé n’est pas un profil.
    .advice = Le lien mène peut-être à une page d’identification. Téléchargez le profil dans le navigateur, puis importez le fichier.
import-fetch-no-sign-in = { $host } ne fournit des profils que sur sa page web.
    .advice = Identifiez-vous dans le navigateur, téléchargez le profil, puis importez le fichier.
import-fetch-slow = { $host } a mis trop de temps.
    .advice = Vérifiez le réseau, puis réessayez.
import-temporary = { $name } n’est gardé qu’en mémoire, car aucun trousseau ne permet de le chiffrer.
    .advice = Démarrez un trousseau, comme GNOME Keyring ou KWallet, pour le conserver.
import-temporary-many = { $count } profils ne sont gardés qu’en mémoire, car aucun trousseau ne permet de les chiffrer.
    .advice = Démarrez un trousseau, comme GNOME Keyring ou KWallet, pour les conserver.

## Editor

edit-closed = Ce profil n’est pas ouvert dans l’éditeur.
    .advice = Ouvrez-le à nouveau.
edit-no-text = Ce profil ne peut pas être écrit en texte.
    .advice = Importez-le à nouveau pour le modifier.
edit-mark = Une ligne qui remplace une clé ou un mot de passe a été modifiée.
    .advice = Rétablissez-la telle qu’elle était, ou supprimez-la, à la ligne { NUMBER($line, useGrouping: "false") }.
edit-refused = Le profil ne peut pas être enregistré ainsi.
    .advice = Les lignes ci-dessous expliquent pourquoi.
edit-form = { $value } ne peut pas être écrit dans le profil.
edit-form-empty = Ceci ne peut pas être écrit dans le profil.
edit-next-time = { $name } est connecté comme avant. La modification vaut à partir de la prochaine connexion.
    .advice = Déconnectez puis reconnectez pour l’appliquer tout de suite.
export-title = Enregistrer { $name }. Le fichier contient ses clés : gardez-le pour vous.
export-failed = Le fichier n’a pas pu être écrit.
    .advice = Choisissez un autre dossier, ou vérifiez l’espace libre.
duplicate-name = { $name } (copie)

## Tray

tray-title = Adit
tray-none = Aucun profil
tray-helper = Le service n’est pas démarré
tray-several = { $count } connexions
tray-left-out =
    { $count ->
        [one] Un autre dans la fenêtre…
        [many] { $count } d’autres dans la fenêtre…
       *[other] { $count } autres dans la fenêtre…
    }
tray-profile = { $name } : { $state }
tray-let-out = Laisser passer le trafic
tray-open = Ouvrir Adit
tray-quit = Quitter

## Notifications

notify-connected = Connecté à { $name }
notify-ended = { $name } a été déconnecté
notify-failed = { $name } n’a pas pu être connecté
notify-blocked = { $name } a besoin de vous
notify-reconnecting = { $name } a perdu sa connexion
notify-asking = { $name } attend une réponse de votre part
    .advice = Ouvrez Adit pour répondre.
notify-background = Adit continue en arrière-plan
    .advice = Rouvrez Adit pour voir sa fenêtre. « Quitter Adit » dans le menu l’arrête.
notify-helper = Le service d’Adit s’est arrêté
    .advice = Des tunnels sont peut-être coupés. Adit s’y reconnecte dès qu’il est de retour.

## File chooser

import-choose = Importer des profils
import-filter = Profils VPN
import-filter-all = Tous les fichiers
import-choose-folder = Importer un dossier de profils
import-choose-side = Choisir les fichiers dont { $name } a besoin

## The helper as a service of the system

helper-asking = En attente de l’autorisation…
helper-starting = Démarrage du service…
helper-not-installed = Le service d’Adit n’est pas installé dans ce système.
    .advice = Installez le paquet d’Adit. Si vous avez compilé Adit vous-même, « make run » démarre les deux.
helper-off = Se connecter nécessite le service d’Adit, qui n’est pas activé.
    .advice = Importer et modifier fonctionnent sans lui.
helper-stopped = Le service d’Adit a été arrêté.
    .advice = Aucun tunnel ne peut être créé sans lui.
helper-starts = Le service d’Adit démarre.
    .advice = Cela prend un instant.
helper-silent = Le service d’Adit tourne mais ne répond pas.
    .advice = Le redémarrer suffit dans la plupart des cas.
helper-failing = Le service d’Adit s’est arrêté de lui-même.
    .advice = Redémarrez-le. S’il s’arrête encore, « Vérifier l’ordinateur » dans le menu peut montrer pourquoi.
helper-blocked = Un administrateur a bloqué le service d’Adit sur cet ordinateur.
    .advice = Un administrateur peut l’autoriser avec « sudo systemctl unmask aditd adit-netd ».
helper-refused = Vous n’avez pas le droit de démarrer le service d’Adit sur cet ordinateur.
    .advice = Adressez-vous à son administrateur, ou réessayez avec un mot de passe d’administrateur.
helper-nobody-to-ask = Un administrateur doit l’autoriser, et ce bureau ne peut pas demander le mot de passe.
    .advice = Un administrateur peut le faire avec « sudo systemctl enable --now aditd adit-netd ».
helper-not-started = Le service d’Adit n’a pas pu être démarré.
    .advice = Réessayez, ou voyez « Vérifier l’ordinateur » dans le menu.
