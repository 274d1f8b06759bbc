# Failures: one sentence for what happened, the cause first, and `.advice` for what to do.
# No codes, no exclamation marks, and not the word “error”.

failure-name-not-resolved = Aucune adresse ne correspond au nom { $host }.
    .advice = Le nom indiqué dans le profil est peut-être faux ou périmé, ou connu seulement d’un autre réseau. Adressez-vous à la personne qui vous a fourni le profil.
failure-no-answer = { $host } ne répond pas en { $transport } { $port }.
    .advice = Votre réseau le bloque peut-être, ou la clé de contrôle du profil (« tls-auth », « tls-crypt ») n’est pas celle du serveur : dans ce cas, les serveurs ne répondent pas. Essayez un autre réseau, ou demandez à la personne qui vous a fourni le profil s’il est encore à jour.
failure-no-answer-yet = { $host } n’a pas encore répondu en { $transport } { $port }.
    .advice = Adit continue d’essayer. Si rien ne vient, votre réseau le bloque peut-être : essayez un autre réseau, ou demandez à l’administrateur du serveur s’il fonctionne.
failure-connection-refused = { $host } refuse les connexions en { $transport } { $port }.
    .advice = Le service VPN est peut-être arrêté, ou le port indiqué dans le profil est faux. Réessayez plus tard, ou adressez-vous à l’administrateur du serveur.
failure-connection-lost = La connexion au serveur a été interrompue.
    .advice = Vérifiez que cet ordinateur est toujours en ligne. Adit se reconnecte dès que possible.
    .advice-ended = Vérifiez que cet ordinateur est toujours en ligne, puis reconnectez-vous.
failure-keepalive-timeout =
    { $seconds ->
        [one] Le serveur est resté muet pendant une seconde.
        [many] Le serveur est resté muet pendant { $seconds } de secondes.
       *[other] Le serveur est resté muet pendant { $seconds } secondes.
    }
    .advice = Votre réseau a peut-être changé, ou le serveur n’est plus là. Adit se reconnecte dès que possible.
    .advice-ended = La connexion s’arrête quand le serveur reste muet aussi longtemps. Reconnectez-vous quand vous êtes en ligne.
failure-no-network = Cet ordinateur n’a pas de réseau.
    .advice = Connectez-le à un réseau. Adit continue ensuite automatiquement.
    .advice-ended = Connectez-le à un réseau, puis reconnectez-vous.
failure-handshake-timeout = Le serveur a commencé à répondre, puis s’est arrêté.
    .advice = Un réseau intermédiaire rejette peut-être les gros paquets. Essayez un autre réseau, ou un serveur TCP si le profil en a un.
failure-control-key-mismatch = La clé de contrôle de ce profil ne convient pas au serveur.
    .advice = Demandez-en un nouveau à la personne qui vous a fourni le profil.
failure-unknown-authority = Le certificat du serveur vient d’une autorité à laquelle ce profil ne fait pas confiance.
    .advice = Ne vous y identifiez pas. Demandez à la personne qui vous a fourni le profil si le serveur a un nouveau certificat.
failure-server-certificate-expired = Le certificat du serveur a expiré le { $date }.
    .advice = Vérifiez la date de cet ordinateur. Si elle est exacte, demandez à l’administrateur du serveur de renouveler le certificat.
failure-server-certificate-not-yet-valid = Le certificat du serveur n’est valable qu’à partir du { $date }.
    .advice = Vérifiez la date de cet ordinateur. Elle est peut-être en retard.
failure-server-name-mismatch = Le serveur est { $found }, mais le profil attend { $expected }.
    .advice = Ne vous y identifiez pas. Demandez à la personne qui vous a fourni le profil si le nom du serveur a changé.
failure-not-a-server-certificate = Ce qui a répondu n’a pas de certificat de serveur.
    .advice = C’est peut-être un autre client qui se fait passer pour le serveur. Demandez à l’administrateur du serveur de vérifier son certificat.
failure-server-certificate-rejected-unreadable = Le certificat du serveur est illisible.
    .advice = Demandez à l’administrateur du serveur de vérifier son certificat.
failure-server-certificate-rejected-not-an-authority = Le certificat du serveur n’a pas été accepté : un certificat sur le chemin vers son autorité n’est pas celui d’une autorité.
    .advice = Demandez à l’administrateur du serveur de vérifier son certificat.
