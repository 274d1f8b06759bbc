# Why a line of a profile is ignored, worth a note, or refused. `.advice` is the remedy, where the user has one.


## Not a profile

lint-empty = Le fichier est vide.
    .advice = Téléchargez ou copiez à nouveau le profil.
lint-too-large = Le fichier est plus gros que n’importe quel profil.
    .advice = Choisissez le fichier .ovpn lui-même. Un profil fait au plus { $limit_kib } Kio.
lint-utf16 = Le fichier est un texte UTF-16.
    .advice = Ouvrez-le dans un éditeur de texte, enregistrez-le en UTF-8, puis importez-le à nouveau.
lint-binary = Le fichier n’est pas un texte.
    .advice = Choisissez le fichier .ovpn lui-même. S’il vient d’une archive, extrayez-la d’abord.
lint-nul-bytes = Le texte est endommagé ici : il contient des octets nuls.
    .advice = Téléchargez ou copiez à nouveau le profil.
lint-web-page = Le fichier est une page web, pas un profil.
    .advice = Le lien de téléchargement a sans doute mené à une page d’identification. Identifiez-vous-y dans le navigateur et téléchargez à nouveau le profil.
lint-conflict-marker = Deux versions du profil ont été fusionnées ici, et les marques y sont encore.
    .advice = Gardez une version, supprimez les marques, et importez-le à nouveau.
lint-line-too-long = Cette ligne est plus longue que n’importe quelle directive.
    .advice = Ses sauts de ligne ont peut-être été perdus. Téléchargez ou copiez à nouveau le profil.
lint-too-many-lines = Le profil a plus de { $limit } lignes utiles, plus qu’Adit n’en accepte.
    .advice = Choisissez le fichier .ovpn lui-même. Si c’est le bon, demandez un profil avec moins de routes.
lint-lines-joined = Les fins de ligne du fichier manquent : tout est sur une ligne, ou plusieurs lignes le sont.
    .advice = Copiez ou téléchargez à nouveau le profil comme fichier, sans passer par un champ ou un message qui joint les lignes.
lint-loose-material = Un certificat ou une clé commence ici, sans que rien n’indique à quoi il sert.
    .advice = Placez-le entre <ca> et </ca>, <cert> et </cert>, ou <key> et </key>.
lint-unbalanced-quote = Un guillemet est ouvert ici et n’est pas fermé.
    .advice = Fermez-le dans un éditeur de texte, puis importez à nouveau le profil.
lint-missing-end-tag = <{ $name }> commence ici, et sa fin </{ $name }> manque.
    .advice = Le fichier est peut-être tronqué. Téléchargez-le ou copiez-le à nouveau.
lint-block-on-one-line = « <{ $name }> » et le contenu de son bloc sont sur une seule ligne.
    .advice = Mettez <{ $name }>, chaque ligne du contenu et </{ $name }> sur des lignes séparées, ou téléchargez à nouveau le profil.
lint-stray-end-tag = </{ $name }> termine quelque chose qui n’a pas commencé.
    .advice = Supprimez la ligne, ou placez <{ $name }> à l’endroit voulu.

## The profile as a whole

lint-no-server = Le profil n’indique aucun serveur.
    .advice = Ajoutez une ligne « remote » avec l’adresse du serveur, ou demandez un profil complet à la personne qui vous a fourni le profil.
lint-too-many-servers = Le profil indique plus de serveurs qu’Adit n’en accepte ; les { $limit } premiers sont utilisés.
lint-no-authority = Le profil ne dit pas à qui faire confiance : il n’a pas d’autorité de certification.
    .advice = Demandez le fichier « ca », ou un profil qui le contient, à la personne qui vous a fourni le profil.
lint-not-a-client = Ce n’est pas un profil pour le client d’un serveur.
    .advice = S’il devrait l’être, ajoutez une ligne « client » et importez-le à nouveau.
lint-no-server-check = Tout certificat de la même autorité passerait pour le serveur, même celui d’un autre client.
    .advice = Demandez à la personne qui vous a fourni le profil si « remote-cert-tls server » peut être ajouté.
