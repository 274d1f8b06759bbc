# The lock: whether traffic is held back, what is let out nevertheless, and what can be chosen. $name is a connection, $user a
# user of this computer, $time a time of day.

protection-open = Rien n’est bloqué.
protection-tunnels = Le trafic ne sort que par les tunnels ; tout le reste est bloqué.
protection-held = Le trafic est bloqué car « { $name } » n’est pas connecté.
    .advice = Reconnectez-vous, ou laissez passer le trafic sans protection.
protection-held-trying = Le trafic est bloqué jusqu’à ce que « { $name } » soit connecté.
    .advice = Adit continue d’essayer. Vous pouvez entre-temps laisser passer le trafic sans protection.
protection-held-other = Le trafic est bloqué car un tunnel de { $user } n’est pas connecté.
    .advice = { $user } peut le reconnecter. Vous pouvez entre-temps laisser passer le trafic sans protection.
protection-held-always = Le trafic est bloqué car aucun tunnel n’est connecté.
    .advice = C’est ce qui a été choisi pour cet ordinateur. Connectez-vous, ou laissez passer le trafic.
protection-let-out = Le trafic sort sans protection, car quelqu’un l’a laissé passer.
    .advice = Il sera à nouveau bloqué dès qu’un tunnel est connecté, ou tout de suite si vous voulez.
protection-failed = Le trafic devrait être bloqué, mais le pare-feu de cet ordinateur ne le fait pas.
    .advice = Un autre pare-feu a peut-être supprimé les règles d’Adit, ou le système n’en a pas qu’Adit puisse utiliser. Coupez le réseau si rien ne doit sortir ; le journal contient les détails.
protection-exception-sign-in = Le navigateur de { $user } peut accéder à Internet jusqu’à { $time }, pour s’identifier sur « { $name } ».
protection-exception-portal = { $user } peut accéder à la page d’identification de ce réseau jusqu’à { $time }.
protection-taken-away =
    Un autre programme supprime sans cesse { $what } ({ $times ->
        [one] { $times } fois
        [many] { $times } de fois
       *[other] { $times } fois
    } récemment). Adit les rétablit chaque fois.
    .advice = Cherchez un autre VPN, pare-feu ou programme réseau sur cet ordinateur, et arrêtez-le ou réglez-le pour qu’il ne touche pas aux tunnels d’Adit.
protection-taken-away-by =
    { $program } supprime sans cesse { $what } ({ $times ->
        [one] { $times } fois
        [many] { $times } de fois
       *[other] { $times } fois
    } récemment). Adit les rétablit chaque fois.
    .advice = Réglez { $program } pour qu’il ne touche pas aux tunnels d’Adit, ou arrêtez-le tant que vous avez besoin du tunnel.
protection-what =
    { $what ->
        [address] les adresses du tunnel
        [dns] les serveurs de noms du tunnel
        [firewall] les règles de pare-feu d’Adit
        [interface] des réglages de l’interface du tunnel
        [route] les routes du tunnel
        [rule] les règles qui mènent le trafic au tunnel
       *[other] des éléments de la configuration réseau du tunnel
    }
protection-lock-off = Ne jamais bloquer le trafic
    .advice = Quand un tunnel est interrompu, le trafic passe à côté.
protection-lock-while-wanted = Tant qu’une connexion est voulue (recommandé)
    .advice = De la connexion à la déconnexion, rien ne sort à côté d’un tunnel qui prend tout le trafic.
protection-lock-always = Toujours, même sans connexion
    .advice = Dès le démarrage de cet ordinateur, rien ne sort sans tunnel, sauf si quelqu’un le laisse passer.
protection-lan-yes = Les appareils du réseau local restent accessibles pendant que le trafic est bloqué.
protection-lan-no = Les appareils du réseau local sont inaccessibles pendant que le trafic est bloqué.
protection-check-yes = Si aucun serveur ne répond, Adit vérifie si le réseau demande une identification.
protection-check-no = Adit ne vérifie pas si les réseaux demandent une identification.