failure-server-certificate-rejected-chain-too-long = Le certificat du serveur n’a pas été accepté : sa chaîne est plus longue que ne le permet l’une des autorités.
    .advice = Demandez à l’administrateur du serveur de vérifier son certificat.
failure-server-certificate-rejected-name-not-allowed = Le certificat du serveur n’a pas été accepté : une autorité intermédiaire n’a pas le droit d’émettre des certificats pour ce nom.
    .advice = Demandez à l’administrateur du serveur de vérifier son certificat.
failure-server-certificate-rejected-extension = Le certificat du serveur n’a pas été accepté : il exige quelque chose qu’Adit ne connaît pas, ou il est mal construit.
    .advice = Demandez à l’administrateur du serveur de vérifier son certificat.
failure-server-certificate-rejected-signature-kind = Le certificat du serveur n’a pas été accepté : il est signé d’une façon qu’Adit ne prend pas en charge.
    .advice = Demandez à l’administrateur du serveur un certificat avec une signature RSA, ECDSA ou Ed25519.
failure-server-certificate-rejected-bad-signature = Le certificat du serveur n’a pas été accepté : une signature est fausse.
    .advice = Quelqu’un d’autre se fait peut-être passer pour le serveur. Demandez à son administrateur de vérifier le certificat.
failure-server-certificate-rejected-usage = Le certificat du serveur n’a pas été accepté : son usage n’est pas celui qu’exige { $directive } dans le profil.
    .advice = Demandez à l’administrateur du serveur de vérifier son certificat, ou un nouveau profil.
failure-server-certificate-rejected-other = Le certificat du serveur n’a pas été accepté : il enfreint une règle des certificats.
    .advice = Demandez à l’administrateur du serveur de vérifier son certificat.
failure-server-purpose-unknown = Le certificat du serveur ({ $name }) n’indique pas qu’il est celui d’un serveur, et le profil n’indique pas d’autre moyen de reconnaître le serveur.
    .advice = Un autre client pourrait se faire passer pour le serveur. Demandez à son administrateur un certificat de serveur, ou son nom : avec une ligne « verify-x509-name "{ $name }" name » dans le profil, Adit n’accepte que le certificat de ce nom.
failure-server-certificate-revoked = Le certificat du serveur a été révoqué par son autorité.
    .advice = Ne vous y identifiez pas. Demandez à la personne qui vous a fourni le profil si le serveur a un nouveau certificat.
failure-revocation-list-expired = La liste des certificats révoqués de ce profil était valable jusqu’au { $date }.
    .advice = Vérifiez la date de cet ordinateur. Si elle est exacte, demandez un profil avec une liste à jour à la personne qui vous l’a fourni.
failure-revocation-list-not-yet-valid = La liste des certificats révoqués de ce profil date du { $date }, qui est dans le futur.
    .advice = Vérifiez la date de cet ordinateur. Si elle est exacte, demandez un profil avec une liste à jour à la personne qui vous l’a fourni.
failure-revocation-list-invalid = La liste des certificats révoqués de ce profil est endommagée, ou ne vient pas de son autorité.
    .advice = Adit ne se connecte pas sans elle, car le certificat du serveur pourrait y figurer. Demandez un profil avec une liste à jour à la personne qui vous l’a fourni.
failure-server-certificate-not-pinned = Le certificat du serveur n’est pas l’un de ceux que ce profil désigne par leur empreinte.
    .advice = Ne vous y identifiez pas. Demandez à la personne qui vous a fourni le profil si le serveur a un nouveau certificat.
failure-server-certificate-weak = Le certificat du serveur peut être falsifié : il repose sur { $weakness }.
    .advice =
        { $weakness ->
            [MD5] Demandez un nouveau certificat à l’administrateur du serveur.
           *[other] Demandez un nouveau certificat à l’administrateur du serveur. D’ici là, une ligne « tls-cert-profile insecure » dans le profil permet d’accepter celui-ci.
        }
failure-clock-wrong = La date de cet ordinateur est fausse : { $date }.
    .advice = Adit réessaie automatiquement : un ordinateur qui vient de démarrer reçoit souvent sa date du réseau. Sinon, réglez-la.
    .advice-ended = Réglez la date et l’heure de cet ordinateur, puis reconnectez-vous.