lint-no-sign-in = Le profil n’a ni certificat ni identification pour vous.
    .advice = Si le serveur vous refuse, demandez à la personne qui vous a fourni le profil ce qui manque.
lint-certificate-without-key = Le profil a votre certificat mais pas sa clé privée.
    .advice = Demandez le fichier « key » à la personne qui vous a fourni le profil.
lint-key-without-certificate = Le profil a une clé privée mais pas son certificat.
    .advice = Demandez le fichier « cert » à la personne qui vous a fourni le profil.
lint-several-control-keys = Le profil contient plusieurs options parmi tls-auth, tls-crypt et tls-crypt-v2, qui s’excluent.
    .advice = Demandez à la personne qui vous a fourni le profil laquelle le serveur utilise.
lint-tls-auth-without-digest = tls-auth ne peut pas fonctionner avec « auth none ».
    .advice = Demandez à la personne qui vous a fourni le profil quel « auth » le serveur utilise.
lint-generic-profile = C’est un modèle d’Access Server, pas le profil d’une personne.
    .advice = Identifiez-vous sur la page de l’Access Server et téléchargez votre propre profil.
lint-not-utf8 = Le texte n’est pas en UTF-8 et a été lu en Latin-1 ; les noms accentués peuvent être faux.
lint-out-of-bounds = Une valeur dépasse ce qu’un profil peut contenir : { $what }.
    .advice = Demandez à la personne qui vous a fourni le profil de le vérifier.

## How a line is written

lint-missing-value = « { $name } » a besoin d’une valeur qui manque.
    .advice = Le profil est peut-être un modèle non rempli. Demandez-en un complet à la personne qui vous l’a fourni.
lint-bad-value = « { $value } » n’a pas de sens ici.
    .advice = Corrigez-la dans un éditeur de texte, ou adressez-vous à la personne qui vous a fourni le profil.
lint-extra-words = « { $name } » a plus de valeurs qu’il n’en accepte.
    .advice = Si les valeurs vont ensemble, mettez-les entre guillemets ; sinon, supprimez ce qui est en trop.
lint-words-cut = La ligne a plus de 16 mots ; le reste est ignoré.
lint-long-line = La ligne est plus longue qu’OpenVPN ne l’accepte. Adit la lit quand même.
lint-literal-backslash = Une barre oblique inverse est prise telle quelle. OpenVPN la voudrait doublée.
lint-repeated = La ligne { $line } le répète, et c’est elle qui compte.
lint-inline-marker = Elle annonce le bloc plus bas.
lint-unknown-directive = Adit ne connaît pas « { $name } ».
    .advice = Si c’est sans importance, supprimez la ligne et importez à nouveau le profil.
lint-unknown-line = Adit ne connaît pas la directive de cette ligne. La ligne n’est pas affichée, car elle peut faire partie d’un mot de passe ou d’une clé.
    .advice = Examinez la ligne dans un éditeur de texte. Si elle est sans importance, supprimez-la et importez à nouveau le profil.
lint-misspelled-directive = Cette directive n’existe pas. S’agit-il de « { $suggestion } » ?
    .advice = Corrigez la ligne dans un éditeur de texte, ou supprimez-la, et importez à nouveau le profil.
lint-unknown-allowed = Adit ne la connaît pas, et le profil indique qu’elle peut être ignorée.
lint-optional-left-out = Le profil indique qu’elle peut être ignorée.
lint-not-in-connection = « { $name } » n’a pas sa place dans un bloc connection.
    .advice = Placez la ligne avant le bloc, et importez à nouveau le profil.
lint-replaced-by-connections = Les blocs connection de ce profil sont utilisés à la place.

## What cannot be used

lint-tap-device = Le profil relie des réseaux entiers (tap). Adit crée des tunnels routés (tun).
    .advice = Demandez un profil « tun » à l’administrateur du serveur.
lint-server-only = « { $name } » est pour les serveurs.
    .advice = Demandez le profil d’un client à la personne qui vous a fourni ce fichier.
