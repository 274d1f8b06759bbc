# What goes where with several tunnels, whether it really does, what two tunnels both want, and how much went through them.
# $name and $other are connections.


## What goes through one tunnel while others are up

sentence-all-but-one = Tout le trafic passe par { $name }, sauf { $network }, qui passe par { $other }.
sentence-all-but-some = Tout le trafic passe par { $name }, sauf { $count } réseaux, qui passent par d’autres tunnels.
sentence-rest-elsewhere =
    { $count ->
        [one] Un réseau passe par { $name }.
        [many] { $count } de réseaux passent par { $name }.
       *[other] { $count } réseaux passent par { $name }.
    } Tout le reste passe par { $other }, connecté en premier.
sentence-nothing-all-taken = Rien ne passe par { $name } : { $other } a été connecté en premier et prend tout le trafic.
sentence-nothing-taken = Rien ne passe par { $name } : { $other } a ses réseaux.
sentence-some-lost =
    { $count ->
        [one] Un réseau passe par { $name }
        [many] { $count } de réseaux passent par { $name }
       *[other] { $count } réseaux passent par { $name }
    } ; { $lost ->
        [one] un autre passe par { $other }.
        [many] { $lost } d’autres passent par d’autres tunnels.
       *[other] { $lost } autres passent par d’autres tunnels.
    }

## What goes where

ways-title = Ce qui passe où
ways-names = Noms
ways-everything = Tout
ways-everything-else = Tout le reste
ways-ipv6 = IPv6
ways-ipv6-else = Autre IPv6
ways-all-names = Tous les noms
ways-other-names = Autres noms
ways-below = *.{ $domain }
ways-direct = directement
ways-held = bloqué
ways-as-without = comme sans tunnel
ways-servers = { $servers } par { $name }
ways-server = { $server } ({ $name })
ways-more =
    { $count ->
        [one] Un autre réseau
        [many] { $count } d’autres réseaux
       *[other] { $count } autres réseaux
    }
ways-later = { $other } le veut aussi. { $name } a été connecté en premier.
ways-wider = { $other } veut { $network }, qui l’inclut. Le plus petit réseau l’emporte.
ways-one-list = Cet ordinateur interroge ces serveurs l’un après l’autre pour chaque nom.
ways-other-user = un tunnel d’un autre utilisateur

## What was looked at

check-title-ago =
    { $unit ->
        [seconds] Vérifié il y a { $count } s
        [minutes] Vérifié il y a { $count } min
       *[now] Vérifié à l’instant
    }
check-waiting = Pas encore vérifié
check-running = Vérification…
check-now = Vérifier maintenant
check-again = Se reconnecter
check-routes = Routes comme prévu
check-routes-astray =
    { $count ->
        [one] { $network } ne passe pas par le tunnel
        [many] { $count } de réseaux ne passent pas par le tunnel, dont { $network }
       *[other] { $count } réseaux ne passent pas par le tunnel, dont { $network }
    }
    .advice =
        { $by ->
            [nowhere] Ce trafic ne va nulle part. Un autre programme a modifié les routes de cet ordinateur.
           *[other] Ce trafic sort par { $by }. Un autre programme a modifié les routes de cet ordinateur.
        }
check-names =
    { $count ->
        [one] Le serveur de noms répond par le tunnel
        [many] Les serveurs de noms répondent par le tunnel
       *[other] Les serveurs de noms répondent par le tunnel
    }
check-names-silent = Le serveur de noms { $server } ne répond pas
    .advice = Des noms de ce tunnel peuvent être introuvables. Si se reconnecter ne suffit pas, prévenez l’administrateur du serveur.
check-names-refused = Le serveur de noms { $server } refuse de répondre
    .advice = Des noms de ce tunnel peuvent être introuvables. Prévenez l’administrateur du serveur.
check-names-beside = Le serveur de noms { $server } n’est pas interrogé par le tunnel
    .advice =
        { $by ->
            [nowhere] Aucune route n’y mène. Un autre programme a modifié les routes de cet ordinateur.
           *[other] Il serait interrogé par { $by }. Un autre programme a modifié les routes de cet ordinateur.
        }
check-names-unused = Cet ordinateur interroge d’autres serveurs de noms
    .advice = Un autre programme a remplacé les serveurs de noms du tunnel.
check-ipv6-carried = L’IPv6 passe par le tunnel
check-ipv6-held = IPv6 bloqué
check-ipv6-astray = L’IPv6 sort à côté du tunnel
    .advice = Il sort par { $by }. Un autre programme a modifié les routes de cet ordinateur.
check-round-trip = Aller-retour au serveur
check-round-trip-value = { $ms } ms
check-round-trip-short = moins de 1 ms

## What two tunnels both want

overlap-title = { $name } et { $other } veulent les mêmes réseaux
overlap-title-all = { $name } et { $other } prennent tous deux tout le trafic
overlap-stays = { $network } reste à { $other }, qui est déjà connecté.
overlap-goes = { $network } passe par { $name }, qui demande le plus petit réseau.
overlap-stays-wider = { $network }, qui en fait partie, reste à { $other }, qui demande le plus petit réseau.
overlap-all-stays = Tout le trafic reste à { $other }, qui est déjà connecté.
overlap-more =
    { $count ->
        [one] Un autre réseau est voulu par les deux.
        [many] { $count } d’autres réseaux sont voulus par les deux.
       *[other] { $count } autres réseaux sont voulus par les deux.
    }
overlap-both = Connecter les deux
overlap-instead = Déconnecter d’abord { $other }
overlap-cancel = Annuler

## The end of a session

session-soon = Le serveur met fin à cette session à { $time }.
    .advice = Reconnectez-vous avant si vous en avez besoin plus longtemps.
notify-session-end = { $name } se termine à { $time }
    .advice = Le serveur met alors fin à cette session. Reconnectez-vous avant si vous en avez besoin plus longtemps.

## How much went through

history-minute = 60 s
history-hour = 1 h
history-today = Jour
history-month = Mois
history-span = Durée
history-off = Le trafic n’est pas enregistré. Vous pouvez l’activer dans les paramètres.
history-none = Encore rien.
history-clear = Effacer l’historique
history-sum = { $received } reçus, { $sent } envoyés
history-month-table = Trafic de ce mois par profil
history-profile = Profil
history-received = Reçu
history-sent = Envoyé
history-dropped = Rejetés : { $causes }