failure-client-key-too-short = La clé privée de ce profil n’a que { $bits } bits, trop peu pour être sûre, et Adit ne signe pas avec.
    .advice = Demandez un nouveau certificat et une clé RSA d’au moins 2048 bits à la personne qui vous a fourni le profil.
failure-client-certificate-expired = Le certificat de ce profil a expiré le { $date }.
    .advice = Demandez-en un nouveau à la personne qui vous a fourni le profil.
failure-client-certificate-refused = Le serveur n’accepte pas le certificat de ce profil.
    .advice = Il a peut-être été révoqué, ou manque dans le profil. Demandez-en un nouveau à la personne qui vous a fourni le profil.
failure-tls-not-compatible = Le serveur et Adit n’ont aucun chiffrement en commun.
    .advice = Le serveur impose des méthodes qui ne sont plus sûres, ou qu’Adit n’a pas, comme X448. Demandez à son administrateur d’autoriser TLS 1.3 avec X25519 ou P-256, ou TLS 1.2 avec ECDHE et AES-GCM.
failure-server-tls-too-old = Le serveur ne connaît rien au-dessus de TLS 1.1, qui n’est plus sûr.
    .advice = Demandez à l’administrateur du serveur d’autoriser TLS 1.2 ou plus récent (« tls-version-max » ne doit pas être inférieur à 1.2).
failure-server-silent-at-hello = Le serveur a répondu, mais n’a pas commencé à chiffrer.
    .advice = Il ne connaît peut-être que des méthodes qu’Adit n’utilise pas : TLS inférieur à 1.2, sans ECDHE, avec CBC, ou une clé sur une courbe brainpool. Demandez à son administrateur d’autoriser TLS 1.3, ou TLS 1.2 avec ECDHE et AES-GCM. Si cela marche depuis un autre réseau, celui-ci rejette les gros paquets.
failure-server-silent-after-certificate = Le serveur n’a plus répondu au moment d’accepter le certificat de ce profil.
    .advice = Il l’a peut-être refusé comme expiré, révoqué ou inconnu, ou le profil n’en a pas. Demandez-en un nouveau à la personne qui vous a fourni le profil. Si cela marche depuis un autre réseau, celui-ci rejette les gros paquets.
failure-tls-failed = La connexion chiffrée au serveur n’a pas pu être établie.
    .advice = Réessayez. Si cela se reproduit, envoyez les détails à l’administrateur du serveur.
failure-credentials-needed = Le serveur demande un nom d’utilisateur et un mot de passe.
    .advice = Reconnectez-vous et saisissez-les.
failure-credentials-refused = Le serveur a refusé ce nom d’utilisateur ou ce mot de passe.
    .advice = Vérifiez-les et réessayez.
failure-credentials-refused-with-reason = Le serveur a refusé ce nom d’utilisateur ou ce mot de passe et indique : « { $reason } »
    .advice = Vérifiez-les et réessayez.
failure-sign-in-unfinished = L’identification n’a pas été terminée à temps.
    .advice = Le serveur ne l’attend qu’un temps limité. Reconnectez-vous, et confirmez dès qu’on vous le demande.
failure-not-let-in = Le serveur ne laisse pas entrer ce profil.
    .advice = Demandez à l’administrateur du serveur si le certificat de ce profil y donne accès, ou s’il faut un nom d’utilisateur et un mot de passe.
failure-not-let-in-with-reason = Le serveur ne laisse pas entrer ce profil et indique : « { $reason } »
    .advice = Demandez à l’administrateur du serveur si le certificat de ce profil y donne accès, ou s’il faut un nom d’utilisateur et un mot de passe.
failure-browser-sign-in-refused = Le serveur n’a pas accepté l’identification par le navigateur.
    .advice = Reconnectez-vous et identifiez-vous à nouveau. Si cela ne suffit pas, demandez à l’administrateur du serveur si vous y avez accès.
failure-browser-sign-in-refused-with-reason = Le serveur n’a pas accepté l’identification par le navigateur et indique : « { $reason } »
    .advice = Reconnectez-vous et identifiez-vous à nouveau. Si cela ne suffit pas, demandez à l’administrateur du serveur si vous y avez accès.