lint-static-key-mode = Le profil utilise une seule clé statique au lieu de certificats, ce qui n’est plus sûr.
    .advice = Demandez un profil avec certificats à l’administrateur du serveur.
lint-standalone-action = « { $name } » est une tâche pour le programme openvpn, pas un réglage.
    .advice = Supprimez la ligne et importez à nouveau le profil.
lint-script =
    { $name ->
        [up] « up » lancerait un programme une fois l’interface du tunnel présente, le plus souvent pour régler le DNS ou les routes.
        [down] « down » lancerait un programme à la fin du tunnel, le plus souvent pour défaire ce que « up » a réglé.
        [route-up] « route-up » lancerait un programme une fois les routes en place.
        [route-pre-down] « route-pre-down » lancerait un programme avant le retrait des routes.
        [ipchange] « ipchange » lancerait un programme à chaque changement de l’adresse du serveur.
        [dns-updown] « dns-updown » lancerait un programme pour régler le DNS. Adit règle le DNS lui-même.
        [iproute-script] « iproute-script » remplacerait le programme du système pour les adresses et les routes. Adit les règle lui-même.
        [tls-verify] « tls-verify » laisserait un programme juger le certificat du serveur.
        [tls-export-cert] « tls-export-cert » écrirait le certificat du serveur dans un dossier, pour des programmes.
        [auth-user-pass-verify] « auth-user-pass-verify » laisserait un programme juger les mots de passe, ce que seuls les serveurs font.
        [learn-address] « learn-address » informerait un programme sur les clients, que seuls les serveurs ont.
       *[other] « { $name } » lancerait un programme au choix du profil.
    } Adit ne lance jamais les programmes d’un profil.
    .advice =
        { $name ->
            [up] Le tunnel fonctionne sans, sauf si le programme fait plus que le DNS et les routes. Retirez la ligne et importez à nouveau le profil.
            [down] Le tunnel fonctionne sans. Retirez la ligne et importez à nouveau le profil.
            [route-up] Le tunnel fonctionne sans, sauf si le programme ajoute ses propres routes. Retirez la ligne et importez à nouveau le profil.
            [route-pre-down] Le tunnel fonctionne sans. Retirez la ligne et importez à nouveau le profil.
            [ipchange] Le tunnel fonctionne sans. Retirez la ligne et importez à nouveau le profil.
            [dns-updown] Le tunnel fonctionne sans. Retirez la ligne et importez à nouveau le profil.
            [iproute-script] Le tunnel fonctionne sans. Retirez la ligne et importez à nouveau le profil.
            [tls-verify] Sans lui, il serait vérifié moins que ne le promet le profil. Demandez-en un qui indique ce que vérifie le programme, par exemple avec « verify-x509-name ».
           *[other] Si le tunnel fonctionne sans, supprimez la ligne et importez à nouveau le profil.
        }
lint-plugin = Le profil chargerait dans le client VPN une bibliothèque qui pourrait tout y faire, le plus souvent pour l’identification ou le DNS. Adit ne fait jamais cela.
    .advice = Le tunnel fonctionne sans, sauf si l’identification en a besoin. Retirez la ligne et importez à nouveau le profil.
lint-dns-helper = Le script qui règle le DNS n’est pas lancé ; Adit règle le DNS lui-même.
lint-fragment = Le profil découpe les paquets à la façon d’OpenVPN 1.
    .advice = Demandez un profil avec « fragment » et une taille, ou sans, à la personne qui vous a fourni le profil.
lint-no-encryption = Avec ce chiffrement, rien ne serait chiffré dans le tunnel.
    .advice = Demandez à l’administrateur du serveur d’utiliser AES-256-GCM, et un profil qui l’indique.
lint-http-proxy-needs-tcp = Ce serveur utilise UDP, qu’un proxy HTTP ne transporte pas.
    .advice = Demandez un serveur TCP à la personne qui vous a fourni le profil, ou supprimez http-proxy.
lint-udp-behind-http-proxy = Ce serveur est ignoré : il utilise UDP, qu’un proxy HTTP ne transporte pas.
lint-two-proxies = Le profil indique un proxy HTTP et un proxy SOCKS pour un même serveur, et un seul peut être sur le chemin.
    .advice = Supprimez la ligne du proxy que vous n’utilisez pas.
lint-proxy-ntlm = Le profil s’identifie auprès de son proxy avec NTLM, qui n’est plus sûr et qu’Adit n’a pas.
    .advice = Demandez la méthode Basic ou Digest à l’administrateur du proxy.
lint-bad-proxy-login = Un nom d’utilisateur et un mot de passe sur deux lignes sont attendus ici.
lint-external-key = La clé privée est sur une carte à puce ou confiée à un autre programme, où Adit ne peut pas encore l’utiliser.
    .advice = Demandez un profil qui contient la clé.
lint-revocation-folder = Les certificats révoqués sont listés dans un dossier, qu’Adit ne lit pas.
    .advice = Demandez la liste en un seul fichier (« crl-verify » sans « dir »).
lint-tls-remote = « tls-remote » vérifie le nom du serveur d’une façon qu’OpenVPN a abandonnée.
    .advice = Remplacez-le par « verify-x509-name » avec le nom du serveur, et importez à nouveau le profil.
lint-scramble = Les paquets sont masqués avec « scramble », que seuls savent faire un serveur et un client modifiés pour cela.
    .advice = Demandez à l’administrateur du serveur une connexion sans cela, ou utilisez le client proposé par le fournisseur.
lint-tls-too-old = Le profil n’autorise rien au-dessus de TLS { $version }, qui n’est plus sûr.
    .advice = Demandez à l’administrateur du serveur d’autoriser TLS 1.2 ou plus récent.
lint-key-method-one = Le profil utilise un échange de clés qu’OpenVPN a abandonné.
    .advice = Demandez un profil à jour à l’administrateur du serveur.
lint-not-supported = Adit ne sait pas faire « { $name } », et sans cela le tunnel ne serait pas ce que promet le profil.
    .advice = Demandez à la personne qui vous a fourni le profil s’il peut s’en passer.
lint-unsupported-digest = Le profil a besoin de la fonction de hachage { $digest }, qu’Adit n’a pas.
    .advice = Demandez à l’administrateur du serveur « auth SHA256 », et un profil qui l’indique.
lint-cipher-fixed = Le profil impose { $cipher }, qui n’est plus sûr.
    .advice = Demandez à l’administrateur du serveur d’autoriser AES-256-GCM dans ses « data-ciphers », et un profil qui l’indique.

## The environment of the profile

lint-overlaps-local = Le profil envoie { $route } par le tunnel, et cette machine est sur { $network }. Des appareils proches peuvent être inaccessibles tant que vous êtes connecté.
    .advice = Si vous en avez besoin, utilisez un autre réseau ici, ou demandez à l’administrateur du serveur de changer la route.

## Servers and files

lint-placeholder-server = « { $value } » se trouve là où devrait être l’adresse du serveur.
    .advice = Mettez l’adresse du serveur à sa place.
lint-needs-file = Le fichier « { $name } » est nécessaire et n’est pas à côté du profil.
    .advice = Placez-le dans le dossier du profil.
lint-needs-file-elsewhere = Le fichier « { $name } » est nécessaire, et Adit ne cherche que dans le dossier du profil.
    .advice = Placez-le là, et écrivez son nom sans dossier dans cette ligne.
lint-file-too-large = Le fichier « { $name } » est trop gros pour ce qu’il devrait être.
    .advice = Placez le bon dans le dossier du profil.
lint-file-unreadable = Le fichier « { $name } » est illisible.
    .advice = Vérifiez ses permissions.
lint-password-file = La fenêtre ne lit pas « { $name } » et vous le demande ; « aditctl connect » le lit s’il est dans le dossier du profil.
lint-no-certificate = Il n’y a pas de certificat ici.
    .advice = Un texte allant de « BEGIN CERTIFICATE » à « END CERTIFICATE » est attendu. Adressez-vous à la personne qui vous a fourni le profil.