failure-sign-in-page-refused = Le serveur veut faire ouvrir une page d’identification dont l’adresse n’est pas sûre.
    .advice = Signalez-le à l’administrateur du serveur : l’adresse doit commencer par https://, nommer un hôte et compter 1024 caractères au plus.
failure-sign-in-postponed = Le serveur ne laisse entrer personne pour le moment.
    .advice = Adit réessaie automatiquement, pas trop souvent, pour que votre compte ne soit pas verrouillé.
    .advice-ended = Reconnectez-vous plus tard.
failure-sign-in-postponed-with-message = Le serveur ne laisse entrer personne pour le moment et indique : « { $message } »
    .advice = Adit réessaie automatiquement, pas trop souvent, pour que votre compte ne soit pas verrouillé.
    .advice-ended = Reconnectez-vous plus tard.
failure-passphrase-needed = La clé privée de ce profil est verrouillée.
    .advice = Reconnectez-vous et saisissez sa phrase secrète.
failure-passphrase-wrong = Cette phrase secrète n’ouvre pas la clé privée.
    .advice = Vérifiez-la et réessayez.
failure-challenge-needed = Le serveur pose une question de plus.
    .advice = Reconnectez-vous et répondez-y.
failure-confirm-elsewhere = Le serveur vous attend ailleurs et indique : « { $text } »
    .advice = Faites ce qu’il dit. Adit s’identifie à nouveau automatiquement.
    .advice-ended = Faites ce qu’il dit, puis reconnectez-vous.
failure-cipher-not-shared = Le serveur n’a aucun des chiffrements que ce profil autorise ({ $offered }).
    .advice = Demandez à l’administrateur du serveur quels chiffrements il accepte (« data-ciphers »), et un profil qui en autorise un.
failure-cipher-too-old = Le serveur impose le chiffrement { $cipher }, qui n’est plus sûr et qu’Adit n’a pas.
    .advice = Demandez à l’administrateur du serveur d’ajouter AES-256-GCM à ses « data-ciphers », ou AES-256-CBC s’il est trop ancien pour cela.
failure-server-compresses = Le serveur compresse ce qu’il envoie, ce qui peut révéler le contenu du tunnel.
    .advice = Demandez à l’administrateur du serveur d’y retirer « comp-lzo » et « compress ». Si c’est impossible, une ligne « allow-compression asym » dans le profil permet à Adit de le lire.
failure-server-option-refused = Le serveur exige quelque chose qu’Adit ne fait pas : { $option }.
    .advice = Demandez à l’administrateur du serveur si cela peut être désactivé.
failure-server-halted = Le serveur a mis fin à la connexion.
    .advice = Adressez-vous à l’administrateur du serveur avant de vous reconnecter.
failure-server-halted-with-message = Le serveur a mis fin à la connexion et indique : « { $message } »
    .advice = Adressez-vous à l’administrateur du serveur avant de vous reconnecter.
failure-server-restarting = Le serveur redémarre.
    .advice = Adit se reconnecte dans un instant.
    .advice-ended = Reconnectez-vous dans un instant.
failure-server-restarting-with-message = Le serveur redémarre et indique : « { $message } »
    .advice = Adit se reconnecte dans un instant.
    .advice-ended = Reconnectez-vous dans un instant.
failure-tunnel-idle =
    { $minutes ->
        [one] Personne n’a utilisé le tunnel pendant une minute, et ce serveur y met alors fin.
        [many] Personne n’a utilisé le tunnel pendant { $minutes } de minutes, et ce serveur y met alors fin.
       *[other] Personne n’a utilisé le tunnel pendant { $minutes } minutes, et ce serveur y met alors fin.
    }
    .advice = Reconnectez-vous quand vous en avez besoin.
failure-session-time-over =
    { $minutes ->
        [one] Ce serveur limite une connexion à une minute, et elle est écoulée.
        [many] Ce serveur limite une connexion à { $minutes } de minutes, et elles sont écoulées.
       *[other] Ce serveur limite une connexion à { $minutes } minutes, et elles sont écoulées.
    }
    .advice = Reconnectez-vous si vous en avez besoin plus longtemps.
failure-profile-refused = Ce profil n’est pas utilisable à cause de { $what }.
    .advice = Importez-le à nouveau pour voir pourquoi, ou demandez-en un autre à la personne qui vous l’a fourni.
failure-tunnel-device = Le périphérique du tunnel n’a pas pu être créé.
    .advice = Vérifiez que le système a le module tun, puis redémarrez le service d’Adit.
failure-network-setup = Le réseau de cet ordinateur n’a pas pu être configuré ({ network-step }).
    .advice = Tout a été rétabli. Un autre programme réseau gêne peut-être ; fermez-le et réessayez.
failure-network-setup-not-permitted = Le service d’Adit n’a pas le droit de configurer le réseau de cet ordinateur ({ network-step }).
    .advice = Démarrez-le comme service du système, ou en tant qu’administrateur.
failure-network-setup-timed-out = Configurer le réseau de cet ordinateur a pris trop de temps ({ network-step }).
    .advice = Tout a été rétabli, ou le sera. Réessayez ; si cela se reproduit chaque fois, redémarrez cet ordinateur.
failure-network-setup-not-kept = Un autre programme a modifié le réseau de cet ordinateur pendant sa configuration.
    .advice = Fermez les autres programmes réseau, ou réglez-les pour qu’ils ne touchent pas aux interfaces d’Adit, puis réessayez.
failure-network-setup-unsupported = Ce système ne peut pas être configuré comme ce tunnel le demande ({ network-step }).
    .advice = La documentation d’Adit indique ce que chaque système permet.
# Which part of it, in brackets behind what happened.
network-step =
    { $step ->
        [plan] évaluation du plan
        [look] examen
        [journal] journal des modifications
        [firewall] pare-feu
        [interface] interface du tunnel
        [address] adresse du tunnel
        [route] route
        [rule] règle menant au tunnel
        [path-filter] filtre des chemins de retour
        [dns] serveurs de noms
        [read-back] relecture
        [watch] surveillance
        [bypass] socket hors du tunnel
        [apply] application
        [undo] rétablissement
       *[other] autre partie
    }
failure-network-setup-bad-plan = Adit a établi pour le réseau un plan qu’il ne peut pas appliquer.
    .advice = C’est un défaut d’Adit. Merci de le signaler avec le journal.
failure-not-permitted = Cette connexion appartient à un autre utilisateur de cet ordinateur.
    .advice = Demandez-lui de la déconnecter.
failure-not-permitted-owner = Cette connexion appartient à l’utilisateur { $owner } de cet ordinateur.
    .advice = Demandez-lui de la déconnecter.
failure-not-authorized = Vous n’avez pas le droit d’utiliser des connexions VPN sur cet ordinateur.
    .advice = Un administrateur peut l’autoriser : par le groupe « adit », ou dans le fichier /etc/adit/access.conf.
failure-not-allowed-lock = Votre organisation a défini quand le trafic est bloqué.
    .advice = Un administrateur peut le modifier dans /etc/adit/policy.toml.
failure-not-allowed-let-out = Votre organisation ne permet pas de laisser passer le trafic sans protection.
    .advice = Connectez-vous, ou adressez-vous à un administrateur.
failure-not-allowed-own-profile = Votre organisation ne permet pas de connexions VPN avec vos propres profils.
    .advice = Utilisez l’un des profils de votre organisation, ou adressez-vous à un administrateur.
failure-not-allowed-managed-profile = Votre organisation n’a pas ce profil pour vous.
    .advice = Demandez à un administrateur s’il existe encore, et pour qui.
failure-network-in-use = Le réseau de cet ordinateur est utilisé par un VPN de l’utilisateur { $owner }.
    .advice = Demandez-lui de le déconnecter. Un administrateur peut y mettre fin avec « aditctl disconnect --of { $owner } ».
failure-not-brought-back = Le service d’Adit s’est arrêté alors que cette connexion était demandée, et ne peut pas la rétablir sans vous.
    .advice = Reconnectez-la. Si vous n’en avez plus besoin, déconnectez-la.
failure-unknown-connection = Cette connexion n’existe pas.
    .advice = Elle est peut-être déjà terminée. Voyez la liste des connexions.
failure-helper-not-running = Le service d’Adit n’est pas démarré.
    .advice = Démarrez-le, ou voyez dans son journal pourquoi il s’est arrêté.
failure-helper-older = Le service d’Adit est plus ancien que ce programme.
    .advice = Redémarrez le service. Si cela ne suffit pas, réinstallez Adit.