lint-bad-certificate = Le certificat est endommagé.
    .advice = Téléchargez ou copiez à nouveau le profil.
lint-weak-certificate = Le certificat est d’un ancien type ({ $weakness }) qui peut être refusé.
    .advice = Demandez-en un nouveau à l’administrateur du serveur.
lint-certificate-expired =
    Le certificat a expiré { $days ->
        [0] aujourd’hui
        [1] hier
       *[other] il y a { $days } jours
    }, le { DATE($not_after) }.
    .advice = Le serveur ne l’acceptera pas. Demandez-en un nouveau à la personne qui vous a fourni le profil.
lint-certificate-expiring =
    Le certificat expire le { DATE($not_after) }{ $days ->
        [0] { "" }, aujourd’hui
        [1] { "" }, demain
       *[other] { "" }, dans { $days } jours
    }.
    .advice = Demandez-en un nouveau d’ici là à la personne qui vous a fourni le profil.
lint-authority-expired =
    L’autorité qui garantit le serveur a expiré { $days ->
        [0] aujourd’hui
        [1] hier
       *[other] il y a { $days } jours
    }, le { DATE($not_after) }.
    .advice = Le serveur ne sera pas approuvé. Demandez un nouveau profil à son administrateur.
lint-certificate-not-yet-valid = Le certificat est valable à partir du { DATE($not_before) }.
    .advice = Si ce jour est arrivé, réglez l’horloge de cette machine.
lint-bad-private-key = Il n’y a pas de clé privée utilisable ici.
    .advice = Un texte allant de « BEGIN PRIVATE KEY » à « END PRIVATE KEY » est attendu. Adressez-vous à la personne qui vous a fourni le profil.
lint-bad-container = Il n’y a pas de conteneur PKCS#12 utilisable ici.
    .advice = Un fichier en .p12 ou .pfx est attendu. Adressez-vous à la personne qui vous a fourni le profil.
lint-unsupported-lock = Elle est verrouillée d’une façon qu’Adit ne connaît pas ({ $scheme }).
    .advice = Demandez-en une chiffrée avec AES à la personne qui vous a fourni le profil.
lint-several-identities = Le profil a un conteneur PKCS#12 et aussi un certificat ou une clé à côté.
    .advice = Demandez à la personne qui vous a fourni le profil lequel est le vôtre, et supprimez l’autre.
lint-short-client-key = La clé de ce certificat n’a que { $bits } bits, trop peu pour être sûre, et Adit ne signe pas avec.
    .advice = Demandez un nouveau certificat et une clé RSA d’au moins 2048 bits à la personne qui vous a fourni le profil.
lint-key-of-another = La clé privée ne correspond pas à ce certificat.
    .advice = Demandez la clé de ce certificat, ou une nouvelle paire des deux, à la personne qui vous a fourni le profil.
lint-unsupported-certificate = Ce certificat a une clé de type { $algorithm }, avec laquelle Adit ne peut pas s’identifier.
    .advice = Demandez un certificat avec une clé RSA, ECDSA (P-256) ou Ed25519 à la personne qui vous a fourni le profil.
lint-unsupported-authority = L’autorité a une clé de type { $algorithm }, qu’Adit ne peut pas vérifier. Les serveurs qu’elle garantit ne peuvent pas être approuvés.
    .advice = Demandez à l’administrateur du serveur une autorité avec une clé RSA, ECDSA ou Ed25519.
lint-unsupported-private-key = Ce type de clé privée ({ $algorithm }) n’est plus sûr.
    .advice = Demandez une clé RSA ou EC à la personne qui vous a fourni le profil.
lint-bad-static-key = La clé statique est endommagée.
    .advice = 512 chiffres hexadécimaux sont attendus. Téléchargez ou copiez à nouveau le profil.
lint-bad-tls-crypt-v2-key = La clé tls-crypt-v2 est endommagée, ou c’est celle du serveur.
    .advice = Téléchargez ou copiez à nouveau le profil.