failure-helper-newer = Le service d’Adit est plus récent que ce programme.
    .advice = Redémarrez Adit. Si cela ne suffit pas, réinstallez-le.
failure-bad-request-frame-too-large = Ce profil est trop volumineux pour le service d’Adit.
    .advice = La limite est d’environ 700 Kio, avec toutes les clés et listes. Demandez un profil plus petit à la personne qui l’a créé.
failure-bad-request-not-a-message = Le service d’Adit n’a pas compris la demande.
    .advice = Mettez Adit et son service à la même version.
failure-bad-request-hello-missing = Une demande a été faite au service d’Adit avant la salutation.
    .advice = Mettez Adit et son service à la même version.
failure-bad-request-hello-repeated = Le service d’Adit a été salué deux fois.
    .advice = Mettez Adit et son service à la même version.
failure-bad-request-too-many-clients = Trop de programmes utilisent le service d’Adit.
    .advice = Fermez-en quelques-uns et réessayez.
failure-bad-request-too-many-clients-of-user = Trop de vos programmes utilisent le service d’Adit.
    .advice = Fermez-en quelques-uns et réessayez.
failure-bad-request-too-many-tunnels = Cet ordinateur a trop de tunnels à la fois.
    .advice = Déconnectez-en un et réessayez.
failure-bad-request-too-many-tunnels-of-user = Vous avez trop de tunnels à la fois.
    .advice = Déconnectez-en un et réessayez.
failure-bad-request-too-many-connections = Il y a trop de connexions.
    .advice = Déconnectez-en une et réessayez.
failure-bad-request-busy = Cette connexion est encore occupée par la demande précédente.
    .advice = Attendez un instant et réessayez.
failure-bad-request-ending = Le service d’Adit est en train de s’arrêter.
    .advice = Réessayez une fois qu’il a redémarré.
failure-bad-request-name = Le nom du profil est trop long ou ne peut pas être affiché.
    .advice = Donnez un autre nom au profil.
failure-bad-request-unknown-protocol = Le service d’Adit ne connaît pas le protocole de ce profil ({ $protocol }).
    .advice = Mettez Adit et son service à la même version.
failure-bad-request-proxies = Les proxys réglés sur cet ordinateur ne sont pas utilisables.
    .advice = Vérifiez les proxys dans les paramètres du système.
failure-bad-request-credentials-too-long = Le nom d’utilisateur ou le mot de passe est trop long.
    .advice = Vérifiez-les et réessayez.
failure-bad-request-public-address = Un serveur joignable de partout ne dit pas sur quel réseau est cet ordinateur.
    .advice = Indiquez l’adresse d’un serveur qui n’est que dans ce réseau : une adresse privée, comme celle du routeur.
failure-bad-request-answer-of-other-kind = Cette réponse ne correspond pas à la question posée.
    .advice = Regardez ce qui est demandé maintenant, et répondez-y.
failure-proxy-not-reachable = Le proxy { $proxy } est injoignable.
    .advice = Vérifiez le réseau de cet ordinateur, ainsi que le nom et le port du proxy dans le profil ou dans les paramètres du système.
failure-proxy-no-answer = Le proxy { $proxy } ne répond pas.
    .advice = Réessayez plus tard, ou adressez-vous à l’administrateur du proxy.
failure-proxy-not-a-proxy = Ce qui répond à { $proxy } n’est pas un proxy de ce type.
    .advice = Vérifiez le port, et s’il s’agit d’un proxy HTTP ou SOCKS 5.
failure-proxy-credentials-needed = Le proxy { $proxy } demande un nom d’utilisateur et un mot de passe.
    .advice = Reconnectez-vous et saisissez-les.
failure-proxy-credentials-refused = Le proxy { $proxy } a refusé ce nom d’utilisateur ou ce mot de passe.
    .advice = Vérifiez-les et réessayez. Ce sont ceux du proxy, pas ceux du serveur VPN.
failure-proxy-sign-in-not-supported = Le proxy { $proxy } exige une méthode d’identification qu’Adit n’a pas ({ $offered }).
    .advice = Demandez à l’administrateur du proxy d’autoriser la méthode Basic ou Digest, ou un nom d’utilisateur et un mot de passe pour SOCKS.
failure-proxy-not-allowed = Le proxy { $proxy } n’autorise pas les connexions à ce serveur sur le port { $port }.
    .advice = Beaucoup de proxys n’autorisent que le port 443. Demandez un serveur sur le port TCP 443 à la personne qui vous a fourni le profil.
failure-proxy-server-not-reached = Le proxy { $proxy } ne peut pas joindre { $host }.
    .advice = Le serveur est peut-être arrêté, ou le proxy ne connaît pas son nom. Réessayez plus tard, ou essayez un autre serveur.
failure-proxy-no-datagrams = Le proxy { $proxy } ne transporte pas l’UDP.
    .advice = Utilisez un profil avec un serveur TCP, ou un autre proxy.
failure-proxy-refused = Le proxy { $proxy } a refusé la connexion et indique : « { $answer } »
    .advice = Adressez-vous à l’administrateur du proxy.
failure-name-servers-silent = L’adresse de { $host } n’a pas pu être recherchée : les serveurs de noms de ce réseau ne répondent pas.
    .advice = Vérifiez que cet ordinateur est en ligne, et que d’autres pages s’ouvrent. Adit réessaie automatiquement.
    .advice-ended = Vérifiez que cet ordinateur est en ligne, et que d’autres pages s’ouvrent. Reconnectez-vous ensuite.
failure-no-ipv4 = { $host } n’est joignable qu’en IPv4, et ce réseau n’a que l’IPv6.
    .advice = Essayez un autre réseau, ou demandez une adresse IPv6 à l’administrateur du serveur.
failure-no-address-given = Le serveur n’a pas donné d’adresse à cet ordinateur.
    .advice = Demandez à l’administrateur du serveur d’en attribuer une : un serveur OpenVPN le fait avec « server » ou « ifconfig-push ».
failure-address-unusable = L’adresse donnée par le serveur n’est pas utilisable : { $address }.
    .advice = Demandez à l’administrateur du serveur d’en attribuer une autre.
failure-server-key-unsupported = Le certificat du serveur a une clé de type { $algorithm }, qu’Adit ne peut pas vérifier.
    .advice = Demandez à l’administrateur du serveur un certificat avec une clé RSA, ECDSA ou Ed25519.
failure-session-token-refused = Le serveur a oublié cette identification.
    .advice = Adit s’identifie à nouveau automatiquement.
    .advice-ended = Identifiez-vous à nouveau.
failure-other-service-http = Ce qui répond à { $host } sur le port { $port } est un serveur web, pas ce VPN.
    .advice = L’adresse ou le port du profil est peut-être faux, ou une page d’identification de ce réseau s’interpose. Ouvrez une page web ; si aucune ne vous demande de vous identifier, adressez-vous à l’administrateur du serveur.
failure-other-service-tls = Ce qui répond à { $host } sur le port { $port } est un service par TLS, pas ce VPN.
    .advice = L’adresse ou le port du profil est peut-être faux, ou le serveur est d’un autre type. Adressez-vous à la personne qui vous a fourni le profil.
failure-other-service-ssh = Ce qui répond à { $host } sur le port { $port } est un serveur SSH, pas ce VPN.
    .advice = L’adresse ou le port du profil est peut-être faux. Adressez-vous à la personne qui vous a fourni le profil.
failure-other-service-unknown = Ce qui répond à { $host } sur le port { $port } n’est pas ce VPN.
    .advice = L’adresse ou le port du profil est peut-être faux. Adressez-vous à la personne qui vous a fourni le profil.
# In place of an option’s value.
option-not-set = non défini
failure-nothing-readable = Le tunnel est établi, mais rien de ce que le serveur y envoie n’est lisible.
    .advice = Le profil et le serveur diffèrent sur une option comme « cipher », « auth », « comp-lzo » ou « fragment ». Demandez un profil adapté à l’administrateur du serveur.
failure-nothing-readable-differs = Le tunnel est établi, mais rien de ce que le serveur y envoie n’est lisible : « { $option } » est { $ours } dans le profil et { $theirs } sur le serveur.
    .advice = Demandez à l’administrateur du serveur un profil adapté, ou de le modifier sur le serveur.
failure-cancelled = Vous avez annulé.
    .advice = Reconnectez-vous quand vous voulez.
failure-internal = Quelque chose s’est mal passé dans Adit.
    .advice = Réessayez, et merci de signaler les détails pour que ce soit corrigé.