lint-bad-fingerprint = « { $value } » n’est pas une empreinte.
    .advice = Des paires de chiffres hexadécimaux séparées par des deux-points sont attendues. Adressez-vous à la personne qui vous a fourni le profil.
lint-bad-revocation-list = La liste des certificats révoqués est endommagée.
    .advice = Demandez-en une à jour à la personne qui vous a fourni le profil.
lint-bad-login-block = Il n’y a pas de nom d’utilisateur ici.
    .advice = Le bloc contient le nom d’utilisateur à la première ligne et le mot de passe à la deuxième.

## Used, with a warning

lint-fallback-cipher = { $cipher } n’est utilisé que si le serveur ne peut pas convenir d’un meilleur chiffrement.
lint-unsupported-cipher = Adit n’a pas { $cipher }. Cela fonctionne si le serveur peut convenir d’un autre chiffrement.
    .advice = Sinon, demandez à l’administrateur du serveur d’ajouter AES-256-GCM à ses « data-ciphers ».
lint-ciphers-left-out = Adit n’a pas { $ciphers } ; les autres sont proposés.
lint-no-aead-cipher = Tous les chiffrements de cette liste sont d’un ancien type. Ils fonctionnent, mais plus lentement.
lint-negotiation-off = Le profil interdit de convenir d’un meilleur chiffrement. Adit le fait quand même.
lint-compression-framing = Adit ne compresse jamais, car cela peut révéler le contenu du tunnel. Les paquets ont l’aspect que le serveur attend, et ce qu’il compresse est lu.
lint-compression-read = Adit lit ce que le serveur compresse, et ne compresse rien lui-même. Ce que le serveur compresse peut tout de même révéler son contenu.
    .advice = Demandez à l’administrateur du serveur de désactiver la compression, puis supprimez cette ligne.
lint-digest-not-used = Adit n’a pas la fonction de hachage { $digest }. Elle n’est pas nécessaire : les chiffrements proposés s’en passent.
lint-domains-without-server = Le serveur DNS { $number } a des domaines mais pas d’adresse : personne ne pourrait être interrogé à leur sujet.
    .advice = Demandez l’adresse du serveur DNS à la personne qui vous a fourni le profil.
lint-cbc-without-digest = Avec « auth none », des paquets en AES-CBC pourraient être modifiés en route. Adit n’utilise pas AES-CBC ainsi.
    .advice = Si le serveur est injoignable, demandez à son administrateur AES-256-GCM, ou « auth SHA256 ».
lint-no-shared-suite = Adit n’en a aucune ; il propose les siennes, qui sont plus fortes.
    .advice = Si le serveur est injoignable, demandez à son administrateur d’autoriser des suites ECDHE ou TLS 1.3.
lint-weak-accepted = Le profil accepte des certificats d’un type ancien et plus faible.
    .advice = Demandez à l’administrateur du serveur si c’est encore nécessaire.
lint-ns-cert-type = Le serveur est vérifié d’une ancienne façon.
    .advice = Demandez un profil avec « remote-cert-tls server » à la personne qui vous a fourni le profil.
lint-route-by-name = La route vers « { $value } » est ignorée : Adit n’accepte que des routes par adresse.
    .advice = Mettez-y l’adresse si ce trafic doit passer par le tunnel.
lint-unusable-address = « { $value } » est ignoré : ce n’est pas un endroit où un tunnel peut mener.
lint-too-many-values = Ceci est ignoré : Adit en accepte { $limit } de ce genre, et le profil en a plus.
lint-value-left-out = « { $value } » n’a pas de sens ici et est ignoré.
lint-partly-used = « { $value } » est ignoré ; le reste de la ligne est utilisé.
lint-not-honoured = Adit ne fait pas « { $name } ». Le tunnel fonctionne sans.
lint-push-only = « { $name } » vient des serveurs et est ignoré ici.
lint-own-control = « { $name } » concerne l’exécution du programme openvpn. Adit fait à sa manière.
lint-own-log-file = « { $name } » n’est pas écrit ; Adit tient son propre journal.
lint-own-dns-protection = Adit garde lui-même le DNS dans le tunnel.

## Ignored

lint-own-log = Adit a son propre journal.
lint-own-rights = Le service d’Adit tourne de toute façon avec le moins de droits possible.
lint-always-so = Adit le fait de toute façon.
lint-other-platform = C’est pour un autre système.
lint-obsolete = C’est aussi sans effet dans OpenVPN.
lint-tuning = Adit s’ajuste lui-même.
lint-for-scripts = C’est pour des scripts, qu’Adit ne lance pas.
lint-for-other-programs = C’est pour d’autres programmes.

## Fixes: what is done, and why

fix-cipher-list = Proposer des chiffrements modernes, et { $name } seulement en dernier recours
    .advice = « cipher » date d’avant que client et serveur conviennent d’un chiffrement. OpenVPN lui-même veut aujourd’hui une liste.
fix-modern-ciphers = Proposer des chiffrements modernes au lieu de l’ancien
    .advice = Le chiffrement de cette ligne n’est plus sûr. Les serveurs de ces dernières années conviennent d’un meilleur.
fix-negotiate = Laisser client et serveur convenir d’un chiffrement
    .advice = OpenVPN a abandonné « ncp-disable », et Adit convient dans tous les cas du meilleur chiffrement.
fix-data-ciphers = Utiliser le nom actuel de la liste des chiffrements (data-ciphers)
    .advice = OpenVPN a renommé « ncp-ciphers » en « data-ciphers ».
fix-server-name = Vérifier le nom du serveur de la façon actuelle (verify-x509-name)
    .advice = OpenVPN a abandonné « tls-remote ». « verify-x509-name » compare le même nom.
fix-server-usage = Vérifier de la façon actuelle que c’est bien un serveur (remote-cert-tls)
    .advice = « ns-cert-type » examine une marque que les nouveaux certificats n’ont pas. « remote-cert-tls » examine celle qu’ils ont.
fix-check-server = Vérifier que c’est bien un serveur (remote-cert-tls)
    .advice = Sinon, toute personne ayant un certificat de la même autorité pourrait se faire passer pour le serveur.
fix-dns-helper = Retirer les scripts qui règlent le DNS
    .advice = Adit règle le DNS lui-même et le rétablit à la fin du tunnel.
fix-leave-out-script = Retirer « { $name } »
    .advice = Adit ne lance jamais les programmes d’un profil. La plupart des tunnels fonctionnent sans ; ce que le programme fait pour vous n’est alors pas fait.
fix-key-direction = Utiliser la moitié client de la clé tls-auth
    .advice = La plupart des serveurs utilisent les moitiés de cette clé dans des sens différents, et le profil ne dit pas laquelle est la vôtre.
fix-obsolete = Retirer « { $name } »
    .advice = C’est aussi sans effet dans OpenVPN, et certaines versions s’y arrêtent.
fix-no-compression = Dire clairement que rien n’est compressé
    .advice = Les paquets gardent l’aspect que le serveur attend. La compression peut révéler le contenu du tunnel.
fix-spelling = L’écrire comme OpenVPN
    .advice = OpenVPN ne connaît ce mot qu’en minuscules.
fix-extra-words = Retirer ce que « { $name } » n’accepte pas
    .advice = OpenVPN s’arrête à une ligne avec plus de valeurs qu’il n’en connaît.
fix-misspelled = Corriger le nom de la directive
    .advice = « { $name } » est sans doute une faute de frappe.
fix-backslash = Écrire les barres obliques inverses comme OpenVPN les lit
    .advice = OpenVPN veut que chacune soit doublée.
fix-tls-cipher = Retirer la liste d’anciennes suites TLS
    .advice = Adit n’en a aucune et propose les siennes, qui sont plus fortes.
fix-ask-for-password = Demander le mot de passe au lieu d’indiquer un fichier
    .advice = Adit ne lit pas les fichiers de mots de passe ; il vous le demande, et le garde dans le trousseau si vous voulez.
fix-client = Indiquer que c’est le profil d’un client
    .advice = Le profil indique un serveur et une autorité, mais ne dit pas qu’il reçoit ses réglages du serveur.
